// ID tokens that a provider gave to an app on a device (OpenID Connect Core section 3.1.3.7), with no request of ours before them.
import { createHash } from 'node:crypto'
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose'
import type { JsonObject } from '../../model/user.ts'
import type { Clock } from '../clock.ts'
import { equal, sha256 } from '../secrets.ts'
import type { Fetch } from './bounded-fetch.ts'

interface Checked {
  readonly issuers: readonly string[]
  readonly nonce: string | undefined
  readonly keysAt: string
  readonly reach: Fetch
}

/** How far a provider's clock may be from ours. */
const skewSeconds = 60
/** Google's and Apple's live an hour and less; one that says more is not taken for longer. */
const longestSeconds = 3600
const keptMs = 10 * 60_000

/**
 * Reads those for the given clients: undefined where signature, issuer, audience, times or nonce are not as they must be. Keys are
 * kept for ten minutes, and asked for again where one is new, not oftener than the pause allows, whatever strangers send.
 */
export const createIdTokenReader = ({
  clock,
  audiences,
  pauseMs,
}: {
  readonly clock: Clock
  readonly audiences: readonly string[]
  readonly pauseMs: number
}) => {
  // An exchange has its own time: keys are fetched in that of whoever misses one.
  let keysReach: Fetch | undefined
  let keys: { readonly at: string; readonly find: ReturnType<typeof createRemoteJWKSet> } | undefined
  const keysOf = (at: string, reach: Fetch) => {
    const options = {
      cacheMaxAge: keptMs,
      cooldownDuration: pauseMs,
      [customFetch]: (url: string, init: RequestInit) => keysReach!(url, init),
    }
    keysReach = reach
    if (keys?.at !== at) keys = { at, find: createRemoteJWKSet(new URL(at), options) }
    return keys.find
  }

  return async (token: string, { issuers, nonce, keysAt, reach }: Checked) => {
    try {
      const { payload } = await jwtVerify(token, keysOf(keysAt, reach), {
        algorithms: ['RS256', 'ES256'],
        issuer: [...issuers],
        audience: [...audiences],
        requiredClaims: ['exp', 'iat', 'sub', 'aud'],
        maxTokenAge: longestSeconds,
        clockTolerance: skewSeconds,
        currentDate: new Date(clock.now()),
      })
      // One that is for others too may have come from them.
      if (Array.isArray(payload.aud) && payload.aud.length !== 1) return undefined
      if (!isNonce(payload.nonce, nonce)) return undefined
      return {
        claims: payload as JsonObject,
        // The signed part alone: a signature can be written in more than one way.
        fingerprint: sha256(`id token ${token.slice(0, token.lastIndexOf('.'))}`),
        endsAt: (payload.exp! + skewSeconds) * 1000,
      }
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw error
    }
  }
}

/** Everything but keys that could not be fetched, or not be read. */
const isRefusal = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC'

const hex = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Both have one, and it is the same, as it stands or hashed as Apple's libraries want it; or neither has one. */
const isNonce = (claimed: unknown, shown: string | undefined): boolean => {
  if (shown === undefined) return claimed === undefined
  return typeof claimed === 'string' && (equal(claimed, shown) || equal(claimed, hex(shown)))
}
