// Gets one answer over HTTP and reads the whole of it, from whatever may be there: or says in words what came instead.
import { answerBound } from './bounds.ts'
import type { Answer } from '../contract/contract.ts'
import { codeBelow } from './reach.ts'

/** An answer as it came, or why there is none. */
export type Got =
  { readonly response: Response; readonly text: string } | { readonly lack: string; readonly hung: boolean }

/** Longer answers have no end. */
const longest = 10_000_000

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the connection was reset before an answer was there',
  EPIPE: 'the connection was closed while the request was sent',
  ENOTFOUND: 'its host has no address',
  EAI_AGAIN: 'its host has no address',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'its host does not take connections',
  UND_ERR_CONNECT_TIMEOUT: 'its host does not take connections',
  UND_ERR_SOCKET: 'the connection was dropped before the answer was whole',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the body is not as long as its Content-Length says',
  UND_ERR_HEADERS_OVERFLOW: 'its headers are too long',
}

const sentenceOf = (error: unknown): string => {
  const code = codeBelow(error)
  const { message, cause } = error as Error
  if (cause instanceof Error && cause.name === 'HTTPParserError') return `what came is not HTTP (${cause.message})`
  return `${words[code] ?? (cause instanceof Error ? cause.message : message)}${code ? ` (${code})` : ''}`
}

/** Undefined where it does not end. */
const readText = async (response: Response): Promise<string | undefined> => {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  const reader = response.body?.getReader()
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length
    if (length > longest) {
      await reader?.cancel()
      return undefined
    }
    text += decoder.decode(part.value, { stream: true })
  }
  return text + decoder.decode()
}

/** Asks, until the answer is whole or its time is over. What ends the case of a request ends the request with its own words. */
export const getAnswer = async (url: URL, init: RequestInit, ofCase: AbortSignal | undefined): Promise<Got> => {
  const bound = answerBound()
  const patience = bound === undefined ? undefined : AbortSignal.timeout(bound)
  const ends = [ofCase, patience].filter((signal) => signal !== undefined)
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.any(ends) })
    const text = await readText(response)
    if (text === undefined) return { lack: 'the answer does not end: 10 MB of it came', hung: true }
    return { response, text }
  } catch (error) {
    ofCase?.throwIfAborted()
    if (patience?.aborted) return { lack: `no whole answer came within ${bound! / 1000} s`, hung: true }
    return { lack: sentenceOf(error), hung: false }
  }
}

/** What says that it is JSON and is not stays text, which no schema of an object takes. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** An answer by its parts. */
export const toAnswer = (status: number, headers: Headers, text: string): Answer => {
  const isJson = /[/+]json\b/.test(headers.get('content-type') ?? '')
  return { status, headers, cookies: headers.getSetCookie(), text, body: isJson && text !== '' ? parsed(text) : text }
}
