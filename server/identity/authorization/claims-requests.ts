// The `claims` of an authorization request: single claims, for the ID token or for userinfo (OpenID Connect Core 1.0
// section 5.5).
import { Failure } from '../../model/failure.ts'
import { scopeOfClaim } from '../../model/openid-claims.ts'

/** What is kept of it. */
export interface ClaimsRequest {
  readonly idToken: readonly string[]
  readonly userinfo: readonly string[]
}

/** And what decides at once whether it can be met. */
export interface ReadClaims extends ClaimsRequest {
  /** Whoever signs in has to be this one. */
  readonly subject: string | null
  /** The authentication contexts one of which it has to be; null where any is good. */
  readonly contexts: readonly string[] | null
}

const nothing: ReadClaims = { idToken: [], userinfo: [], subject: null, contexts: null }

/** Reads it, or refuses with `invalid_request` what is no such object. Claims that nobody knows are left out. */
export const readClaims = (text: string | undefined): ReadClaims => {
  if (text === undefined) return nothing
  const asked = objectOf(parse(text))
  if (!asked) throw new Failure('invalid_request', 'claims: must be a JSON object')
  const idToken = objectOf(asked.id_token) ?? {}
  const { sub, acr } = { sub: objectOf(idToken.sub), acr: objectOf(idToken.acr) }
  const values = Array.isArray(acr?.values) ? (acr.values as unknown[]) : acr?.value === undefined ? null : [acr.value]
  return {
    idToken: known(idToken),
    userinfo: known(objectOf(asked.userinfo) ?? {}),
    subject: typeof sub?.value === 'string' ? sub.value : null,
    contexts: acr?.essential === true && values ? values.filter((value) => typeof value === 'string') : null,
  }
}

/** As it was kept with a session; nothing where it was not asked for. */
export const keptClaims = (text: string | null): ClaimsRequest =>
  text === null ? nothing : (JSON.parse(text) as ClaimsRequest)

const known = (asked: object): string[] => Object.keys(asked).filter((name) => Object.hasOwn(scopeOfClaim, name))

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const objectOf = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
