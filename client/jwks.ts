// The service's public keys, as a resource server keeps them (RFC 7517).
import { type JWK, importJWK } from 'jose'

/** A key of WebCrypto, by the runtime's own types. */
export type CryptoKey = Awaited<ReturnType<typeof globalThis.crypto.subtle.importKey>>

export interface JwksClient {
  /**
   * The public key with this id. Rejects when there is none, or when the keys are out of reach and those from before are
   * older than five minutes.
   */
  getKey(kid: string): Promise<CryptoKey>
  /** The next `getKey` asks for fresh keys, if the last question is ten seconds ago. */
  invalidate(): void
}

export interface JwksClientOptions {
  /** The global `fetch` by default. */
  readonly fetch?: typeof fetch
  /** Milliseconds of a clock that never goes back; the machine's own by default. */
  readonly now?: () => number
}

const keptMs = 5 * 60_000
/** Failed questions count too: whoever sends tokens with made-up key ids must not make us flood the service. */
const pauseMs = 10_000
const deadlineMs = 5000

/** Asks `url` for keys when the first one is needed, and then keeps them for five minutes. */
export const createJwksClient = (url: string | URL, options: JwksClientOptions = {}): JwksClient => {
  const now = options.now ?? (() => performance.now())
  let keys = new Map<string, CryptoKey>()
  let fetchedAt = -Infinity
  let askedAt = -Infinity
  let isDoubtful = false
  let asking: Promise<void> | undefined

  const ask = async (): Promise<void> => {
    askedAt = now()
    isDoubtful = false
    const send = options.fetch ?? globalThis.fetch
    const answer = await send(url, { signal: AbortSignal.timeout(deadlineMs) })
    if (!answer.ok) throw new Error(`The key set answered ${answer.status}`)
    keys = await readKeys(await answer.json())
    fetchedAt = askedAt
  }

  /** One question for all who wait. */
  const askOnce = (): Promise<void> =>
    (asking ??= ask().finally(() => {
      asking = undefined
    }))

  const isFresh = () => now() - fetchedAt < keptMs
  const mayAsk = () => asking !== undefined || now() - askedAt >= pauseMs

  return {
    getKey: async (kid) => {
      if (!isFresh() || isDoubtful || !keys.has(kid)) {
        // Where keys are only doubted, they serve on until there are others.
        if (mayAsk()) await askOnce().catch((error: unknown) => (isFresh() ? undefined : Promise.reject(error)))
      }
      const key = isFresh() ? keys.get(kid) : undefined
      if (!key) throw new Error(`There is no key ${kid.slice(0, 80)}`)
      return key
    },
    invalidate: () => {
      isDoubtful = true
    },
  }
}

/** Those that sign access tokens; whatever else is in the set is left alone. */
const readKeys = async (answer: unknown): Promise<Map<string, CryptoKey>> => {
  const listed = (answer as { keys?: unknown } | null)?.keys
  if (!Array.isArray(listed)) throw new Error('The answer is not a key set')
  const signing = (listed as (JWK | null)[]).filter(
    (key): key is JWK & { kid: string } =>
      key?.kty === 'EC' && key.crv === 'P-256' && key.alg === 'ES256' && typeof key.kid === 'string',
  )
  const imported = signing.map(async ({ kid, kty, crv, x, y }): Promise<[string, CryptoKey]> => {
    const key = await importJWK({ kty, crv, x, y }, 'ES256')
    return [kid, key as CryptoKey]
  })
  return new Map(await Promise.all(imported))
}

/** The same with `new`, as the guides write it. */
export const JWKSClient = function (url: string | URL, options?: JwksClientOptions) {
  return createJwksClient(url, options)
} as {
  (url: string | URL, options?: JwksClientOptions): JwksClient
  new (url: string | URL, options?: JwksClientOptions): JwksClient
}
