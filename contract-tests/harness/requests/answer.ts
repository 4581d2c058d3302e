// Gets one answer within the bounds of the run, and reads it.
import { answerBound, takeTurn } from './bounds.ts'
import type { Answer } from '../contract/contract.ts'
import { type Asked, type Came, type Lack, exchange } from './exchange.ts'

/** Asks, until the answer is whole or its time is over. What ends the case of a request ends the request with its own words. */
export const getAnswer = async (url: URL, asked: Asked, signal: AbortSignal | undefined): Promise<Came | Lack> => {
  const got = await exchange(url, asked, { patience: answerBound(), signal })
  if ('lack' in got) signal?.throwIfAborted()
  return got
}

/** Asks in a way that no operation has: what comes stands for no cell of the contract. */
export const askAddress = async (
  url: URL | string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: HeadersInit; body?: string | undefined } = {},
): Promise<Came> => {
  const address = new URL(url)
  const got = await getAnswer(address, { method, headers: new Headers(headers), body }, await takeTurn())
  if ('lack' in got) throw new Error(`${method} ${address.pathname} got no answer: ${got.lack}`)
  return got
}

/** More than anybody nests, and less than what compares values can follow. */
const deepest = 500

const isTooDeep = (json: string): boolean => {
  if (json.length <= deepest) return false
  let depth = 0
  for (const [mark] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/g)) {
    if (mark === '[' || mark === '{') depth += 1
    if (mark === ']' || mark === '}') depth -= 1
    if (depth > deepest) return true
  }
  return false
}

/** What says that it is JSON and is not, or is nested too deep, stays text, which no schema of an object takes. */
const parsed = (text: string): unknown => {
  try {
    return isTooDeep(text) ? text : JSON.parse(text)
  } catch {
    return text
  }
}

/** An answer by its parts. */
export const toAnswer = (status: number, headers: Headers, text: string): Answer => {
  const isJson = /[/+]json\b/.test(headers.get('content-type') ?? '')
  return { status, headers, cookies: headers.getSetCookie(), text, body: isJson && text !== '' ? parsed(text) : text }
}
