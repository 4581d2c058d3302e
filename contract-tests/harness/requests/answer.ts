// Gets one answer within the bounds of the run, and reads it.
import { leaveAhead } from './ahead.ts'
import { answerBound, takeTurn } from './bounds.ts'
import type { Answer } from '../contract/contract.ts'
import type { Fields } from '../contract/fields.ts'
import type { Ending } from './ending.ts'
import { type Asked, type Came, type Lack, exchange } from './exchange.ts'

/** Asks, until the answer is whole or its time is over. What ends the case of a request ends the request with its own words. */
export const getAnswer = async (url: URL, asked: Asked, ending: Ending | undefined): Promise<Came | Lack> => {
  const got = await exchange(url, asked, { patience: answerBound(), ending })
  if ('lack' in got) ending?.throwIfOver()
  return got
}

/** Asks in a way that no operation has: what comes stands for no cell of the contract. */
export const askAddress = async (
  url: URL | string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: HeadersInit; body?: string | undefined } = {},
): Promise<Came> => {
  const address = new URL(url)
  await leaveAhead()
  const got = await getAnswer(address, { method, headers: new Headers(headers), body }, await takeTurn())
  if ('lack' in got) throw new Error(`${method} ${address.pathname} got no answer: ${got.lack}`)
  return got
}

/** More than anybody nests, and less than what compares values can follow. */
const deepest = 500

/** How many brackets are opened in it, in strings too: mostly too few to ask further. */
const opened = (json: string): number => json.split('{').length + json.split('[').length - 2

const isTooDeep = (json: string): boolean => {
  if (opened(json) <= deepest) return false
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
export const toAnswer = (status: number, headers: Fields, text: string): Answer => {
  const isJson = /[/+]json\b/.test(headers.get('content-type') ?? '')
  return { status, headers, cookies: headers.getSetCookie(), text, body: isJson && text !== '' ? parsed(text) : text }
}
