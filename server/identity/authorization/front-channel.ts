// What comes back by the browser itself: a code with tokens beside it, or tokens alone (OpenID Connect Core 1.0 sections 3.2
// and 3.3).
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type Policy } from '../../model/policies.ts'
import type { Session } from '../../model/session.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import type { SignInMethod } from '../sessions/sessions.ts'
import { startSignedInSession } from '../sign-in/sign-in.ts'
import { issueCode, secondFactorOf, signInMethodOf } from './authorization-codes.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import { type AuthorizationRefused, asFailure, triedAgain } from './answered-requests.ts'
import type { IdTokenSession } from './id-tokens.ts'
import { requireConsent } from './consents.ts'
import { usePushed } from './pushed-requests.ts'

/** What the app is to get: which of the three its response type says. */
export interface FrontAnswer {
  readonly kind: 'tokens'
  readonly user: User
  readonly code: string | null
  /** Of the access token. */
  readonly session: Session | null
  /** Of the ID token. */
  readonly identified: IdTokenSession | null
}

export interface SignedInPerson {
  readonly user: User
  readonly provider: string | null
  readonly by: SignInMethod | null
  readonly authenticatedAt: number
  readonly browserSessionId: string
}

/** An access token that goes by the browser has a session of its own, which nobody can refresh. */
export const answerInFront = async (
  ctx: Context,
  policy: Policy,
  request: AuthorizationRequest,
  person: SignedInPerson,
): Promise<FrontAnswer | AuthorizationRefused> => {
  const { client, environment, redirectUri, state, responseMode } = request
  const words = request.responseType.split(' ')
  const by = signInMethodOf({ provider: person.provider, authenticatedBy: person.by })
  const { user, authenticatedAt, browserSessionId } = person
  const identified: IdTokenSession = {
    scope: request.scope,
    claims: request.claims,
    createdAt: authenticatedAt,
    authenticatedAt,
    authenticatedBy: by,
    browserSessionId,
  }
  try {
    return await transaction(ctx.db, async (db) => {
      await usePushed(db, request.pushedUri)
      const code = words.includes('code') ? await issueCode(ctx, policy, { ...request, ...person }, db) : null
      const started = words.includes('token')
        ? await startSignedInSession(ctx, db, policy, {
            user,
            client,
            scope: request.scope,
            by: 'authorization_code',
            ...secondFactorOf(by),
            otherwise: 'invalid_credentials',
            seconds: client.accessTokenSeconds ?? policy.accessSeconds,
            authenticated: {
              at: authenticatedAt,
              by,
              browserSessionId,
              claims: request.claims,
              resource: request.resource,
              keyThumbprint: null,
            },
          })
        : null
      // Who gets a code has been asked by it.
      if (!code) await requireConsent(db, { ...request, user })
      const session = started?.session ?? null
      return { kind: 'tokens', user, code, session, identified: words.includes('id_token') ? identified : null }
    })
  } catch (error) {
    const failure = asFailure(error)
    const told = triedAgain.includes(failure.code) ? new Failure('login_required') : failure
    return { kind: 'refused', environment, redirectUri, state, responseMode, failure: told }
  }
}
