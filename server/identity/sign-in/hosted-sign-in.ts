// The project's own sign-in page: what each of its forms does. It ends with a code for the app that sent the person here.
import type { Context } from '../../context.ts'
import type { EmailMethod } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { type FormProof, requireForm } from '../authorization/forms.ts'
import { presentProof } from '../proofs/one-time-proofs.ts'
import { requireStrongPassword } from '../passwords/passwords.ts'
import { splitName } from '../people/profiles.ts'
import { type ProjectCodeRequest, issueProjectCode } from '../providers/project-oauth.ts'
import { requestPasswordReset, resetPassword } from '../passwords/reset-password.ts'
import { provePassword } from './sign-in.ts'
import { joinWithPassword } from '../people/sign-up.ts'
import { requestEmailVerification, verifyEmail } from '../proofs/verify-email.ts'

const { surface } = policies.project

/** Where a form of the page leads. */
export type HostedStep =
  /** Back to the app. */
  | { readonly kind: 'code'; readonly code: string }
  /** To the mailbox: the address has to be proven first. */
  | { readonly kind: 'verify'; readonly email: string; readonly method: EmailMethod }
  /** To the mailbox: it holds what allows a new password. */
  | { readonly kind: 'reset'; readonly email: string; readonly method: EmailMethod }
  /** To the sign-in: the password is another one. */
  | { readonly kind: 'changed'; readonly email: string }
  /** Back to the form, which says what is wrong. */
  | { readonly kind: 'again'; readonly failure: Failure }

/** A checked request, and the page's own address, where links in mails lead back to. */
export interface HostedRequest extends ProjectCodeRequest {
  readonly pageUrl: string
}

const saidOnForm: readonly Failure['code'][] = [
  'csrf_mismatch',
  'email_not_verified',
  'invalid_code',
  'invalid_credentials',
  'invalid_request',
  'second_factor_required',
  'sign_up_disabled',
  'too_many_requests',
  'user_exists',
  'weak_password',
]

/** Runs what a form asks for, if it belongs to this browser. What the person can mend is a step, not a refusal. */
const onForm = async (ctx: Context, form: FormProof, work: () => Promise<HostedStep>): Promise<HostedStep> => {
  try {
    requireForm(ctx, form)
    return await work()
  } catch (error) {
    if (error instanceof Failure && saidOnForm.includes(error.code)) return { kind: 'again', failure: error }
    throw error
  }
}

const toVerify = ({ environment }: HostedRequest, email: string): HostedStep => ({
  kind: 'verify',
  email,
  method: environment.settings.verifyEmailMethod,
})

export const signInOnPage = (
  ctx: Context,
  request: HostedRequest,
  { form, email, password }: { form: FormProof; email: string; password: string },
): Promise<HostedStep> =>
  onForm(ctx, form, async () => {
    const proven = await provePassword(ctx, { environment: request.environment, client: null, email, password })
    if (proven.kind === 'verification_required') return toVerify(request, proven.user.email)
    return { kind: 'code', code: await issueProjectCode(ctx, request, proven.user) }
  })

export const signUpOnPage = (
  ctx: Context,
  request: HostedRequest,
  { form, name, ...person }: { form: FormProof; email: string; password: string; name: string },
): Promise<HostedStep> =>
  onForm(ctx, form, async () => {
    const { environment, pageUrl } = request
    const more = { ...splitName(name), organizationName: null, redirectUri: pageUrl }
    const joined = await joinWithPassword(
      ctx,
      policies.project,
      { ...person, ...more, environment, client: null },
      (db, user) => issueProjectCode(ctx, request, user, null, db),
    )
    return joined.kind === 'joined' ? { kind: 'code', code: joined.begun } : toVerify(request, joined.email)
  })

export const verifyOnPage = (
  ctx: Context,
  request: HostedRequest,
  { form, email, code }: { form: FormProof; email: string; code: string },
): Promise<HostedStep> =>
  onForm(ctx, form, async () => {
    const proven = await presentProof(ctx, 'verify_email', { code, email, surface, environment: request.environment })
    const user = await verifyEmail(ctx, proven)
    return { kind: 'code', code: await issueProjectCode(ctx, request, user) }
  })

export const resendOnPage = (
  ctx: Context,
  request: HostedRequest,
  { form, email }: { form: FormProof; email: string },
): Promise<HostedStep> =>
  onForm(ctx, form, async () => {
    const { environment, pageUrl } = request
    await requestEmailVerification(ctx, policies.project, { environment, client: null, email, redirectUri: pageUrl })
    return toVerify(request, email)
  })

export const forgetOnPage = (
  ctx: Context,
  request: HostedRequest,
  { form, email }: { form: FormProof; email: string },
): Promise<HostedStep> =>
  onForm(ctx, form, async () => {
    const { environment, pageUrl } = request
    await requestPasswordReset(ctx, policies.project, { environment, client: null, email, redirectUri: pageUrl })
    return { kind: 'reset', email, method: environment.settings.resetPasswordMethod }
  })

export const resetOnPage = (
  ctx: Context,
  { environment }: HostedRequest,
  { form, email, code, password }: { form: FormProof; email: string; code: string; password: string },
): Promise<HostedStep> =>
  onForm(ctx, form, async () => {
    // Before the code is tried: a weak password must not cost one of its few tries.
    await requireStrongPassword(ctx, environment, password, { email })
    const user = await resetPassword(
      ctx,
      await presentProof(ctx, 'reset_password', { code, email, surface, environment }),
      password,
    )
    return { kind: 'changed', email: user.email }
  })
