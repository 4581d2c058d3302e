// The project's sign-in page: where its steps are, and that it ends at the app with a code.
import type { Context } from '../../context.ts'
import type { HostedStep } from '../../identity/sign-in/hosted-sign-in.ts'
import { issueProjectCode, requireHostedRequest, startHostedSession } from '../../identity/providers/project-oauth.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { toDeviceCookies } from '../device-cookie.ts'
import type { OperationId, Reply } from '../handle.ts'
import { type ShowStep, type SignInPage, type Typed, answerStep } from '../sign-in-pages.ts'
import { toAuthUrl } from './provider-urls.ts'
import { toCodeUrl } from './redirects.ts'
import { isWeb, toRefreshCookie } from './views.ts'

export interface HostedQuery {
  readonly redirect: string
  readonly client_type?: string
  readonly code_challenge?: string
  readonly ui_locales?: string
}

/** What the page ends with. */
export type HostedEnd =
  { readonly kind: 'code'; readonly code: string } | { readonly kind: 'session'; readonly started: StartedSession }

const formCookie = { name: 'hosted_form', path: '/auth', sameSite: 'Strict', httpOnly: true } as const

/** Where a step is, by the paths that published libraries know. */
export const toStep = async (ctx: Context, path: string, query: HostedQuery) => {
  await openStep(ctx, query)
  const { redirect, client_type, code_challenge, ui_locales } = query
  const Location = withQuery(`${ctx.config.publicUrl}${path}`, { redirect, client_type, code_challenge, ui_locales })
  return { status: 303 as const, headers: { Location } }
}

/** What is asked for, if the project allows it. */
export const openStep = async (ctx: Context, query: HostedQuery): Promise<SignInPage<HostedEnd>> => {
  const { redirect, client_type, code_challenge, ui_locales } = query
  // A cookie is of use to a browser alone.
  if (code_challenge === undefined && !isWeb(client_type)) {
    throw new Failure('invalid_request', 'code_challenge: is missing')
  }
  const asked = await requireHostedRequest(ctx, { redirectUri: redirect, codeChallenge: code_challenge })
  const { codeChallenge } = asked
  const at = (path: string) => withQuery(path, { redirect, client_type, code_challenge, ui_locales })
  const { environment } = asked
  return {
    ctx,
    surface: 'project',
    request: {
      environment,
      client: null,
      policy: policies.project,
      pageUrl: `${ctx.config.publicUrl}${at('/auth/sign-in')}`,
      linkPage: null,
      finish: async ({ user, by }) =>
        codeChallenge === null
          ? { kind: 'session', started: await startHostedSession(ctx, { user, by }) }
          : { kind: 'code', code: await issueProjectCode(ctx, { ...asked, codeChallenge }, user, { by }) },
    },
    redirectUri: asked.redirectUri,
    app: null,
    urls: {
      signIn: at('/auth/sign-in'),
      submitSignIn: at('/auth/hosted/sign-in'),
      signUp: environment.settings.disableSignUp ? null : at('/auth/hosted/sign-up'),
      forgotPassword: at('/auth/hosted/forgot-password'),
      resendVerification: at('/auth/hosted/resend-verification'),
      secondFactor: at('/auth/hosted/second-factor'),
      submitCode: { verification: at('/auth/hosted/verify'), newPassword: at('/auth/hosted/reset-password') },
      cancel: null,
      signInLink: null,
      passkey: at('/auth/hosted/passkey'),
    },
    links: [],
    providers:
      codeChallenge === null
        ? []
        : ctx.providers.connections.map(({ provider: { name, title } }) => ({
            name,
            title,
            url: toAuthUrl(ctx, name, { redirect_uri: redirect, code_challenge: codeChallenge }),
          })),
    cookie: formCookie,
  }
}

/** What a form has led to. Which of all this an operation can answer is in the contract, and held there. */
export const goOn = async <K extends OperationId>(
  page: SignInPage<HostedEnd>,
  step: HostedStep<HostedEnd>,
  typed: Typed,
  form: ShowStep,
): Promise<Reply<K>> => {
  const answer = await answerStep(page, step, typed, form, (end, device) => ({
    // The form's POST becomes a GET, so that no password travels on (RFC 9700 section 4.12).
    status: 303 as const,
    headers: { Location: end.kind === 'code' ? toCodeUrl(page.redirectUri, end.code) : page.redirectUri },
    cookies: [
      { ...formCookie, value: '', maxAge: 0 },
      ...(end.kind === 'session' ? [toRefreshCookie(end.started)] : []),
      ...toDeviceCookies('/auth', page.request.environment, device),
    ],
  }))
  return answer as unknown as Reply<K>
}

/** What ties the form to the browser that it was shown to. */
export const proofOf = (
  cookies: { readonly hosted_form?: string },
  { form_token: token }: { readonly form_token: string },
) => ({
  session: cookies.hosted_form,
  token,
})
