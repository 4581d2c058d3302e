// The load: connections that each send a request, wait for its answer, and send the next. Plain sockets, because a
// client that costs as much as the server would measure itself.
import { type Socket, connect } from 'node:net'

export interface Load {
  readonly url: string
  readonly connections: number
  readonly ms: number
  /** The next request of a connection, whole as it goes over the wire. */
  readonly next: (connection: number) => Buffer
  /** Sees every answer. */
  readonly onAnswer?: (connection: number, body: string) => void
}

/** Answers per second. Rejects at the first answer that is not 2xx. */
export const load = async ({ url, connections, ms, next, onAnswer }: Load): Promise<number> => {
  const { hostname, port } = new URL(url)
  const begin = performance.now()
  let answers = 0
  const run = (connection: number, socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let received: Buffer = Buffer.alloc(0)
      const take = (chunk: Buffer) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
        const answer = parseAnswer(received)
        if (!answer) return
        received = Buffer.alloc(0)
        if (answer.status < 200 || answer.status > 299) {
          reject(new Error(`${url} answered ${answer.status}: ${answer.body().slice(0, 300)}`))
          return
        }
        answers += 1
        onAnswer?.(connection, answer.body())
        if (performance.now() - begin < ms) socket.write(next(connection))
        else resolve()
      }
      socket.on('data', take)
      socket.on('error', reject)
      socket.on('close', () => reject(new Error(`${url} closed a connection before its answer.`)))
      socket.on('connect', () => socket.write(next(connection)))
    }).finally(() => socket.destroy())
  await Promise.all(
    Array.from({ length: connections }, (_, connection) =>
      run(connection, connect({ port: Number(port), host: hostname, noDelay: true })),
    ),
  )
  return (answers * 1000) / (performance.now() - begin)
}

/** An answer that came whole, or undefined. Every answer here has a length. */
const parseAnswer = (bytes: Buffer): { status: number; body: () => string } | undefined => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = bytes.toString('latin1', 0, end)
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const start = end + '\r\n\r\n'.length
  if (bytes.length < start + length) return undefined
  return {
    status: Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)),
    body: () => bytes.toString('utf8', start, start + length),
  }
}

/** A request as bytes. */
export const requestBytes = (
  method: string,
  path: string,
  sending: { body?: object; bearer?: string } = {},
): Buffer => {
  const body = sending.body ? JSON.stringify(sending.body) : ''
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Accept: application/json',
    ...(sending.bearer ? [`Authorization: Bearer ${sending.bearer}`] : []),
    ...(body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : []),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
