// The sign-in page, for whichever app sends people to it: what each of its forms does. What comes after it is the app's request.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { EmailMethod, Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Policy } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import { type FormProof, requireForm } from '../authorization/forms.ts'
import { assertionOfForm } from '../factors/passkey-proof.ts'
import { isRemembered, rememberDevice } from '../factors/remembered-devices.ts'
import { askedNext } from '../factors/required-factor.ts'
import { requireStrongPassword } from '../passwords/passwords.ts'
import { requestPasswordReset, resetPassword } from '../passwords/reset-password.ts'
import { splitName } from '../people/profiles.ts'
import { joinWithPassword } from '../people/sign-up.ts'
import { presentProof } from '../proofs/one-time-proofs.ts'
import { methodOf } from '../proofs/proof-mails.ts'
import { requestEmailVerification, verifyEmail } from '../proofs/verify-email.ts'
import type { SignInMethod } from '../sessions/sessions.ts'
import { requestMagicLink } from './magic-link.ts'
import { provePasskey } from './passkey.ts'
import { type AnswerTyped, answerOfForm, passSecondFactor } from './second-step.ts'
import { issueTicket } from './tickets.ts'
import { provePassword } from './sign-in.ts'

/** Somebody who has just proved who they are, and how. */
export interface Arrived {
  readonly user: User
  readonly by: SignInMethod
}

/** A checked request of an app, as far as the page has to know it. */
export interface HostedRequest<Done> {
  readonly environment: Environment
  /** Null where the environment alone says whose page it is. */
  readonly client: Client | null
  /** How people are made and mails are sent here. */
  readonly policy: Policy
  /** Where links in mails lead back to. */
  readonly pageUrl: string
  /** Where a mailed link signs in at, below PUBLIC_URL; null where none does. */
  readonly linkPage: string | null
  /** What the app gets, or the page that is next. */
  readonly finish: (arrived: Arrived) => Promise<Done>
}

/** Where a form of the page leads. */
export type HostedStep<Done> =
  /** On to what the app asked for. */
  | { readonly kind: 'done'; readonly done: Done; /** For the browser to keep. */ readonly device?: string }
  /** To a second factor that is needed too, or to setting one up. */
  | { readonly kind: 'second_factor'; readonly ticket: string }
  /** To the mailbox: the address has to be proven first. */
  | { readonly kind: 'verify'; readonly email: string; readonly method: EmailMethod }
  /** To the mailbox: it holds what allows a new password. */
  | { readonly kind: 'reset'; readonly email: string; readonly method: EmailMethod }
  /** To the mailbox: it holds a link that signs in. */
  | { readonly kind: 'link'; readonly email: string }
  /** To the sign-in: the password is another one. */
  | { readonly kind: 'changed'; readonly email: string }
  /** Back to the form, which says what is wrong. */
  | { readonly kind: 'again'; readonly failure: Failure }

const saidOnForm: readonly Failure['code'][] = [
  'access_denied',
  'csrf_mismatch',
  'email_not_verified',
  'invalid_code',
  'invalid_credentials',
  'invalid_mfa_token',
  'invalid_passkey',
  'invalid_request',
  'second_factor_required',
  'sign_up_disabled',
  'too_many_requests',
  'user_exists',
  'weak_password',
]

/** Runs what a form asks for, if it belongs to this browser. What the person can mend is a step, not a refusal. */
const onForm = async <Done>(
  ctx: Context,
  form: FormProof,
  work: () => Promise<HostedStep<Done>>,
): Promise<HostedStep<Done>> => {
  try {
    requireForm(ctx, form)
    return await work()
  } catch (error) {
    if (error instanceof Failure && saidOnForm.includes(error.code)) return { kind: 'again', failure: error }
    throw error
  }
}

const toVerify = <Done>({ environment, policy }: HostedRequest<Done>, email: string): HostedStep<Done> => ({
  kind: 'verify',
  email,
  method: methodOf(policy, environment.settings, 'verify_email'),
})

/**
 * Goes on with somebody who has given one proof; whoever has a second factor, or has to, is asked for that as well. `device` is what the
 * browser is remembered by, after proofs that it may stand beside.
 */
export const goOnAs = async <Done>(
  ctx: Context,
  request: HostedRequest<Done>,
  arrived: Arrived,
  device?: string,
): Promise<HostedStep<Done>> => {
  const { user } = arrived
  const next = await askedNext(ctx.db, user)
  if (next === 'second_factor' && (await isRemembered(ctx, request.environment, user, device))) {
    return { kind: 'done', done: await request.finish({ user, by: 'remembered_device' }) }
  }
  if (next === 'enrolment' && user.emailVerifiedAt === null) return toVerify(request, user.email)
  if (next !== 'nothing') {
    const { ticket } = await issueTicket(ctx, ctx.db, request.policy, user)
    return { kind: 'second_factor', ticket }
  }
  return { kind: 'done', done: await request.finish(arrived) }
}

export const signInOnPage = <Done>(
  ctx: Context,
  request: HostedRequest<Done>,
  {
    form,
    email,
    password,
    device,
  }: {
    form: FormProof
    email: string
    password: string
    /** What the browser is remembered by. */ device?: string | undefined
  },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    const { environment, client } = request
    const proven = await provePassword(ctx, { environment, client, email, password }, { secondFactor: 'later' })
    if (proven.kind === 'verification_required') return toVerify(request, proven.user.email)
    return goOnAs(ctx, request, { user: proven.user, by: 'password' }, device)
  })

export const passSecondFactorOnPage = <Done>(
  ctx: Context,
  { environment, policy, finish }: HostedRequest<Done>,
  { form, ticket, typed, remember }: { form: FormProof; ticket: string; typed: AnswerTyped; remember: boolean },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    const step = { environment, ticket, answer: answerOfForm(typed) }
    const passed = await passSecondFactor(ctx, policy, step, (_db, user, by) => Promise.resolve({ user, by }))
    const done = await finish(passed)
    const device = remember ? await rememberDevice(ctx, environment, passed.user) : null
    return { kind: 'done', done, ...(device !== null && { device }) }
  })

/** What an authenticator has signed for the page that this browser was shown. */
export const passkeyOnPage = <Done>(
  ctx: Context,
  { environment, client, policy, finish }: HostedRequest<Done>,
  { form, credential }: { form: FormProof; credential: string },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    const place = { environment, client, holder: form.session ?? null }
    const user = await provePasskey(ctx, policy, place, assertionOfForm(credential), (_db, proven) =>
      Promise.resolve(proven),
    )
    return { kind: 'done', done: await finish({ user, by: 'passkey' }) }
  })

export const signUpOnPage = <Done>(
  ctx: Context,
  request: HostedRequest<Done>,
  { form, name, ...person }: { form: FormProof; email: string; password: string; name: string },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    const { environment, client, policy, pageUrl } = request
    const more = { ...splitName(name), organizationName: null, redirectUri: pageUrl }
    const joined = await joinWithPassword(ctx, policy, { ...person, ...more, environment, client }, () =>
      Promise.resolve(null),
    )
    if (joined.kind === 'verification_required') return toVerify(request, joined.email)
    return { kind: 'done', done: await request.finish({ user: joined.user, by: 'sign_up' }) }
  })

export const verifyOnPage = <Done>(
  ctx: Context,
  request: HostedRequest<Done>,
  { form, email, code }: { form: FormProof; email: string; code: string },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    const { environment, policy } = request
    const shown = { code, email, surface: policy.proofSurface, environment }
    const user = await verifyEmail(ctx, await presentProof(ctx, 'verify_email', shown))
    return goOnAs(ctx, request, { user, by: 'verify_email' })
  })

export const resendOnPage = <Done>(
  ctx: Context,
  request: HostedRequest<Done>,
  { form, email }: { form: FormProof; email: string },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    const { environment, client, policy, pageUrl } = request
    await requestEmailVerification(ctx, policy, { environment, client, email, redirectUri: pageUrl })
    return toVerify(request, email)
  })

export const forgetOnPage = <Done>(
  ctx: Context,
  request: HostedRequest<Done>,
  { form, email }: { form: FormProof; email: string },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    const { environment, client, policy, pageUrl } = request
    await requestPasswordReset(ctx, policy, { environment, client, email, redirectUri: pageUrl })
    return { kind: 'reset', email, method: methodOf(policy, environment.settings, 'reset_password') }
  })

export const sendLinkOnPage = <Done>(
  ctx: Context,
  { environment, client, policy, pageUrl, linkPage }: HostedRequest<Done>,
  { form, email }: { form: FormProof; email: string },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    await requestMagicLink(ctx, policy, { environment, client, email, redirectUri: pageUrl, page: linkPage })
    return { kind: 'link', email }
  })

export const resetOnPage = <Done>(
  ctx: Context,
  { environment, policy }: HostedRequest<Done>,
  { form, email, code, password }: { form: FormProof; email: string; code: string; password: string },
): Promise<HostedStep<Done>> =>
  onForm(ctx, form, async () => {
    // Before the code is tried: a weak password must not cost one of its few tries.
    await requireStrongPassword(ctx, environment, password, { email })
    const shown = { code, email, surface: policy.proofSurface, environment }
    const user = await resetPassword(ctx, await presentProof(ctx, 'reset_password', shown), password)
    return { kind: 'changed', email: user.email }
  })
