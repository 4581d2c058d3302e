// What clients say of themselves at the address that is their name. How long it counts is said by HTTP, within bounds of ours.
import type { JsonObject } from '../model/user.ts'
import type { Clock } from './clock.ts'
import type { GuardedFetch, OutsideRefusal } from './guarded-fetch.ts'

export type ClientDocument =
  | { readonly kind: 'said'; readonly said: JsonObject; readonly freshMs: number }
  /** `isPassing`: nobody has said that there is none. */
  | { readonly kind: 'failed'; readonly problem: string; readonly isPassing: boolean }

export interface ClientDocuments {
  /** `permit` is asked before anybody is asked outside, and refuses by throwing. */
  at(url: string, permit: () => Promise<unknown>): Promise<ClientDocument>
}

const minute = 60_000
/** However little a document wants to be kept, and however long. */
const shortestMs = 5 * minute
const usualMs = 10 * minute
const longestMs = 24 * 60 * minute
/** Nobody makes us ask for one more often; so long, too, a failure is remembered. */
const pauseMs = 30_000
const mostBytes = 16 * 1024
/** The oldest goes when there are more. */
const mostCopies = 500

interface Copy {
  readonly askedAt: number
  readonly document: Promise<ClientDocument>
}

export const createClientDocuments = ({ fetch, clock }: { fetch: GuardedFetch; clock: Clock }): ClientDocuments => {
  const copies = new Map<string, Copy>()

  const keptAt = (url: string): Copy | undefined => {
    const copy = copies.get(url)
    const age = copy ? clock.now() - copy.askedAt : -1
    return age >= 0 && age < pauseMs ? copy : undefined
  }
  const ask = (url: string): Copy => {
    const copy = { askedAt: clock.now(), document: read(fetch, url, clock) }
    copies.delete(url)
    copies.set(url, copy)
    const [oldest] = copies.keys()
    if (copies.size > mostCopies && oldest !== undefined) copies.delete(oldest)
    return copy
  }
  return {
    at: async (url, permit) => {
      const kept = keptAt(url)
      if (kept) return kept.document
      await permit()
      // Of many who wait for a permit at once one asks.
      return (keptAt(url) ?? ask(url)).document
    },
  }
}

/** Whether a name is found, and what answers in our network, is told to nobody. */
const problems: Partial<Record<OutsideRefusal, string>> = {
  not_https: 'is not at an https address',
  redirect: 'leads to another address',
  too_long: 'is too long',
}

const failed = (problem: string, isPassing = false): ClientDocument => ({ kind: 'failed', problem, isPassing })

const read = async (fetch: GuardedFetch, url: string, clock: Clock): Promise<ClientDocument> => {
  const answer = await fetch(url)
  if (answer.kind === 'refused') {
    const problem = problems[answer.why]
    return failed(problem ?? 'cannot be fetched', problem === undefined && answer.why !== 'private_address')
  }
  const { status, headers, body } = answer
  if (status !== 200) return failed(`is answered with the status ${status}`, status >= 500 || status === 429)
  // What people put on a site of others is no word of its owner's: such files come as text or as a download.
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(headers['content-type'] ?? '')) return failed('is no JSON')
  if (Buffer.byteLength(body) > mostBytes) return failed('is too long')
  const said = readObject(body)
  return said ? { kind: 'said', said, freshMs: freshMsOf(headers, clock) } : failed('is no JSON object')
}

const readObject = (text: string): JsonObject | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

/** RFC 9111 section 4.2.1, as a cache of our own. */
const freshMsOf = (headers: Readonly<Record<string, string | undefined>>, clock: Clock): number => {
  const control = headers['cache-control']?.toLowerCase() ?? ''
  const [, maxAge] = /(?:^|[\s,])max-age="?(\d{1,10})/.exec(control) ?? []
  const age = Number(/^\d{1,10}$/.exec(headers.age ?? '')?.[0] ?? 0)
  const bounded = (ms: number) => Math.min(longestMs, Math.max(shortestMs, ms))
  if (/(^|[\s,])no-(store|cache)\b/.test(control)) return shortestMs
  if (maxAge !== undefined) return bounded((Number(maxAge) - age) * 1000)
  if (headers.expires === undefined) return usualMs
  // A date that is none is in the past.
  const ends = Date.parse(headers.expires)
  return bounded(Number.isNaN(ends) ? 0 : ends - (Date.parse(headers.date ?? '') || clock.now()))
}
