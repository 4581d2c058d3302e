// The app on Node: its requests and answers as the standard has them.
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { createApp } from './app.ts'

const port = Number(process.env.PORT ?? 5174)
const app = createApp(process.env.COUNTERSIGN_URL || 'http://localhost:3000')
const mostBytes = 64_000

const answerTo = async (req: IncomingMessage): Promise<Response> => {
  const body: Buffer[] = []
  let bytes = 0
  for await (const part of req) {
    bytes += (part as Buffer).length
    if (bytes > mostBytes) return new Response('That is too much.', { status: 413 })
    body.push(part as Buffer)
  }
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD'
  const request = new Request(`http://localhost:${port}${req.url}`, {
    method: req.method ?? 'GET',
    headers,
    ...(hasBody && { body: Buffer.concat(body) }),
  })
  return app(request)
}

const send = async (res: ServerResponse, answer: Response): Promise<void> => {
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  res.setHeader('Set-Cookie', answer.headers.getSetCookie())
  res.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
}

// Whatever a visitor sends, and however it breaks off, the next one is answered.
createServer((req, res) => {
  answerTo(req)
    .catch((error: unknown) => {
      console.error(error)
      return new Response('The service is away. Try again.', { status: 503 })
    })
    .then((answer) => send(res, answer))
    .catch(() => res.destroy())
}).listen(port, () => console.log(`http://localhost:${port}`))
