// The code of a sign-in: whom it is for, what it is bound to, and that it works once.
import type { Context } from '../../context.ts'
import { type AuthorizationCode, type byClientSecret, bySecretKey } from '../../model/authorization-code.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { type Policy, authorizationCodeSeconds } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { sha256 } from '../../outside/secrets.ts'
import { findCode, insertCode, nameSessionOfCode, useCode } from '../../storage/authorization-codes.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { endSession, lockUnlessEnded } from '../../storage/ended-sessions.ts'
import { lockUser } from '../../storage/users.ts'
import { record } from '../administration/audit.ts'
import { requireMemberOfOwner } from '../clients/client-members.ts'
import { lockUnchanged } from '../people/lock-unchanged.ts'
import { keyOfSession } from '../sessions/key-possession.ts'
import { type SignInMethod, type StartedSession, isBothFactors } from '../sessions/sessions.ts'
import { requireConsent } from './consents.ts'
import { resourceOf } from './resources.ts'
import { mayRefresh } from './scopes.ts'
import { startSignedInSession } from '../sign-in/sign-in.ts'

export interface CodeRequest {
  readonly environment: Environment
  /** Null where the environment alone says whose code it is. */
  readonly client: Client | null
  readonly user: User
  /** Checked already: see redirects.ts. */
  readonly redirectUri: string
  readonly codeChallenge: string
  readonly scope?: string | null
  readonly nonce?: string | null
  /** Who vouched for the person; absent for a password. */
  readonly provider?: string | null
  /** How they proved who they are, where a provider or a password does not say it. */
  readonly by?: SignInMethod | null
  /** When they did, where that is not just now. */
  readonly authenticatedAt?: number | null
  /** The browser's session at our pages in which they did. */
  readonly browserSessionId?: string | null
  /** What was asked for by `claims`, as it is kept. */
  readonly claims?: string | null
  /** The resource server that it is for. */
  readonly resource?: string | null
  /** Of the key whose proof the exchange needs. */
  readonly keyThumbprint?: string | null
  /** Absent or null where nobody was asked whether they allow it. */
  readonly demands?: AuthorizationRequest['demands']
}

/** RFC 7636 section 4.1: what both the verifier and the challenge are made of. */
const unreserved = /^[A-Za-z0-9._~-]{43,128}$/

/** The challenge of a request, or `invalid_request`: without one, or as `plain`, whoever sees the code could use it. */
export const requireCodeChallenge = (challenge: string | undefined, method: string | undefined): string => {
  if (challenge === undefined) throw new Failure('invalid_request', 'code_challenge: is missing')
  if (!unreserved.test(challenge)) {
    throw new Failure('invalid_request', 'code_challenge: must be 43 to 128 letters, digits, or . _ ~ -')
  }
  // RFC 7636 section 4.3: none means plain.
  if (method !== 'S256') throw new Failure('invalid_request', 'code_challenge_method: must be S256')
  return challenge
}

/**
 * A code for somebody who has just proved who they are: 256 bits, kept as a hash, good once and for a minute. Refused at
 * once with `access_denied` where the client could start no session for them; with `consent_required` where they have taken back what
 * they had allowed it; with `invalid_credentials`, or `user_inactive`
 * after a provider, where they were put out, the password changed or the address proven since `user` was read: that ends the codes
 * it sees.
 */
export const issueCode = (
  ctx: Context,
  policy: Policy,
  request: CodeRequest,
  outer: Database = ctx.db,
): Promise<string> =>
  transaction(outer, async (db) => {
    const { environment, client, user, provider = null } = request
    if (!(await lockUnchanged(db, user))) {
      throw new Failure(provider === null ? 'invalid_credentials' : 'user_inactive')
    }
    if (client) {
      await requireMemberOfOwner(db, client, user)
      const { scope = null, claims = null, demands = null, resource = null } = request
      await requireConsent(db, { client, user, scope, claims, demands, resource })
    }
    const code = ctx.ids.secret()
    const now = ctx.clock.now()
    await insertCode(db, {
      hash: sha256(code),
      environmentId: environment.id,
      clientId: client?.id ?? null,
      surface: policy.surface,
      userId: user.id,
      redirectUri: request.redirectUri,
      codeChallenge: request.codeChallenge,
      scope: request.scope ?? null,
      nonce: request.nonce ?? null,
      provider,
      createdAt: now,
      expiresAt: now + authorizationCodeSeconds * 1000,
      usedAt: null,
      sessionId: null,
      authenticatedBy: request.by ?? null,
      authenticatedAt: request.authenticatedAt ?? null,
      browserSessionId: request.browserSessionId ?? null,
      keyThumbprint: request.keyThumbprint ?? null,
      claims: request.claims ?? null,
      resource: request.resource ?? null,
    })
    return code
  })

export interface CodeExchange {
  readonly code: string
  /** Null where whoever asks has shown a secret instead. */
  readonly codeVerifier: string | null
  /** What stands in place of a challenge then; absent: the environment's secret key was shown. */
  readonly withoutVerifier?: typeof bySecretKey | typeof byClientSecret
  readonly environment: Environment
  readonly client: Client | null
  /** Must be that of the request, where the exchange repeats it. */
  readonly redirectUri?: string | undefined
  /** Of the key that whoever asks has proved to hold. */
  readonly keyThumbprint?: string | null
  /** The resource server that the exchange names. */
  readonly resource?: string | undefined
}

export interface RedeemedCode extends StartedSession {
  readonly user: User
  readonly code: AuthorizationCode
}

/** What a good code is exchanged for, in the transaction that uses it up. */
type Begin<Begun> = (db: Database, found: { readonly user: User; readonly code: AuthorizationCode }) => Promise<Begun>

/**
 * Exchanges a code for a session. It must come from the surface, environment and client it was made for, with the
 * verifier of its challenge. A code that comes back was copied: the session it started ends (RFC 6749 section 4.1.2).
 */
export const redeemCode = (ctx: Context, policy: Policy, exchange: CodeExchange): Promise<RedeemedCode> =>
  redeemCodeFor(ctx, policy, exchange, (db, found) => startSessionOfCode(ctx, db, policy, exchange, found))

/** As `redeemCode`, for what `begin` makes of it. */
export const redeemCodeFor = async <Begun extends object>(
  ctx: Context,
  policy: Policy,
  exchange: CodeExchange,
  begin: Begin<Begun>,
): Promise<Begun> => {
  const begun = await transaction(ctx.db, async (db) => {
    const found = await personOfCode(ctx, db, policy, exchange)
    return found && begin(db, found)
  })
  if (!begun) throw new Failure('invalid_authorization_code')
  return begun
}

/** How somebody proved who they are; where that was not kept, as far as it can be told. */
export const signInMethodOf = ({
  provider,
  authenticatedBy,
}: Pick<AuthorizationCode, 'provider' | 'authenticatedBy'>): SignInMethod =>
  (authenticatedBy as SignInMethod | null) ?? (provider === null ? 'password' : 'provider')

/** Whoever came by a second factor is not asked for one again where the sign-in ends. */
export const secondFactorOf = (by: SignInMethod): { readonly secondFactor?: 'passed' } =>
  isBothFactors(by) ? { secondFactor: 'passed' } : {}

/** The session that a code is good for. */
export const startSessionOfCode = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  { client, keyThumbprint = null, resource }: Pick<CodeExchange, 'client' | 'keyThumbprint' | 'resource'>,
  { user, code }: { readonly user: User; readonly code: AuthorizationCode },
): Promise<RedeemedCode> => {
  const by = signInMethodOf(code)
  // In the transaction that uses the code: a wrong one takes nothing from it.
  if (client) resourceOf(ctx, client, code.resource, resource)
  const started = await startSignedInSession(ctx, db, policy, {
    user,
    client,
    scope: code.scope,
    by: code.provider === null ? 'authorization_code' : 'provider',
    ...secondFactorOf(by),
    otherwise: 'invalid_authorization_code',
    // Without a refresh token nobody can use it for longer.
    seconds: mayRefresh(client, code) ? undefined : (client?.accessTokenSeconds ?? policy.accessSeconds),
    authenticated: {
      at: code.authenticatedAt,
      by,
      browserSessionId: code.browserSessionId,
      claims: code.claims,
      resource: code.resource,
      keyThumbprint: keyOfSession(client, keyThumbprint),
    },
  })
  await nameSessionOfCode(db, code.hash, started.session.id)
  return { ...started, user, code }
}

const personOfCode = async (
  ctx: Context,
  db: Database,
  policy: Policy,
  { code: secret, codeVerifier, withoutVerifier = bySecretKey, ...exchange }: CodeExchange,
): Promise<{ user: User; code: AuthorizationCode } | undefined> => {
  const { environment, client, redirectUri, keyThumbprint = null } = exchange
  const hash = sha256(secret)
  const known = await findCode(db, hash)
  const user = known && (await lockUser(db, { id: known.userId, environmentId: known.environmentId }))
  const code =
    codeVerifier === null || unreserved.test(codeVerifier)
      ? await useCode(db, {
          hash,
          environmentId: environment.id,
          clientId: client?.id ?? null,
          surface: policy.surface,
          codeChallenge: codeVerifier === null ? withoutVerifier : sha256(codeVerifier),
          redirectUri,
          keyThumbprint,
          now: ctx.clock.now(),
        })
      : undefined
  if (!code) {
    await endSessionOfUsedCode(ctx, db, hash)
    return undefined
  }
  // Whoever has signed out since lets nobody in by what was on its way.
  const isOver = code.browserSessionId !== null && !(await lockUnlessEnded(db, code.browserSessionId))
  return user?.status === 'active' && !isOver ? { user, code } : undefined
}

const endSessionOfUsedCode = async (ctx: Context, db: Database, hash: string): Promise<void> => {
  const used = await findCode(db, hash)
  if (!used?.sessionId) return
  const ended = await endSession(db, used.sessionId, ctx.clock.now(), 'authorization_code_reused')
  if (!ended) return
  await record(ctx, db, 'session.authorization_code_reused', {
    environmentId: used.environmentId,
    userId: used.userId,
    sessionId: used.sessionId,
  })
}
