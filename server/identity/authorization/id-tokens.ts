// ID tokens: who has signed in, for the client that they signed in to (OpenID Connect Core 1.0 section 2).
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import { claimsOf, scopeOfClaim } from '../../model/openid-claims.ts'
import { policies } from '../../model/policies.ts'
import { wordsOf } from '../../model/scopes.ts'
import type { Session } from '../../model/session.ts'
import type { User } from '../../model/user.ts'
import { readSigned, signJwt } from '../../outside/jwt.ts'
import { sha256 } from '../../outside/secrets.ts'
import { keptClaims } from './claims-requests.ts'

/** How anybody is known to be who they are here: by one proof. */
export const authenticationContext = '1'

const idTokenSeconds = 3600

/** What a session says of how somebody signed in. */
export type IdTokenSession = Pick<
  Session,
  'scope' | 'claims' | 'createdAt' | 'authenticatedAt' | 'authenticatedBy' | 'browserSessionId'
>

interface IdTokenFor {
  readonly client: Client
  readonly user: User
  readonly session: IdTokenSession
  /** Of the request, where this is the answer to one; a refresh has none. */
  readonly nonce: string | null
  /** What comes with it, where something does. */
  readonly accessToken: string | null
  readonly code?: string | null
}

export const issueIdToken = async (
  ctx: Context,
  { client, user, session, nonce, accessToken, code = null }: IdTokenFor,
): Promise<string> => {
  const now = Math.floor(ctx.clock.now() / 1000)
  const byName = keptClaims(session.claims).idToken.filter((name) => mayKnow(client, name))
  // OpenID Connect Core 1.0 section 5.4: where nothing else comes, there is nothing to ask userinfo with.
  const asked = accessToken === null && code === null ? [...byName, ...claimsOfScope(session)] : byName
  const claims = {
    ...claimsOf(user, new Set(asked)),
    iss: ctx.config.publicUrl,
    sub: subjectOf(user),
    aud: client.id,
    azp: client.id,
    iat: now,
    exp: now + idTokenSeconds,
    auth_time: Math.floor((session.authenticatedAt ?? session.createdAt) / 1000),
    acr: authenticationContext,
    ...amrOf(session),
    ...(nonce !== null && { nonce }),
    ...(accessToken !== null && { at_hash: leftHalfOfHash(accessToken) }),
    ...(code !== null && { c_hash: leftHalfOfHash(code) }),
    ...(session.browserSessionId !== null && { sid: session.browserSessionId }),
  }
  return signJwt(claims, await ctx.keyring.signingKey(client.openid.idTokenAlg), 'JWT')
}

/** The methods of a sign-in, as RFC 8176 names them; a second factor may have come after a password or a provider. */
const amrOf = ({ authenticatedBy }: Pick<Session, 'authenticatedBy'>): { readonly amr?: readonly string[] } => {
  // A browser that is remembered has shown no second factor this time.
  if (authenticatedBy === 'password' || authenticatedBy === 'remembered_device') return { amr: ['pwd'] }
  if (authenticatedBy === 'second_factor') return { amr: ['otp', 'mfa'] }
  if (authenticatedBy === 'passkey') return { amr: ['pop', 'user', 'mfa'] }
  return {}
}

/** The claims of an ID token of ours, however old; undefined for any other text. */
export const readIdToken = async (
  ctx: Context,
  token: string,
): Promise<{ readonly subject: string; readonly clientId: string; readonly sessionId: string | null } | undefined> => {
  const claims = await readSigned(token, (kid) => ctx.keyring.anyPublicKey(kid), {
    issuer: ctx.config.publicUrl,
    typ: 'JWT',
  })
  if (typeof claims?.sub !== 'string' || typeof claims.aud !== 'string') return undefined
  return { subject: claims.sub, clientId: claims.aud, sessionId: typeof claims.sid === 'string' ? claims.sid : null }
}

/** How tokens name a user. */
export const subjectOf = ({ id }: Pick<User, 'id'>): string => `${policies.account.subjectPrefix}${id}`

/** The claims about the person that a session's client may read: by its scope, and by name. */
export const claimNamesOf = (client: Client | null, session: Pick<Session, 'scope' | 'claims'>): Set<string> => {
  const { claims } = session
  return new Set([
    ...claimsOfScope(session),
    ...keptClaims(claims).userinfo.filter((name) => client && mayKnow(client, name)),
  ])
}

const claimsOfScope = ({ scope }: Pick<Session, 'scope'>): string[] => {
  const granted = wordsOf(scope)
  return Object.entries(scopeOfClaim).flatMap(([name, word]) => (granted.includes(word) ? [name] : []))
}

/** By its name a client learns nothing that it could not ask for as a scope. */
const mayKnow = ({ scopes }: Client, name: string): boolean =>
  Object.hasOwn(scopeOfClaim, name) && scopes.includes(scopeOfClaim[name as keyof typeof scopeOfClaim])

/** OpenID Connect Core 1.0 section 3.1.3.6, for algorithms of SHA-256. */
const leftHalfOfHash = (token: string): string =>
  Buffer.from(sha256(token), 'base64url').subarray(0, 16).toString('base64url')
