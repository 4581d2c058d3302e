// One exchange over HTTP with whatever may be there: the whole of its answer, or in words what came instead. Loads nothing else of the
// kit: it asks whether anybody is there before all.
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { request as secureRequest } from 'node:https'
import { setImmediate as turn } from 'node:timers/promises'
import { unpacked } from './codings.ts'
import { type Fields, type HeadFields, createFields } from '../contract/fields.ts'
import { agentFor, watchConnection } from './connections.ts'
import type { Ending } from './ending.ts'

export interface Asked {
  readonly method: string
  readonly headers: Fields
  readonly body?: string | undefined
}

export interface Came {
  readonly status: number
  readonly headers: HeadFields
  readonly text: string
}

/** Why no answer came. */
export interface Lack {
  readonly lack: string
  /** It was waited for in vain. */
  readonly hung: boolean
  /** Nobody is there at all, or nobody who may be asked. */
  readonly isNobody: boolean
}

export interface Bounds {
  /** How long it may take until the answer is whole, ms. */
  readonly patience?: number | undefined
  /** Ends it sooner. */
  readonly ending?: Ending | undefined
}

/** Longer answers have no end. */
const longest = 10_000_000
const endless = 'the answer is longer than 10 MB, or has no end'

const dropped = 'the connection was dropped before the answer was whole'
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was reset before an answer was there',
  EPIPE: 'the connection was closed while the request was sent',
  ENOTFOUND: 'its host has no address',
  EAI_AGAIN: 'its host has no address',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'its host does not take connections',
  EPROTO: 'there is no TLS that can be spoken with it',
  HPE_HEADER_OVERFLOW: 'its headers are too long',
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPROTO',
])

const notHttp = (why: string): Lack => ({ lack: `what came is not HTTP (${why})`, hung: false, isNobody: false })

const lackOf = ({ code = '', message, syscall }: NodeJS.ErrnoException): Lack => {
  const isNobody = unreachable.has(code) || /CERT|TLS|SSL|VERIFY/.test(code) || code === ''
  const said = { hung: false, isNobody }
  // Node calls it a reset, too, where a connection was closed in order: then no call of the system has failed.
  if (code === 'ECONNRESET' && syscall === undefined) return { lack: dropped, ...said }
  if (!(code in words) && code.startsWith('HPE_')) return notHttp(message.replace('Parse Error: ', ''))
  return { lack: `${words[code] ?? message}${code ? ` (${code})` : ''}`, ...said }
}

const late = (asked: ClientRequest, patience: number): Lack =>
  (asked.socket?.connecting ?? true)
    ? { lack: words.ETIMEDOUT!, hung: true, isNobody: true }
    : { lack: `no whole answer came within ${patience / 1000} s`, hung: true, isNobody: false }

/** A clock that is later than this was kept waiting, ms. */
const busy = 50

const lengthless = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE'])

/** The head of a request as it goes over the wire. A body has a length: not every server takes one in chunks. */
const linesOf = (url: URL, { method, headers }: Asked, body: string | undefined): string[] => {
  const lines = [...headers].flat()
  if (!headers.has('host')) lines.unshift('host', url.host)
  if (!headers.has('accept')) lines.push('accept', '*/*')
  if (!headers.has('user-agent')) lines.push('user-agent', 'node')
  if (body !== undefined || !lengthless.has(method)) lines.push('content-length', String(body?.length ?? 0))
  return lines
}

const decoder = new TextDecoder()

const read = async (answer: IncomingMessage, content: Buffer): Promise<Came | Lack> => {
  const headers = createFields(answer.rawHeaders)
  if (headers.get('connection')?.toLowerCase() !== 'keep-alive') {
    // Some close the connection behind their answer and do not say so: that is read before the next request goes on it.
    await turn()
    await turn()
  }
  const codings = headers.get('content-encoding')
  const bytes = codings === null ? content : await unpacked(content, codings, longest)
  return { status: answer.statusCode!, headers, text: decoder.decode(bytes) }
}

/** A body that cannot be unpacked is one that came. */
const whyUnread = (answer: IncomingMessage, { code, message }: NodeJS.ErrnoException): Lack => ({
  lack:
    code === 'ERR_BUFFER_TOO_LARGE'
      ? endless
      : `its body is not what its Content-Encoding (${answer.headers['content-encoding']}) says: ${message}`,
  hung: code === 'ERR_BUFFER_TOO_LARGE',
  isNobody: false,
})

/** Asks once. Answers too whether it may be asked again. */
const attempt = (
  url: URL,
  { asked, bounds }: { readonly asked: Asked; readonly bounds: Bounds },
  agent: ReturnType<typeof agentFor>,
) =>
  new Promise<{ readonly came: Came | Lack; readonly isAgain: boolean }>((resolve) => {
    const { patience, ending } = bounds
    const ask = url.protocol === 'https:' ? secureRequest : request
    const { hostname, port, pathname, search } = url
    const host = hostname.replace(/^\[|\]$/g, '')
    const { method } = asked
    // Node writes head and body in one piece where both are text, and a head is in Latin-1: so each byte of the body is a letter of it.
    const body = asked.body === undefined ? undefined : Buffer.from(asked.body).toString('latin1')
    const headers = linesOf(url, asked, body)
    const outgoing = ask({ agent, host, port, method, path: pathname + search, headers })
    const mayAskAgain = watchConnection(outgoing, method)
    const end = (came: Came | Lack, isAgain = false) => {
      clearTimeout(timer)
      ending?.remove(stop)
      resolve({ came, isAgain })
    }
    const giveUp = (lack: Lack) => {
      end(lack)
      outgoing.destroy()
    }
    const stop = () => giveUp({ lack: 'it was ended', hung: false, isNobody: false })
    let timer: NodeJS.Timeout | undefined
    /** What came while this process was busy is read before it is missed: the time that it kept others waiting is given back. */
    const wait = (milliseconds: number) => {
      const due = performance.now() + milliseconds
      timer = setTimeout(() => {
        const delay = performance.now() - due
        if (delay > busy) wait(delay)
        else giveUp(late(outgoing, patience!))
      }, milliseconds)
    }
    if (patience !== undefined) wait(patience)
    ending?.add(stop)
    let answer: IncomingMessage | undefined
    const fail = (error: NodeJS.ErrnoException) => {
      // What comes behind an answer that is whole takes nothing from it.
      if (!answer?.complete) end(lackOf(error), !answer && mayAskAgain())
    }
    outgoing.on('error', fail)
    outgoing.on('upgrade', () => giveUp(notHttp('it went over to another protocol, which nobody asked it for')))
    outgoing.on('response', (incoming) => {
      answer = incoming
      if (incoming.statusCode! < 100) return giveUp(notHttp(`its status is ${incoming.statusCode}`))
      const parts: Buffer[] = []
      let length = 0
      incoming.on('error', fail)
      incoming.on('data', (part: Buffer) => {
        parts.push(part)
        length += part.length
        if (length > longest) giveUp({ lack: endless, hung: true, isNobody: false })
      })
      incoming.on('end', () => {
        read(incoming, Buffer.concat(parts)).then(end, (error: Error) => end(whyUnread(incoming, error)))
      })
    })
    outgoing.end(body, 'latin1')
  })

/** Asks, and once more on a connection of its own where one that was idle ended just then. Redirects are answers. */
export const exchange = async (url: URL, asked: Asked, bounds: Bounds = {}): Promise<Came | Lack> => {
  if (bounds.ending?.reason()) return { lack: 'it was ended', hung: false, isNobody: false }
  try {
    const { came, isAgain } = await attempt(url, { asked, bounds }, agentFor(url.protocol, asked.method))
    return isAgain ? (await attempt(url, { asked, bounds }, false)).came : came
  } catch (error) {
    return lackOf(error as Error)
  }
}
