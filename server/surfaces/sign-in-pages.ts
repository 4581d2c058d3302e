// The sign-in page, as answers. Two surfaces have it, and it is one: they differ by where its steps are and what an app gets.
import { type Refusal, errors } from '../../generated/errors.ts'
import type { Cookie } from '../../generated/operations.ts'
import type { Context } from '../context.ts'
import { startForm } from '../identity/authorization/forms.ts'
import { passkeyRequest } from '../identity/sign-in/passkey.ts'
import { methodOf } from '../identity/proofs/proof-mails.ts'
import type { HostedRequest, HostedStep } from '../identity/sign-in/hosted-sign-in.ts'
import { askedByTicket } from '../identity/sign-in/second-step.ts'
import type { EmailMethod } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import { limitHeaders } from '../model/limits.ts'
import { hostedForgot, hostedLink, hostedReset, hostedSignIn, hostedSignUp, hostedVerify } from '../pages/hosted.ts'
import type { HostedStepPage, HostedUrls, ProviderLink } from '../pages/hosted-parts.ts'
import type { AppLink } from '../pages/consent.ts'
import { hostedEnrolment, hostedSecondFactor } from '../pages/hosted-second-factor.ts'
import type { PlainKey } from '../pages/texts.ts'
import { brandedPage } from './branded-pages.ts'
import { toDestination, toSource } from './destinations.ts'
import { toPasswordRules } from './password-rules.ts'
import { toProblem } from './problems.ts'

/** An app's request, as its sign-in page has it. */
export interface SignInPage<Done> {
  readonly ctx: Context
  /** Whose words refusals have for programs. */
  readonly surface: 'oauth' | 'project'
  readonly request: HostedRequest<Done>
  readonly redirectUri: string
  /** How the app is called, where it is not the application itself. */
  readonly app: string | null
  readonly urls: HostedUrls
  readonly providers: readonly ProviderLink[]
  /** Of the app's makers. */
  readonly links: readonly AppLink[]
  /** Ties its forms to the browser. */
  readonly cookie: Omit<Cookie, 'value' | 'maxAge'>
}

/** What the person typed before, and what came of it. */
export interface Typed {
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly ticket?: string | undefined
  readonly failure?: Failure
  readonly note?: PlainKey
}

/** One step, with a form that only this browser can send. */
const show = async <Done>(
  page: SignInPage<Done>,
  { failure, note }: Typed,
  make: (hosted: HostedStepPage) => string,
) => {
  const { ctx, surface, request, redirectUri, urls, cookie } = page
  const { session, token } = startForm(ctx)
  const said: Refusal | undefined = failure && errors[surface][failure.code]
  const { environment, client, policy } = request
  const passkey = urls.passkey !== null && {
    url: urls.passkey,
    request: JSON.stringify(passkeyRequest(ctx, policy, { environment, client, holder: session })),
  }
  const { type, headers, body } = await brandedPage(ctx, request.environment, [toSource(redirectUri)], (look) =>
    make({
      look,
      urls,
      token,
      destination: toDestination(redirectUri, look),
      problem: failure && toProblem(surface, look, failure),
      note: note && look.say(note),
      passkey,
    }),
  )
  return {
    type,
    headers: {
      ...headers,
      ...said?.headers,
      ...(failure?.limit && { 'Retry-After': String(failure.limit.resetSeconds), ...limitHeaders(failure.limit) }),
    },
    cookies: [{ ...cookie, value: session, maxAge: 60 * 60 }],
    body,
  }
}

const rulesOf = ({ request }: SignInPage<unknown>) => toPasswordRules(request.environment.settings)

/** Shows a step of a page to somebody who has typed that. */
export type ShowStep = <Done>(page: SignInPage<Done>, typed: Typed) => ReturnType<typeof show>

export const showSignIn: ShowStep = (page, typed) =>
  show(page, typed, (hosted) =>
    hostedSignIn(hosted, { email: typed.email ?? '', app: page.app, providers: page.providers, links: page.links }),
  )

/** Where nobody new may join there is no such form: the sign-in page says why. */
export const showSignUp: ShowStep = (page, typed) =>
  page.urls.signUp === null
    ? showSignIn(page, typed)
    : show(page, typed, (hosted) =>
        hostedSignUp(hosted, {
          email: typed.email ?? '',
          name: typed.name ?? '',
          rules: rulesOf(page),
          providers: page.providers,
        }),
      )

/** Why nobody new may join here; undefined where they may. */
export const whyClosed = ({ urls, request }: SignInPage<unknown>): Failure | undefined => {
  if (urls.signUp !== null) return undefined
  return new Failure(request.environment.settings.disableSignUp ? 'sign_up_disabled' : 'access_denied')
}

export const showForgot: ShowStep = (page, typed) =>
  show(page, typed, (hosted) => hostedForgot(hosted, { email: typed.email ?? '' }))

/** What the ticket asks for. One that is not good any more leads back to where one is got. */
export const showSecondFactor: ShowStep = async (page, typed) => {
  if (typed.failure?.code === 'invalid_mfa_token') return showSignIn(page, typed)
  const { ticket = '' } = typed
  const { policy, environment } = page.request
  const asked = await askedByTicket(page.ctx, policy, { environment, ticket })
  const passkey = JSON.stringify(asked.passkey)
  return show(page, typed, (hosted) =>
    asked.kind === 'enrolment'
      ? hostedEnrolment(hosted, { ticket, enrolment: asked.enrolment, passkey })
      : hostedSecondFactor(hosted, {
          ticket,
          code: asked.code,
          passkey: asked.passkey && passkey,
          days: environment.settings.rememberDeviceDays,
        }),
  )
}

const mailed = (page: SignInPage<unknown>, purpose: 'verify_email' | 'reset_password', typed: Typed) => {
  const { policy, environment } = page.request
  const method: EmailMethod = methodOf(policy, environment.settings, purpose)
  return { email: typed.email ?? '', method }
}

export const showVerify: ShowStep = (page, typed) =>
  show(page, typed, (hosted) => hostedVerify(hosted, mailed(page, 'verify_email', typed)))

export const showReset: ShowStep = (page, typed) =>
  show(page, typed, (hosted) => hostedReset(hosted, { ...mailed(page, 'reset_password', typed), rules: rulesOf(page) }))

const showLinkSent: ShowStep = (page, typed) =>
  show(page, typed, (hosted) => hostedLink(hosted, { email: typed.email ?? '' }))

/**
 * What a form has led to. `form` shows it again with what is wrong; whoever wants no page gets the refusal itself. Which of all
 * this an operation can answer is in its contract, and held there.
 */
export const answerStep = async <Done, Answer>(
  page: SignInPage<Done>,
  step: HostedStep<Done>,
  typed: Typed,
  form: ShowStep,
  onDone: (done: Done, device: string | undefined) => Promise<Answer> | Answer,
) => {
  const { ctx, surface } = page
  switch (step.kind) {
    case 'done':
      return onDone(step.done, step.device)
    case 'second_factor':
      // A program has no page to type a code at, and signs in where one is asked for.
      if (!ctx.wantsPage) throw new Failure('second_factor_required')
      return { status: 200 as const, ...(await showSecondFactor(page, { ...typed, ticket: step.ticket })) }
    case 'verify':
      return { status: 200 as const, ...(await showVerify(page, { ...typed, email: step.email })) }
    case 'reset':
      return { status: 200 as const, ...(await showReset(page, { ...typed, email: step.email })) }
    case 'link':
      return { status: 200 as const, ...(await showLinkSent(page, { ...typed, email: step.email })) }
    case 'changed': {
      const typed = { note: 'your_password_was_changed', email: step.email } as const
      return { status: 200 as const, ...(await showSignIn(page, typed)) }
    }
    case 'again': {
      if (!ctx.wantsPage) throw step.failure
      const { failure } = step
      return { status: errors[surface][failure.code].status, ...(await form(page, { ...typed, failure })) }
    }
  }
}
