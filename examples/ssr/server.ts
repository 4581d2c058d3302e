// The app on Node: its requests and answers as the standard has them.
import { createServer } from 'node:http'
import { createApp } from './app.ts'

const port = Number(process.env.PORT ?? 5174)
const app = createApp(process.env.COUNTERSIGN_URL ?? 'http://localhost:3000')

createServer(async (req, res) => {
  const body: Buffer[] = []
  for await (const part of req) body.push(part as Buffer)
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD'
  const request = new Request(`http://localhost:${port}${req.url}`, {
    method: req.method ?? 'GET',
    headers,
    ...(hasBody && { body: Buffer.concat(body) }),
  })
  const answer = await app(request).catch((error: unknown) => {
    console.error(error)
    return new Response('The service is away. Try again.', { status: 503 })
  })
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  res.setHeader('Set-Cookie', answer.headers.getSetCookie())
  res.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()))
}).listen(port, () => console.log(`http://localhost:${port}`))
