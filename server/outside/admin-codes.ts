// Authorization codes of administrators: JWTs of an issuer that this service was told to trust.
import {
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
} from 'jose'
import type { Clock } from './clock.ts'

/** Whom a good code stands for. */
export interface AdminCode {
  /** Of this code alone, among all of this issuer. */
  readonly id: string
  readonly issuer: string
  readonly subject: string
  readonly email: string
}

export interface AdminCodes {
  /** The code's content; undefined for any other text, whatever is wrong with it. Rejects when no keys can be had. */
  read(code: string): Promise<AdminCode | undefined>
}

export interface AdminCodeOptions {
  readonly issuer: string
  readonly audience: string
  /** Where the keys are, or what they are. */
  readonly keys: URL | (() => Promise<JSONWebKeySet>)
  readonly clock: Clock
}

/** Asymmetric ones alone: whoever verifies must not be able to sign (RFC 8725 section 3.1). */
const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519']

/** How long a code is good at most, whatever it says of itself. */
export const adminCodeSeconds = 600

export const createAdminCodes = ({ issuer, audience, keys, clock }: AdminCodeOptions): AdminCodes => {
  const remote = keys instanceof URL ? createRemoteJWKSet(keys, { timeoutDuration: 5000 }) : undefined
  const keyOf = async (): Promise<JWTVerifyGetKey> =>
    remote ?? createLocalJWKSet(await (keys as () => Promise<JSONWebKeySet>)())

  return {
    read: async (code) => {
      try {
        const { payload } = await jwtVerify(code, await keyOf(), {
          algorithms,
          issuer,
          audience,
          requiredClaims: ['exp', 'iat', 'jti', 'sub'],
          maxTokenAge: adminCodeSeconds,
          clockTolerance: 5,
          currentDate: new Date(clock.now()),
        })
        const { jti, sub, email } = payload
        const isWhole = isText(jti) && isText(sub) && isText(email)
        return isWhole ? { id: jti, issuer, subject: sub, email } : undefined
      } catch (error) {
        if (isFaultOfCode(error)) return undefined
        throw error
      }
    },
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 254

/** Keys that cannot be fetched are no fault of the code. */
const isFaultOfCode = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'].includes(error.code)
