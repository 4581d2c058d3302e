// The one way out. Nothing leaves that the contract does not declare.
import type { Response } from 'express'
import type { Cookie } from '../../generated/operations.ts'
import { isLasting } from '../model/lasting.ts'
import { validateHeaderValue } from '../model/node-http.ts'
import { writeAtEnd } from '../model/turn.ts'
import type { Host, RequestContext } from '../request-context.ts'
import type { Answer } from './checks.ts'
import { securityHeaders } from './security-headers.ts'

/** What a handler or a refusal wants to send. */
export interface Outgoing {
  readonly status: number
  /** Media type; needed only where the status has several. */
  readonly type?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly Cookie[]
  readonly body?: unknown
}

/** As it will be sent: header names in lower case, cookies as headers, one media type. Its own headers are put among `headers`. */
export const toAnswer = (outgoing: Outgoing, headers: Map<string, string>, types: readonly string[]): Answer => {
  if (outgoing.headers) {
    for (const [name, value] of Object.entries(outgoing.headers)) {
      // Here, for once some are set it is too late to take them back.
      validateHeaderValue(name, value)
      headers.set(name.toLowerCase(), value)
    }
  }
  if (outgoing.cookies?.length) headers.set('set-cookie', outgoing.cookies.map(toSetCookie).join('\n'))
  return { status: outgoing.status, type: outgoing.type ?? types[0], body: outgoing.body, headers }
}

/** RFC 6265 section 4.1. Names and values are our own: nothing in them needs escaping. */
const toSetCookie = ({ name, value, maxAge, path, sameSite, httpOnly }: Cookie): string =>
  `${name}=${value}; Max-Age=${maxAge}; Path=${path}${httpOnly ? '; HttpOnly' : ''}; Secure; SameSite=${sameSite}`

/**
 * Sends an answer that keeps the contract. Credentials and pages are never stored unless the answer says otherwise.
 * Headers that were set on `res` before are not expected: all go at once, for one by one they cost more than all checks.
 */
export const send = (
  res: Response,
  answer: Answer,
  { config: { mode }, log }: Pick<RequestContext, 'config' | 'log'>,
): void => {
  const { type, text } = toText(answer)
  const length = Buffer.byteLength(text)
  const headers = usualBeside(answer.headers, mode)
  for (const [name, value] of answer.headers) headers.push(name, name === 'set-cookie' ? value.split('\n') : value)
  if (type) headers.push('content-type', type)
  // RFC 9110 section 8.6: these two never have a body, nor a length.
  if (answer.status !== 204 && answer.status !== 304) headers.push('content-length', String(length))
  res.writeHead(answer.status, headers)
  // Of as many bytes as characters all are ASCII, which is the same text in Latin-1: Node writes that without encoding it.
  const encoding = length === text.length ? 'latin1' : 'utf8'
  writeAtEnd(() => {
    try {
      res.end(text, encoding)
    } catch (error) {
      // An app that this one is mounted in may have its own: others of the turn are written all the same.
      log.error({ err: error }, 'An answer could not be written')
      res.destroy()
    }
  })
}

/** What every answer says unless it says otherwise: the list that Node takes, and its parts. */
const usualOf = (mode: Host['config']['mode']) => {
  const headers = [...securityHeaders[mode], ['cache-control', 'no-store'] as const]
  return { headers, names: new Set(headers.map(([name]) => name)), list: headers.flat() }
}

const usual = { sandbox: usualOf('sandbox'), production: usualOf('production') }

/** As a list to which more is added. Few answers say one of them otherwise. */
const usualBeside = (said: Answer['headers'], mode: Host['config']['mode']): (string | string[])[] => {
  const { headers, names, list } = usual[mode]
  for (const name of said.keys()) if (names.has(name)) return headers.filter(([usual]) => !said.has(usual)).flat()
  return [...list]
}

const toText = ({ type, body }: Answer): { type?: string; text: string } => {
  if (body === undefined) return { text: '' }
  if (typeof body === 'string' && type && !type.endsWith('json'))
    // A token has no charset (RFC 7515 section 9.2.1).
    return { type: /^text\/|javascript$/.test(type) ? `${type}; charset=utf-8` : type, text: body }
  return { type: type ?? 'application/json', text: toJson(body) }
}

const texts = new WeakMap<object, string>()

/** The JSON of a body: of one that never changes it is made once. */
const toJson = (body: unknown): string => {
  if (!isLasting(body)) return JSON.stringify(body)
  const known = texts.get(body)
  if (known !== undefined) return known
  const text = JSON.stringify(body)
  texts.set(body, text)
  return text
}
