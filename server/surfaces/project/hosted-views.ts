// The pages of the project's own sign-in, as answers.
import { type Refusal, errors } from '../../../generated/errors.ts'
import type { Context } from '../../context.ts'
import { startForm } from '../../identity/authorization/forms.ts'
import type { HostedRequest } from '../../identity/sign-in/hosted-sign-in.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import type { EmailMethod } from '../../model/environment.ts'
import type { Failure } from '../../model/failure.ts'
import {
  type Hosted,
  type PasswordRules,
  hostedForgot,
  hostedReset,
  hostedSignIn,
  hostedSignUp,
  hostedVerify,
} from '../../pages/hosted.ts'
import { brandedPage } from '../branded-pages.ts'
import { toDestination } from '../destinations.ts'
import { toAuthUrl } from './provider-urls.ts'

export interface HostedQuery {
  readonly redirect: string
  readonly client_type?: string
  readonly code_challenge: string
}

/** What is to be shown, and to whom. */
export interface Showing {
  readonly ctx: Context
  readonly query: HostedQuery
  readonly request: HostedRequest
  /** What the person typed before. */
  readonly email?: string
  readonly name?: string
  readonly failure?: Failure
  readonly note?: string
}

const toQuery = ({ redirect, client_type, code_challenge }: HostedQuery): string =>
  withQuery('', { redirect, client_type, code_challenge })

/** The page again, for links in mails. */
export const toPageUrl = (ctx: Context, query: HostedQuery): string =>
  `${ctx.config.publicUrl}/auth/sign-in${toQuery(query)}`

/** The status of a form that is shown again. */
export const toStatus = ({ code }: Failure) => errors.project[code].status as 400 | 401 | 403 | 409 | 429

const words: Partial<Record<Failure['code'], string>> = {
  invalid_credentials: 'The email or the password is wrong.',
  invalid_code: 'The code is wrong or does not work any more. Check it, or ask for a new one.',
  user_exists: 'This email already has an account. Sign in instead.',
  sign_up_disabled: 'New accounts cannot be made here.',
  second_factor_required: 'Your account asks for a code of an authenticator app, which this page does not take.',
}

/** What is wrong, for a person: the surface's own sentences are for developers. */
const toProblem = (ctx: Context, { code, detail }: Failure): string => {
  if (code === 'too_many_requests') {
    const minutes = Math.ceil((ctx.spent.tightest()?.resetSeconds ?? 60) / 60)
    return `Too many tries. Try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
  }
  return words[code] ?? `${(detail ?? errors.project[code].body.message).replace(/\.$/, '')}.`
}

const show = async ({ ctx, query, request, failure, note }: Showing, page: (hosted: Hosted) => string) => {
  const { session, token } = startForm(ctx)
  const said: Refusal | undefined = failure && errors.project[failure.code]
  const { name: destination, source } = toDestination(request.redirectUri)
  const problem = failure && toProblem(ctx, failure)
  const { type, headers, body } = await brandedPage(ctx, request.environment, [source], (look) =>
    page({ look, query: toQuery(query), token, destination, problem, note }),
  )
  return {
    type,
    headers: {
      ...headers,
      ...said?.headers,
      ...(failure?.code === 'too_many_requests' && { 'Retry-After': String(ctx.spent.tightest()?.resetSeconds ?? 60) }),
    },
    cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }],
    body,
  }
}

const providersOf = ({ ctx, query }: Showing) =>
  ctx.providers.connections.map(({ provider }) => ({
    title: provider.title,
    url: toAuthUrl(ctx, provider.name, { redirect_uri: query.redirect, code_challenge: query.code_challenge }),
  }))

const rulesOf = ({ request }: Showing): PasswordRules => {
  const { settings } = request.environment
  return {
    minLength: settings.passwordMinLength,
    number: settings.requireNumber,
    lowercase: settings.requireLowercase,
    uppercase: settings.requireUppercase,
    special: settings.requireSpecialChar,
  }
}

export const showSignIn = (showing: Showing) =>
  show(showing, (hosted) =>
    hostedSignIn(hosted, {
      email: showing.email ?? '',
      providers: providersOf(showing),
      maySignUp: !showing.request.environment.settings.disableSignUp,
    }),
  )

export const showSignUp = (showing: Showing) =>
  show(showing, (hosted) =>
    hostedSignUp(hosted, {
      email: showing.email ?? '',
      name: showing.name ?? '',
      rules: rulesOf(showing),
      providers: providersOf(showing),
    }),
  )

interface Mailed {
  readonly email: string
  readonly method: EmailMethod
}

export const showVerify = (showing: Showing, { email, method }: Partial<Mailed> = {}) =>
  show(showing, (hosted) =>
    hostedVerify(hosted, {
      email: email ?? showing.email ?? '',
      method: method ?? showing.request.environment.settings.verifyEmailMethod,
    }),
  )

export const showForgot = (showing: Showing) =>
  show(showing, (hosted) => hostedForgot(hosted, { email: showing.email ?? '' }))

export const showReset = (showing: Showing, { email, method }: Partial<Mailed> = {}) =>
  show(showing, (hosted) =>
    hostedReset(hosted, {
      email: email ?? showing.email ?? '',
      method: method ?? showing.request.environment.settings.resetPasswordMethod,
      rules: rulesOf(showing),
    }),
  )

const formCookie = { name: 'hosted_form', path: '/auth', sameSite: 'Strict', httpOnly: true } as const

export const clearedFormCookie = { ...formCookie, value: '', maxAge: 0 }
