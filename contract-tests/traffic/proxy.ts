// A proxy that changes nothing: it hands on what comes, and tells what has passed once an answer is through.
import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { AddressInfo } from 'node:net'
import { unpacked } from '../harness/requests/codings.ts'
import { agentFor, watchConnection } from '../harness/requests/connections.ts'
import type { Seen } from './exchange.ts'

/** Longer bodies pass, and are not looked at. */
const longest = 2_000_000

/** Of one connection, and not of the message (RFC 9110 section 7.6.1). */
const ofConnection = /^(connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/i

export interface Proxy {
  readonly url: string
  readonly close: () => Promise<void>
}

/** What a proxy tells of what passes. */
export interface Watcher {
  passed(seen: Seen): void
  leftOut(reason: string): void
}

const pairsOf = ({ rawHeaders, headers }: IncomingMessage): (readonly [string, string])[] => {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()))
  const isOfMessage = (name: string) => {
    const lower = name.toLowerCase()
    // A body's length is the message's, whatever Connection says (RFC 9110 section 7.6.1): without it the body would be the next request.
    return !ofConnection.test(name) && (lower === 'content-length' || !named.has(lower))
  }
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 && isOfMessage(name) ? [[name, rawHeaders[index + 1]!] as const] : [],
  )
}

/** A body of no stated length is sent on as one: without this a DELETE's would be the next request of the connection. */
const framingOf = ({ headers }: IncomingMessage): readonly string[] =>
  headers['transfer-encoding'] === undefined ? [] : ['Transfer-Encoding', 'chunked']

/** A request without either field has none (RFC 9112 section 6.3): it is sent on at once, and not with the next turn. */
const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined

/** Keeps a copy of what flows by; undefined once it is too long. */
const copyOf = (stream: IncomingMessage): (() => Buffer | undefined) => {
  const chunks: Buffer[] = []
  let length = 0
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length <= longest) chunks.push(chunk)
    else chunks.length = 0
  })
  return () => (length <= longest ? Buffer.concat(chunks) : undefined)
}

/** Stands before a server. */
export const startProxy = async (
  upstream: string,
  { host, port }: { readonly host: string; readonly port: number },
  watcher: Watcher,
): Promise<Proxy> => {
  const base = new URL(upstream)
  const isTls = base.protocol === 'https:'
  const below = base.pathname.replace(/\/+$/, '')

  const tell = async (
    incoming: IncomingMessage,
    answer: IncomingMessage,
    sent: Buffer | undefined,
    came: Buffer | undefined,
  ): Promise<void> => {
    if (!sent || !came) return watcher.leftOut(`it is longer than ${longest / 1_000_000} MB`)
    const encoding = answer.headers['content-encoding'] ?? ''
    const content = await unpacked(came, encoding, longest).catch(() => undefined)
    if (!content)
      return watcher.leftOut(
        `its answer is in a coding (${encoding}) that cannot be read, or is longer than ${longest / 1_000_000} MB in it`,
      )
    watcher.passed({
      method: incoming.method!,
      baseUrl: upstream,
      url: incoming.url!,
      headers: pairsOf(incoming),
      body: sent.length > 0 ? sent.toString() : undefined,
      answer: { status: answer.statusCode!, headers: pairsOf(answer), text: content.toString() },
    })
  }

  const telling = new Set<Promise<void>>()
  const pass = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const sent = copyOf(incoming)
    const headers = pairsOf(incoming).filter(([name]) => name.toLowerCase() !== 'host')
    const ask = isTls ? httpsRequest : httpRequest
    const asked = ask(base, {
      agent: agentFor(base.protocol, incoming.method!),
      method: incoming.method,
      path: below + incoming.url!,
      headers: [...headers.flat(), ...framingOf(incoming), 'Host', base.host],
    })
    watchConnection(asked, incoming.method!)
    asked.on('response', (answer) => {
      const came = copyOf(answer)
      try {
        outgoing.writeHead(answer.statusCode!, answer.statusMessage, pairsOf(answer).flat())
      } catch {
        answer.destroy()
        watcher.leftOut('its answer has a line that nobody may send on')
        return void outgoing.destroy()
      }
      answer.pipe(outgoing)
      answer.on('error', () => outgoing.destroy())
      answer.on('aborted', () => {
        watcher.leftOut('its answer was cut off')
        outgoing.destroy()
      })
      answer.on('end', () => {
        const told = tell(incoming, answer, sent(), came()).finally(() => telling.delete(told))
        telling.add(told)
      })
    })
    asked.on('error', (error) => {
      if (outgoing.headersSent || outgoing.destroyed) return outgoing.destroy()
      watcher.leftOut('no answer came')
      outgoing.writeHead(502, { 'content-type': 'text/plain' }).end(`No answer from ${upstream}: ${error.message}\n`)
    })
    outgoing.on('close', () => void (outgoing.writableEnded || asked.destroy()))
    if (hasBody(incoming)) incoming.pipe(asked)
    else asked.end()
  }

  // Apps keep their connections for less long than this: whoever closes first loses what the other one sends in that moment.
  const server = createServer({ keepAliveTimeout: 75_000 }, (incoming, outgoing) => {
    try {
      pass(incoming, outgoing)
    } catch (error) {
      watcher.leftOut('its request has a line that nobody may send on')
      outgoing.writeHead(400, { 'content-type': 'text/plain' }).end(`${(error as Error).message}\n`)
    }
  }).listen(port, host)
  await once(server, 'listening')
  const { address, port: own, family } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${own}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
      await Promise.all(telling)
    },
  }
}
