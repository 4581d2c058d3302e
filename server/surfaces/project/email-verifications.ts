import type { Context } from '../../context.ts'
import { requestSignInCode } from '../../identity/sign-in/email-code.ts'
import { signInWithVerification } from '../../identity/sign-in/magic-link.ts'
import { type Proven, presentProof } from '../../identity/proofs/one-time-proofs.ts'
import { withOwnProviders } from '../../identity/people/project-users.ts'
import { requireProject } from '../../identity/administration/project.ts'
import { requestEmailVerification } from '../../identity/proofs/verify-email.ts'
import { isShortCode, typedCode } from '../../model/codes.ts'
import { canonicalEmail } from '../../model/email.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { onwardUrl } from './redirects.ts'
import { toSession } from './signed-in.ts'
import { toUser } from './views.ts'

const { surface } = policies.project

export const sendVerification: Handle<'project.sendVerification'> = async ({ body }, ctx) => {
  const environment = await requireProject(ctx)
  const redirectUri = onwardUrl(environment, body.redirectTo, 'verifyEmailRedirectTo')
  await requestEmailVerification(ctx, policies.project, { environment, client: null, email: body.email, redirectUri })
  const message = 'If your email is registered, we have sent you a verification code/link.'
  return { status: 202, body: { success: true, message } }
}

export const sendSignInCode: Handle<'project.sendSignInCode'> = async ({ body }, ctx) => {
  await requestSignInCode(ctx, policies.project, { environment: await requireProject(ctx), email: body.email })
  return {
    status: 202,
    body: { success: true, message: 'If you may sign in with this email, we have sent you a code.' },
  }
}

export const verifyEmail: Handle<'project.verifyEmail'> = async ({ body, query }, ctx) => {
  const environment = await requireProject(ctx)
  const proven = await presentOtp(ctx, environment, body)
  const signedIn = await signInWithVerification(ctx, policies.project, proven)
  if (signedIn.kind === 'proven') {
    return { status: 200, body: { user: toUser(await withOwnProviders(ctx, signedIn.user)), accessToken: null } }
  }
  return { status: 200, ...(await toSession(ctx, signedIn, query.client_type)) }
}

const presentOtp = async (
  ctx: Context,
  environment: Environment,
  { email, otp }: { readonly email?: string; readonly otp: string },
): Promise<Proven> => {
  if (isShortCode(typedCode(otp))) {
    if (email === undefined) throw new Failure('invalid_request', 'email: is missing')
    return presentProof(ctx, 'verify_email', { code: otp, email, surface, environment })
  }
  const proven = await presentProof(ctx, 'verify_email', { token: otp, surface, environment })
  // A link names its own address; whoever names another one is mistaken or worse.
  if (email !== undefined && canonicalEmail(email) !== proven.proof.email) throw new Failure('invalid_link')
  return proven
}
