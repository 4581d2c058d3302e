// The sign-in page for an app that asks as a client: where its steps are, and what comes after it.
import type { Context } from '../../context.ts'
import type { AuthorizationRequest } from '../../model/authorization-request.ts'
import { checkAuthorization } from '../../identity/authorization/authorization-requests.ts'
import type { AuthorizationRefused } from '../../identity/authorization/answered-requests.ts'
import { type NextStep, goOnSignedIn } from '../../identity/authorization/authorization-steps.ts'
import type { HostedStep } from '../../identity/sign-in/hosted-sign-in.ts'
import { shownNameOf } from '../../model/client-documents.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { toAnswerUrl, toCode, toError, toErrorUrl } from '../authorization-answers.ts'
import { toBrowserCookie } from '../browser-cookie.ts'
import { toDeviceCookies } from '../device-cookie.ts'
import type { OperationId, Reply } from '../handle.ts'
import { type ShowStep, type SignInPage, type Typed, answerStep, showSignIn } from '../sign-in-pages.ts'
import { toFrontTokens } from './session-tokens.ts'
import { formForApp, showChooser, showConsent } from './authorization-pages.ts'
import {
  type AuthorizationQuery,
  clearedFormCookie,
  formCookie,
  fromAuthorizationQuery,
  toFormUrl,
  toLinks,
} from './authorization-views.ts'

/** A page that ends at the next step of an authorization request. */
export interface AuthorizationPage extends SignInPage<NextStep> {
  readonly asked: AuthorizationRequest
  readonly query: AuthorizationQuery
}

/** Speaks as the request wishes, however it came: what was pushed, or signed, stands in no query. */
export const inLanguagesOf = (ctx: Context, { uiLocales }: AuthorizationRequest): Context =>
  uiLocales === undefined ? ctx : { ...ctx, uiLocales }

export const toSignInPage = (
  asking: Context,
  {
    request: asked,
    query,
    cookie,
    email,
  }: {
    readonly request: AuthorizationRequest
    readonly query: AuthorizationQuery
    /** Of the browser's session at our pages. */
    readonly cookie: string | undefined
    readonly email?: string | undefined
  },
): AuthorizationPage => {
  const ctx = inLanguagesOf(asking, asked)
  const { connection: _, ...rest } = query
  const { client, environment, redirectUri } = asked
  const at = (step?: string) => toFormUrl(rest, step)
  // Whoever joins an account is invited to it, and signs up by that.
  const maySignUp = !environment.settings.disableSignUp && client.organizationId === null
  return {
    asked,
    query,
    ctx,
    surface: 'oauth',
    request: {
      environment,
      client,
      policy: policies.account,
      pageUrl: `${ctx.config.publicUrl}${toFormUrl({ ...rest, ...(email && { login_hint: email }) }, returnStep)}`,
      linkPage: linkPath,
      finish: (arrived) => goOnSignedIn(ctx, asked, { ...arrived, cookie }),
    },
    redirectUri,
    app: shownNameOf(client),
    urls: {
      signIn: at(),
      submitSignIn: at(),
      signUp: maySignUp ? at('/sign-up') : null,
      forgotPassword: at('/forgot-password'),
      resendVerification: at('/resend-verification'),
      secondFactor: at('/second-factor'),
      submitCode: null,
      cancel: asked.isForDevice ? null : at(),
      signInLink: at('/send-link'),
      passkey: at('/passkey'),
    },
    links: toLinks(client),
    providers: ctx.providers.connections.map(({ provider: { name, title } }) => ({
      name,
      title,
      url: toFormUrl({ ...rest, connection: name }),
    })),
    cookie: formCookie,
  }
}

const returnStep = '/return'
const linkPath = '/oauth2/authorize/link'

const nobodys: readonly Failure['code'][] = ['invalid_request', 'invalid_redirect_uri']

type Opened =
  | { readonly kind: 'page'; readonly page: AuthorizationPage }
  /** It is not as it should be; the authorization endpoint says so, to the app or here. */
  | { readonly kind: 'elsewhere'; readonly answer: { readonly status: 303; readonly headers: { Location: string } } }

/** A step of the page, if the request that it repeats is as it should be. */
export const openStep = async (
  ctx: Context,
  query: AuthorizationQuery,
  more: { readonly cookie?: string | undefined; readonly email?: string } = {},
): Promise<Opened> => {
  try {
    const checked = await checkAuthorization(ctx, { ...fromAuthorizationQuery(query), isFromPage: true })
    if (checked.kind === 'asked') {
      const { request } = checked
      return { kind: 'page', page: toSignInPage(ctx, { request, query, cookie: more.cookie, email: more.email }) }
    }
  } catch (error) {
    // Of a client, or an address, that nobody registered there is nothing to lead to.
    if (!(error instanceof Failure) || nobodys.includes(error.code)) throw error
  }
  return { kind: 'elsewhere', answer: { status: 303, headers: { Location: toFormUrl(query) } } }
}

/** The request that a mailed link leads back to; undefined where it is not one of these. */
export const requestOfReturn = (ctx: Context, url: string | null): AuthorizationQuery | undefined => {
  const { publicUrl } = ctx.config
  if (!url?.startsWith(`${publicUrl}/oauth2/authorize${returnStep}?`)) return undefined
  const { max_age, ...asked } = Object.fromEntries(new URL(url).searchParams)
  return { ...asked, ...(max_age !== undefined && { max_age: Number(max_age) }) } as AuthorizationQuery
}

/** What a form has led to. Which of all this an operation can answer is in its contract, and held there. */
export const goOn = async <K extends OperationId>(
  page: AuthorizationPage,
  step: HostedStep<NextStep>,
  typed: Typed,
  form: ShowStep,
): Promise<Reply<K>> =>
  (await answerStep(page, step, typed, form, async (next, device) => {
    const answer = await answerNext(page, next, true)
    const cookies = [...answer.cookies, ...toDeviceCookies('/oauth2', page.request.environment, device)]
    return { ...answer, cookies }
  })) as unknown as Reply<K>

/** Sends the browser on with its answer, or shows the page that is next. */
export const answerNext = async (page: AuthorizationPage, step: NextStep, isFormDone = false) => {
  const { ctx, asked, query } = page
  const started = step.started === undefined ? [] : [toBrowserCookie(step.started)]
  const shown = async (made: ReturnType<typeof showConsent> | ReturnType<ShowStep>) => {
    const { cookies, ...rest } = await made
    return { status: 200 as const, ...rest, cookies: [...cookies, ...started] }
  }
  switch (step.kind) {
    case 'sign_in':
      return shown(showSignIn(page, { email: asked.loginHint }))
    case 'choose':
      return shown(showChooser(ctx, asked, query, step))
    case 'consent':
      return shown(showConsent(ctx, asked, query, step))
    case 'device':
      return {
        status: 303 as const,
        headers: { Location: asked.redirectUri.slice(ctx.config.publicUrl.length) },
        cookies: [...started, ...(isFormDone ? [clearedFormCookie] : [])],
      }
    case 'code':
    case 'tokens':
    case 'refused': {
      const told = await toTold(ctx, asked, step)
      const cookies = [...started, ...(isFormDone ? [clearedFormCookie] : [])]
      return { ...(await tell(ctx, asked, told)), cookies }
    }
  }
}

const toTold = (
  ctx: Context,
  asked: AuthorizationRequest,
  step: Extract<NextStep, { kind: 'code' | 'tokens' | 'refused' }>,
) => {
  if (step.kind === 'refused') return toError(ctx, step)
  return step.kind === 'code' ? toCode(ctx, asked, step.code) : toFrontTokens(ctx, asked, step)
}

/** A redirect that turns a form's POST into a GET, so that no password travels on (RFC 9700 section 4.12); or a form. */
const tell = async (
  ctx: Context,
  request: Pick<AuthorizationRequest, 'environment' | 'redirectUri' | 'state' | 'responseMode'>,
  told: Readonly<Record<string, string | null>>,
) =>
  request.responseMode === 'form_post'
    ? { status: 200 as const, ...(await formForApp(ctx, request, told)) }
    : { status: 303 as const, headers: { Location: toAnswerUrl(request, told) } }

/** The app is told; of one that a link alone must not lead to, by the person, from a page that says what is wrong. */
export const tellRefused = (ctx: Context, refused: AuthorizationRefused) => {
  const { failure, environment, redirectUri, responseMode } = refused
  if (!refused.isHeld) return tell(ctx, { responseMode: 'query', ...refused }, toError(ctx, refused))
  // A form would need the page's policy to let it go there; nothing but a link is offered.
  const url = responseMode === 'form_post' ? undefined : toErrorUrl(ctx, refused)
  const host = new URL(redirectUri).host || redirectUri.split(':')[0]!
  throw new Failure(failure.code, failure.detail, {
    environmentId: environment.id,
    ...(url !== undefined && { onward: { url, host } }),
    cause: failure,
  })
}

/** What ties a form to the browser that it was shown to. */
export const proofOf = (
  cookies: { readonly sign_in_form?: string },
  { form_token: token }: { readonly form_token: string },
) => ({ session: cookies.sign_in_form, token })
