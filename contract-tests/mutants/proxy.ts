// A proxy in front of the real server. It lets everything through as it is, until it is told to be a mutant.
import { Agent, type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { operationAt } from '../harness/contract/operation-at.ts'
import type { Asked, Exchange, Wire } from './exchange.ts'

/** What a mutant knows when it changes an answer. */
export interface Scene extends Exchange {
  /** What the server was asked in this test so far, and what it answered. */
  readonly before: readonly Exchange[]
  /** Asks the server something else instead. */
  readonly ask: (asked: Asked) => Promise<Wire>
}

export interface Mutation {
  readonly operation: string
  /** Answers in the server's place, which is then not asked. */
  readonly instead?: (asked: Asked) => Wire | undefined
  /** Another answer; undefined where this one is no matter of the mutant's. */
  readonly answer?: (scene: Scene) => Wire | undefined | Promise<Wire | undefined>
}

/** The one thing that is wrong with the server now, and what passed by. */
export const front: {
  mutation: Mutation | undefined
  exchanges: Exchange[]
  changes: number
  /** Whoever asks is hung up on. */
  isGone: boolean
  /** Hangs up on all who wait for an answer. */
  hangUp: () => void
} = { mutation: undefined, exchanges: [], changes: 0, isGone: false, hangUp: () => undefined }

/** Starts it; answers its URL. */
export const putInFront = async (upstream: string): Promise<string> => {
  // A connection kept open could end just as it is used again.
  const agent = new Agent({ keepAlive: false })
  const { hostname, port } = new URL(upstream)
  const ask = ({ method, url: path, headers, body }: Asked) =>
    new Promise<Wire>((resolve, reject) => {
      const bytes = Buffer.from(body, 'latin1')
      // What comes packed could not be read.
      const { 'transfer-encoding': _t, connection: _c, 'accept-encoding': _a, ...rest } = headers
      const length = bytes.length > 0 ? { 'content-length': String(bytes.length) } : {}
      request({ agent, hostname, port, method, path, headers: { ...rest, ...length } }, (answer) => {
        buffer(answer).then(
          (content) =>
            resolve({ status: answer.statusCode!, headers: pairs(answer.rawHeaders), body: content.toString() }),
          reject,
        )
      })
        .on('error', reject)
        .end(bytes)
    })
  const server = createServer((req, res) => {
    if (front.isGone) res.destroy()
    else pass(ask, req, res).catch(() => res.destroy())
  })
  front.hangUp = () => server.closeAllConnections()
  server.keepAliveTimeout = 3_600_000
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const pairs = (raw: readonly string[]): [string, string][] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1]!] as [string, string]] : []))

const pass = async (ask: (asked: Asked) => Promise<Wire>, req: IncomingMessage, res: ServerResponse): Promise<void> => {
  const method = req.method!
  const url = req.url!
  const asked: Asked = {
    operation: operationAt(method, url),
    method,
    url,
    headers: req.headers as Record<string, string>,
    body: (await buffer(req)).toString('latin1'),
  }
  const { mutation } = front
  const isMeant = mutation !== undefined && mutation.operation === asked.operation
  const instead = isMeant ? mutation.instead?.(asked) : undefined
  const wire = instead ?? (await ask(asked))
  const changed = isMeant ? await mutation.answer?.({ asked, wire, before: front.exchanges, ask }) : undefined
  front.exchanges.push({ asked, wire })
  if (instead || (changed && JSON.stringify(changed) !== JSON.stringify(wire))) front.changes += 1
  send(method, res, changed ?? wire)
}

const ofTransport = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'])

const send = (method: string, res: ServerResponse, { status, headers, body }: Wire): void => {
  res.statusCode = status
  for (const [name, value] of headers) if (!ofTransport.has(name.toLowerCase())) res.appendHeader(name, value)
  const isEmpty = status === 204 || status === 304
  // The length of what HEAD leaves out is the server's to tell (RFC 9110 section 8.6).
  const told = method === 'HEAD' ? headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] : undefined
  if (!isEmpty) res.setHeader('content-length', told ?? Buffer.byteLength(body))
  res.end(isEmpty ? undefined : body)
}
