// The load: connections that each send a request, wait for its answer, and send the next. Plain sockets, because a
// client that costs as much as the server would measure itself.
import { once } from 'node:events'
import { type Socket, connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Load {
  readonly url: string
  readonly connections: number
  readonly ms: number
  /** The next request of a connection, whole as it goes over the wire. */
  readonly next: (connection: number) => Buffer
  /** Sees every answer. */
  readonly onAnswer?: (connection: number, body: string) => void
  /** How long a connection waits between an answer and its next request, ms. */
  readonly pauseMs?: number
}

export interface Loaded {
  /** Answers. */
  readonly count: number
  readonly perSecond: number
  /** How long each answer took, ms, shortest first. */
  readonly times: readonly number[]
}

/** Rejects at the first answer that is not 2xx. */
export const load = async ({ url, connections, ms, next, onAnswer, pauseMs = 0 }: Load): Promise<Loaded> => {
  const { hostname, port } = new URL(url)
  const begin = performance.now()
  const times: number[] = []
  const run = (connection: number, socket: Socket) =>
    new Promise<void>((resolve, reject) => {
      let received: Buffer = Buffer.alloc(0)
      let askedAt = 0
      const ask = () => {
        askedAt = performance.now()
        socket.write(next(connection))
      }
      const take = async (chunk: Buffer) => {
        received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
        const answer = parseAnswer(received)
        if (!answer) return
        received = Buffer.alloc(0)
        if (answer.status < 200 || answer.status > 299) {
          reject(new Error(`${url} answered ${answer.status}: ${answer.body().slice(0, 300)}`))
          return
        }
        const now = performance.now()
        times.push(now - askedAt)
        onAnswer?.(connection, answer.body())
        if (now - begin >= ms) return resolve()
        if (pauseMs > 0) await pause(pauseMs)
        ask()
      }
      socket.on('data', (chunk) => void take(chunk))
      socket.on('error', reject)
      socket.on('close', () => reject(new Error(`${url} closed a connection before its answer.`)))
      socket.on('connect', ask)
    }).finally(() => socket.destroy())
  await Promise.all(
    Array.from({ length: connections }, (_, connection) =>
      run(connection, connect({ port: Number(port), host: hostname, noDelay: true })),
    ),
  )
  const perSecond = (times.length * 1000) / (performance.now() - begin)
  return { count: times.length, perSecond, times: times.toSorted((a, b) => a - b) }
}

/** All of them at once, each on a connection that stands already: the status of each answer, and how long it took, ms. */
export const askAtOnce = async (
  url: string,
  requests: readonly Buffer[],
): Promise<readonly { readonly status: number; readonly ms: number }[]> => {
  const { hostname, port } = new URL(url)
  const sockets = requests.map(() => connect({ port: Number(port), host: hostname, noDelay: true }))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  const begin = performance.now()
  return Promise.all(
    sockets.map(async (socket, at) => {
      socket.write(requests[at]!)
      const [first] = (await once(socket, 'data')) as [Buffer]
      socket.destroy()
      const status = Number(first.toString('latin1').slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length))
      return { status, ms: performance.now() - begin }
    }),
  )
}

/** The time within which that share of the answers came. */
export const percentile = (times: readonly number[], share: number): number =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

/** An answer that came whole, or undefined. It says its length, or comes in chunks. */
const parseAnswer = (bytes: Buffer): { status: number; body: () => string } | undefined => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = bytes.toString('latin1', 0, end)
  const start = end + '\r\n\r\n'.length
  const isChunked = /\r\ntransfer-encoding: chunked/i.test(head)
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
  const isWhole = isChunked ? bytes.subarray(-5).equals(lastChunk) : bytes.length >= start + length
  if (!isWhole) return undefined
  return {
    status: Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)),
    body: () => bytes.toString('utf8', start, isChunked ? undefined : start + length),
  }
}

const lastChunk = Buffer.from('0\r\n\r\n')

/** A request as bytes. */
export const requestBytes = (
  method: string,
  path: string,
  sending: { body?: object; bearer?: string; cookie?: string } = {},
): Buffer => {
  const body = sending.body ? JSON.stringify(sending.body) : ''
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    'Accept: application/json',
    ...(sending.bearer ? [`Authorization: Bearer ${sending.bearer}`] : []),
    ...(sending.cookie ? [`Cookie: ${sending.cookie}`] : []),
    ...(body ? ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`] : []),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}
