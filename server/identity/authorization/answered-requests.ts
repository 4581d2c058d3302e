// What becomes of a request once somebody has answered its page.
import type { Context } from '../../context.ts'
import type { AuthorizationRequest, ResponseMode } from '../../model/authorization-request.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import { transaction } from '../../storage/database.ts'
import { issueCode } from './authorization-codes.ts'
import { usePushed } from './pushed-requests.ts'

/** The same where no client is named, and the environment alone says whose request it is. */
export type CodeRequested = Omit<
  AuthorizationRequest,
  'client' | 'responseType' | 'responseMode' | 'claims' | 'keyThumbprint' | 'resource' | 'demands'
> & {
  readonly client: Client | null
} & Partial<
    Pick<AuthorizationRequest, 'responseType' | 'responseMode' | 'claims' | 'keyThumbprint' | 'resource' | 'demands'>
  >

/** What the app is told instead of a code, at its own redirect URI. */
export interface AuthorizationRefused {
  readonly kind: 'refused'
  readonly environment: Environment
  readonly redirectUri: string
  readonly state: string | null
  readonly responseMode?: ResponseMode | undefined
  readonly failure: Failure
  /** The browser may not go straight on to it: a page of ours stands between. */
  readonly isHeld?: boolean
}

/** What a person may put right on the page, so that the app is not told. */
export const triedAgain: readonly Failure['code'][] = [
  'invalid_credentials',
  'csrf_mismatch',
  'email_not_verified',
  'second_factor_required',
]

/** The code for somebody who has proved who they are, or what the app is told instead. */
export const answerAuthorization = async (
  ctx: Context,
  policy: Policy,
  request: CodeRequested,
  person: Pick<Parameters<typeof issueCode>[2], 'user' | 'provider' | 'by' | 'authenticatedAt' | 'browserSessionId'>,
): Promise<{ readonly kind: 'code'; readonly code: string } | AuthorizationRefused> => {
  try {
    const { pushedUri } = request
    if (pushedUri === undefined) return { kind: 'code', code: await issueCode(ctx, policy, { ...request, ...person }) }
    return await transaction(ctx.db, async (db) => {
      await usePushed(db, pushedUri)
      return { kind: 'code', code: await issueCode(ctx, policy, { ...request, ...person }, db) }
    })
  } catch (error) {
    const { environment, redirectUri, state, responseMode } = request
    const failure = asFailure(error)
    if (triedAgain.includes(failure.code)) throw failure
    return { kind: 'refused', environment, redirectUri, state, responseMode, failure }
  }
}

export const asFailure = (error: unknown): Failure => {
  if (error instanceof Failure) return error
  throw error
}
