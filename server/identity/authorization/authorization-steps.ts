// What comes next for a person that an app has sent here, until the app has its answer (OpenID Connect Core 1.0 section
// 3.1.2). Without `openid` in the scope it is the sign-in page each time.
import type { Context } from '../../context.ts'
import { isConfidential, isOwnClient } from '../../model/client.ts'
import { isProofRequired } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { policyOfClient } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import { isWithinReach } from '../clients/client-members.ts'
import { isMoreAsked } from '../factors/required-factor.ts'
import { findBrowserSession, startBrowserSession } from '../sessions/browser-sessions.ts'
import type { Arrived } from '../sign-in/hosted-sign-in.ts'
import { type SignInMethod, isBothFactors } from '../sessions/sessions.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import { type AuthorizationRefused, answerAuthorization, asFailure, triedAgain } from './answered-requests.ts'
import { keepForPage } from './pushed-requests.ts'
import { giveConsent, needsConsent, wordsAsked } from './consents.ts'
import { type FrontAnswer, answerInFront } from './front-channel.ts'
import { type FormProof, type PageShown, isAnswerOf, requireForm } from './forms.ts'
import { subjectOf } from './id-tokens.ts'

/** A page to show, or the answer. A session that began on the way is for the browser to keep. */
export type NextStep = (
  | { readonly kind: 'sign_in' }
  | { readonly kind: 'choose'; readonly user: User; readonly browserSessionId: string }
  | { readonly kind: 'consent'; readonly user: User; readonly browserSessionId: string; readonly words: string[] }
  | { readonly kind: 'code'; readonly code: string }
  /** Back to our own page where a device is let in. */
  | { readonly kind: 'device' }
  | FrontAnswer
  | AuthorizationRefused
) & { readonly started?: string }

/** What the person has done about this very request. */
interface Done {
  readonly signedIn?: boolean
  readonly chose?: boolean
  readonly allowed?: boolean
}

/** For a browser that has just come, with the cookie of its session where it has one. */
export const beginAuthorization = async (
  ctx: Context,
  request: AuthorizationRequest,
  cookie: string | undefined,
): Promise<NextStep> =>
  request.demands === null ? { kind: 'sign_in' } : proceed(ctx, request, await usableSession(ctx, request, cookie), {})

/** The page is done: somebody has proved who they are by all that was asked of them. */
export const goOnSignedIn = async (
  ctx: Context,
  request: AuthorizationRequest,
  { user, by, cookie }: Arrived & { readonly cookie: string | undefined },
): Promise<NextStep> => {
  const { environment, client } = request
  if (request.demands === null) return answerAuthorization(ctx, policyOfClient(client), request, { user, by })
  const started = await startBrowserSession(ctx, { user, by, replaces: cookie })
  const live = await findBrowserSession(ctx, started.cookie, environment)
  return { ...(await proceed(ctx, request, live, { signedIn: true })), started: started.cookie }
}

/** The person is back from a provider, which vouches for them. */
export const comeBackSignedIn = async (
  ctx: Context,
  request: AuthorizationRequest,
  user: User,
  cookie: string | undefined,
): Promise<
  | (NextStep & { readonly sessionId?: string })
  | { readonly kind: 'resume'; readonly requestUri: string; readonly started: string }
> => {
  try {
    const started = await startBrowserSession(ctx, { user, by: 'provider', replaces: cookie })
    // What comes next is a page, and pages are where the request is.
    if (
      request.isForDevice ||
      !isOwnClient(request.client) ||
      request.responseMode === 'form_post' ||
      request.responseType !== 'code'
    ) {
      const requestUri = await keepForPage(ctx, request, started.sessionId)
      return { kind: 'resume', requestUri, started: started.cookie }
    }
    const live = await findBrowserSession(ctx, started.cookie, request.environment)
    const step = await proceed(ctx, request, live, { signedIn: true })
    return { ...step, started: started.cookie, sessionId: started.sessionId }
  } catch (error) {
    return refused(request, asFailure(error))
  }
}

/** A page was answered that only who is signed in has got: to go on as they are, or to allow the app what it asks for. */
export const answerPage = async (
  ctx: Context,
  request: AuthorizationRequest,
  {
    form,
    pageToken,
    answer,
    cookie,
  }: { form: FormProof; pageToken: string | undefined; answer: string; cookie: string | undefined },
): Promise<NextStep> => {
  const session = requireForm(ctx, form)
  // Whoever says no needs not be signed in, and it is said to nobody but the app that they came from.
  if (answer === 'deny' && !request.isForDevice) return refused(request, new Failure('consent_denied'))
  const live = await usableSession(ctx, request, cookie)
  const step = answer === 'continue' || answer === 'other' ? 'choose' : 'consent'
  const shown = live && { form: session, browserSessionId: live.session.id, step, about: aboutRequest(request) }
  // Signed out meanwhile, or the page of somebody else: it begins anew.
  if (!shown || !isAnswerOf(ctx, shown as PageShown, pageToken)) return beginAuthorization(ctx, request, cookie)
  if (answer === 'other') return { kind: 'sign_in' }
  if (step === 'choose') return proceed(ctx, request, live, { signedIn: true, chose: true })
  if (answer !== 'allow') return refused(request, new Failure('consent_denied'))
  const { client, resource } = request
  await giveConsent(ctx, { client, user: live.user, words: wordsAsked(request), resource })
  return proceed(ctx, request, live, { signedIn: true, chose: true, allowed: true })
}

/** All of a request that an answer to one of its pages holds for. */
export const aboutRequest = (request: AuthorizationRequest): readonly unknown[] => {
  const { client, redirectUri, responseType, responseMode, state, scope, codeChallenge, nonce, claims, demands } =
    request
  return [
    client.id,
    redirectUri,
    responseType,
    responseMode,
    state,
    scope,
    codeChallenge,
    nonce,
    claims,
    demands,
    request.keyThumbprint,
    request.resource,
  ]
}

const proceed = async (
  ctx: Context,
  request: AuthorizationRequest,
  live: LiveSession | undefined,
  done: Done,
): Promise<NextStep> => {
  const { client } = request
  const { prompt, maxAgeSeconds, subject } = request.demands!
  const isSilent = prompt.includes('none')
  const hasSignedIn = done.signedIn === true || (live !== undefined && live.session.id === request.settledBy)
  if (!live || (!hasSignedIn && !isFresh(ctx, live, { prompt, maxAgeSeconds, subject }))) {
    return isSilent ? refused(request, new Failure('login_required')) : { kind: 'sign_in' }
  }
  const { user, session } = live
  // They have signed in, as somebody else than the app has asked for.
  if (subject !== null && subject !== subjectOf(user)) return refused(request, new Failure('login_required'))
  if (request.isForDevice) return { kind: 'device' }
  const browserSessionId = session.id
  if (prompt.includes('select_account') && !hasSignedIn) return { kind: 'choose', user, browserSessionId }
  const words = wordsAsked(request)
  const isAskedAgain =
    !done.allowed && !isOwnClient(client) && (prompt.includes('consent') || mayBeAnotherApp(ctx, request))
  if (isAskedAgain || (await needsConsent(ctx.db, { client, user, words, resource: request.resource }))) {
    return isSilent
      ? refused(request, new Failure('consent_required'))
      : { kind: 'consent', user, browserSessionId, words }
  }
  const person = {
    user,
    provider: session.authenticatedBy === 'provider' ? 'provider' : null,
    by: session.authenticatedBy as SignInMethod | null,
    authenticatedAt: session.authenticatedAt ?? session.createdAt,
    browserSessionId,
  }
  if (request.responseType !== 'code') return answerInFront(ctx, policyOfClient(client), request, person)
  return answerAuthorization(ctx, policyOfClient(client), request, person).catch((error: unknown) => {
    // The password was changed since, or a second factor came: the session at our pages is good for nobody.
    if (triedAgain.includes(asFailure(error).code)) return refused(request, new Failure('login_required'))
    throw error
  })
}

/**
 * Whether any app of the device may be the one that waits, under a name that is nobody's secret (RFC 8252 section 8.6): what was
 * allowed to one is not what another one gets unseen. In the sandbox a web client at http of this machine is a site that is being built.
 */
const mayBeAnotherApp = (
  { sandbox }: Pick<Context, 'sandbox'>,
  { client, redirectUri }: Pick<AuthorizationRequest, 'client' | 'redirectUri'>,
): boolean => {
  if (isConfidential(client) || redirectUri.startsWith('https:')) return false
  const isSite = client.openid.applicationType === 'web' && redirectUri.startsWith('http:')
  return sandbox === null || client.documentUntil !== null || !isSite
}

/** The browser's session, where its person may sign in to that client without being asked for more. */
export const usableSession = async (
  ctx: Context,
  { client, environment }: Pick<AuthorizationRequest, 'client' | 'environment'>,
  cookie: string | undefined,
): Promise<LiveSession | undefined> => {
  const live = await findBrowserSession(ctx, cookie, environment)
  if (!live || !(await isWithinReach(ctx.db, client, live.user))) return undefined
  // A session from before a second factor was switched on has ended; one of a provider may have begun without it.
  if (!isBothFactors(live.session.authenticatedBy) && (await isMoreAsked(ctx.db, live.user))) return undefined
  return isProofRequired(live.environment.settings) && live.user.emailVerifiedAt === null ? undefined : live
}

const isFresh = (
  ctx: Context,
  { session, user }: LiveSession,
  { prompt, maxAgeSeconds, subject }: NonNullable<AuthorizationRequest['demands']>,
): boolean => {
  const ageMs = ctx.clock.now() - (session.authenticatedAt ?? session.createdAt)
  const isYoung = maxAgeSeconds === null || (maxAgeSeconds > 0 && ageMs <= maxAgeSeconds * 1000)
  return !prompt.includes('login') && isYoung && (subject === null || subject === subjectOf(user))
}

const refused = (
  { environment, redirectUri, state, responseMode }: AuthorizationRequest,
  failure: Failure,
): AuthorizationRefused => ({
  kind: 'refused',
  environment,
  redirectUri,
  state,
  responseMode,
  failure,
})
