// The one way out. Nothing leaves that the contract does not declare.
import type { Response } from 'express'
import type { Cookie } from '../../generated/operations.ts'
import type { Answer } from './contract.ts'

/** What a handler or a refusal wants to send. */
export interface Outgoing {
  readonly status: number
  /** Media type; needed only where the status has several. */
  readonly type?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly Cookie[]
  readonly body?: unknown
}

/** As it will be sent: header names in lower case, cookies as headers, one media type. */
export const toAnswer = (outgoing: Outgoing, beside: ReadonlyMap<string, string>, types: readonly string[]): Answer => {
  const headers = new Map(beside)
  for (const [name, value] of Object.entries(outgoing.headers ?? {})) headers.set(name.toLowerCase(), value)
  if (outgoing.cookies?.length) headers.set('set-cookie', outgoing.cookies.map(toSetCookie).join('\n'))
  return { status: outgoing.status, type: outgoing.type ?? types[0], body: outgoing.body, headers }
}

/** RFC 6265 section 4.1. Names and values are our own: nothing in them needs escaping. */
const toSetCookie = ({ name, value, maxAge, path, sameSite, httpOnly }: Cookie): string =>
  `${name}=${value}; Max-Age=${maxAge}; Path=${path}${httpOnly ? '; HttpOnly' : ''}; Secure; SameSite=${sameSite}`

/** Sends an answer that keeps the contract. Credentials and pages are never stored unless the answer says otherwise. */
export const send = (res: Response, answer: Answer): void => {
  res.status(answer.status)
  if (!answer.headers.has('cache-control')) res.setHeader('Cache-Control', 'no-store')
  for (const [name, value] of answer.headers) res.setHeader(name, name === 'set-cookie' ? value.split('\n') : value)
  if (answer.body === undefined) {
    res.end()
  } else if (typeof answer.body === 'string' && answer.type && !answer.type.endsWith('json')) {
    res.setHeader('Content-Type', `${answer.type}; charset=utf-8`)
    res.end(answer.body)
  } else {
    res.setHeader('Content-Type', answer.type ?? 'application/json')
    res.end(JSON.stringify(answer.body))
  }
}
