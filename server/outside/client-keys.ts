// The public keys of clients, where they say they are: kept for a while, asked for again when a key is new.
import type { JsonObject } from '../model/user.ts'
import type { Clock } from './clock.ts'
import type { GuardedFetch } from './guarded-fetch.ts'

export interface ClientKeys {
  /** The keys at an address; empty where none can be had. With `kid`, asked for again where none has that name. */
  at(url: string, kid?: string): Promise<readonly JsonObject[]>
}

/** How long a copy is good. */
const keptMs = 10 * 60_000
/** Nobody makes us ask more often, with whatever names of keys. */
const pauseMs = 30_000
/** The oldest copy goes when there are more. */
const mostCopies = 1000
const mostKeys = 20

interface Copy {
  readonly askedAt: number
  readonly keys: Promise<readonly JsonObject[]>
}

export const createClientKeys = ({ fetch, clock }: { fetch: GuardedFetch; clock: Clock }): ClientKeys => {
  const copies = new Map<string, Copy>()

  const ask = (url: string): Copy => {
    const copy: Copy = { askedAt: clock.now(), keys: fetchKeys(fetch, url) }
    copies.delete(url)
    copies.set(url, copy)
    const [oldest] = copies.keys()
    if (copies.size > mostCopies && oldest !== undefined) copies.delete(oldest)
    return copy
  }

  return {
    at: async (url, kid) => {
      const age = (copy: Copy) => clock.now() - copy.askedAt
      const known = copies.get(url)
      const copy = known && age(known) >= 0 && age(known) < keptMs ? known : ask(url)
      const keys = await copy.keys
      const isThere = keys.length > 0 && (kid === undefined || keys.some((key) => key.kid === kid))
      if (isThere || age(copy) < pauseMs) return keys
      // Of many who miss a key at once one asks.
      const latest = copies.get(url)
      return (latest !== undefined && latest !== copy ? latest : ask(url)).keys
    },
  }
}

const fetchKeys = async (fetch: GuardedFetch, url: string): Promise<readonly JsonObject[]> => {
  const answer = await fetch(url)
  return answer.kind === 'answered' && answer.status === 200 ? readKeySet(answer.body) : []
}

const readKeySet = (text: string): readonly JsonObject[] => {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown }
    return Array.isArray(keys) ? keys.slice(0, mostKeys).filter(isObject) : []
  } catch {
    return []
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
