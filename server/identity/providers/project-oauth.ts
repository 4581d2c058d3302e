// Sign-ins that end at an app's redirect URI with a code: by a provider, or on the project's own page.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { transaction } from '../../storage/database.ts'
import { isMoreAsked } from '../factors/required-factor.ts'
import { redeemCodeInSteps } from '../sign-in/sign-in-steps.ts'
import { type Challenged, issueTicket } from '../sign-in/tickets.ts'
import {
  type RedeemedCode,
  issueCode,
  requireCodeChallenge,
  secondFactorOf,
} from '../authorization/authorization-codes.ts'
import { requireProject } from '../administration/project.ts'
import { isCodeLink, keepForLink } from './link-by-code.ts'
import {
  type ProviderCallback,
  type ProviderStart,
  type StartedProviderFlow,
  finishProviderFlow,
  startProviderFlow,
} from './provider-flows.ts'
import { personOfProvider } from './provider-identities.ts'
import { type SignInMethod, type StartedSession, isBothFactors } from '../sessions/sessions.ts'
import type { Arrived } from '../sign-in/hosted-sign-in.ts'
import { startSignedInSession } from '../sign-in/sign-in.ts'
import { requireRedirectUri } from '../authorization/redirects.ts'

/** As it came: nothing of it is believed yet. */
export type ProjectCodeAsked = {
  readonly redirectUri: string
  readonly codeChallenge: string
}

/** Checked: whoever signs in may be sent there with a code. */
export interface ProjectCodeRequest extends ProjectCodeAsked {
  readonly environment: Environment
}

/** A request of the hosted page: what it ends with may be a code, or a browser's session where no challenge was sent. */
export const requireHostedRequest = async (
  ctx: Context,
  { redirectUri, codeChallenge }: { readonly redirectUri: string; readonly codeChallenge: string | undefined },
): Promise<Omit<ProjectCodeRequest, 'codeChallenge'> & { readonly codeChallenge: string | null }> => {
  if (codeChallenge !== undefined) return requireCodeRequest(ctx, { redirectUri, codeChallenge })
  const environment = await requireProject(ctx)
  return {
    environment,
    redirectUri: requireRedirectUri(environment.settings.allowedRedirectUrls, redirectUri),
    codeChallenge: null,
  }
}

/** A session for somebody who has just proved who they are on the page, in that browser. See `issueProjectCode`. */
export const startHostedSession = (ctx: Context, { user, by }: Arrived): Promise<StartedSession> =>
  transaction(ctx.db, (db) =>
    startSignedInSession(ctx, db, policies.project, { user, client: null, by, ...secondFactorOf(by) }),
  )

/** The request, if the project allows its redirect URI and the code can be bound to a verifier. */
export const requireCodeRequest = async (ctx: Context, asked: ProjectCodeAsked): Promise<ProjectCodeRequest> => {
  const environment = await requireProject(ctx)
  return {
    environment,
    redirectUri: requireRedirectUri(environment.settings.allowedRedirectUrls, asked.redirectUri),
    codeChallenge: requireCodeChallenge(asked.codeChallenge, 'S256'),
  }
}

/**
 * A code for somebody who has just proved who they are. Who has, or has to have, a second factor that was not asked for is told
 * `second_factor_required` at once: the code would open nothing.
 */
export const issueProjectCode = async (
  ctx: Context,
  request: ProjectCodeRequest,
  user: User,
  { provider = null, by = null }: { provider?: string | null; by?: SignInMethod | null } = {},
): Promise<string> => {
  if (!isBothFactors(by) && (await isMoreAsked(ctx.db, user))) throw new Failure('second_factor_required')
  return issueCode(ctx, policies.project, { ...request, client: null, user, provider, by })
}

export type SentToProvider =
  ({ readonly kind: 'sent' } & StartedProviderFlow) | { readonly kind: 'refused'; readonly failure: Failure }

/** Sends the person of a checked request to a provider. One that does not answer is the app's to know. */
export const sendToProvider = async (
  ctx: Context,
  { environment, redirectUri, codeChallenge }: ProjectCodeRequest,
  start: Pick<ProviderStart, 'provider' | 'callbackUrl' | 'hints'>,
): Promise<SentToProvider> => {
  try {
    const target = { redirectUri, codeChallenge }
    return { kind: 'sent', ...(await startProviderFlow(ctx, { ...start, environment, target })) }
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'provider_unavailable') throw error
    return { kind: 'refused', failure: error }
  }
}

export type CameFromProvider = { readonly redirectUri: string } & (
  | { readonly kind: 'code'; readonly code: string }
  /** Links an account there, in the session that began. */
  | { readonly kind: 'linked'; readonly code: string }
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** The page asks for a code of it, and goes on with the request. */
  | { readonly kind: 'second_factor'; readonly codeChallenge: string; readonly ticket: string }
)

const toldToApp: readonly Failure['code'][] = ['second_factor_required', 'user_inactive']

/** What the app gets for a person who is back. Throws where nobody may be sent on. */
export const answerFromProvider = async (ctx: Context, callback: ProviderCallback): Promise<CameFromProvider> => {
  const { environment, provider, target, result } = await finishProviderFlow(
    ctx,
    policies.project,
    callback,
    undefined,
    (_ctx, told, begun) => (isCodeLink(begun) ? keepForLink(ctx, told, begun) : personOfProvider(ctx, told)),
  )
  if (isCodeLink(target)) {
    const redirectUri = requireRedirectUri(environment.settings.allowedRedirectUrls, target.redirectUri)
    if ('refusal' in result) return { kind: 'refused', redirectUri, failure: result.refusal }
    if (result.linkCode !== undefined) return { kind: 'linked', redirectUri, code: result.linkCode }
  }
  // An address that was taken from the list meanwhile gets no code any more.
  const request = await requireCodeRequest(ctx, target as ProjectCodeAsked)
  if (request.environment.id !== environment.id) throw new Failure('provider_flow_invalid')
  const { redirectUri } = request
  if ('refusal' in result) return { kind: 'refused', redirectUri, failure: result.refusal }
  if (await isMoreAsked(ctx.db, result.user)) {
    const { ticket } = await issueTicket(ctx, ctx.db, policies.project, result.user)
    return { kind: 'second_factor', redirectUri, codeChallenge: request.codeChallenge, ticket }
  }
  try {
    return { kind: 'code', redirectUri, code: await issueProjectCode(ctx, request, result.user, { provider }) }
  } catch (error) {
    if (!(error instanceof Failure) || !toldToApp.includes(error.code)) throw error
    return { kind: 'refused', redirectUri, failure: error }
  }
}

/** A session for a code and its verifier. */
export const redeemProjectCode = async (
  ctx: Context,
  { code, codeVerifier }: { readonly code: string; readonly codeVerifier: string },
): Promise<({ readonly kind: 'signed_in'; readonly environment: Environment } & RedeemedCode) | Challenged> => {
  const environment = await requireProject(ctx)
  const redeemed = await redeemCodeInSteps(ctx, policies.project, { code, codeVerifier, environment, client: null })
  return redeemed.kind === 'challenged' ? redeemed : { ...redeemed, environment }
}
