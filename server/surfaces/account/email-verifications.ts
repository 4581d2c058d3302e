import type { Context } from '../../context.ts'
import { declineSignUp as deleteSignUp } from '../../identity/people/addresses.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { clientOfSession } from '../../identity/clients/clients.ts'
import type { Proven } from '../../identity/proofs/one-time-proofs.ts'
import { weaknessOf } from '../../identity/passwords/passwords.ts'
import { requestEmailVerification, verifyEmail as verify } from '../../identity/proofs/verify-email.ts'
import { canonicalEmail } from '../../model/email.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import { proofRules } from '../../model/proofs.ts'
import { type User, fullName } from '../../model/user.ts'
import { messagePage } from '../../pages/message.ts'
import { toPasswordRules } from '../password-rules.ts'
import { newPasswordPage } from '../../pages/new-password.ts'
import type { Handle, Wire } from '../handle.ts'
import { confirmPage, goOn, openLink, toMailAsked, toMailQueued, toPage } from './links.ts'

export const sendEmailVerification: Handle<'account.sendEmailVerification'> = async ({ body }, ctx) => {
  const { user, session, environment } = requireUser(ctx)
  if (body?.email !== undefined && canonicalEmail(body.email) !== user.email) {
    throw new Failure('invalid_request', 'email: must be your own address')
  }
  const client = await clientOfSession(ctx, session)
  const asked = toMailAsked({ client, environment }, { ...body, email: user.email })
  return { status: 202, body: toMailQueued(await requestEmailVerification(ctx, policies.account, asked)) }
}

export const followVerificationLink: Handle<'account.followVerificationLink'> = async ({ query }, ctx) => {
  const { proven } = await openLink(ctx, 'verify_email', query.token)
  if (ctx.wantsPage) {
    if (isContested(proven)) return { status: 200, ...(await askPassword(ctx, proven, query.token)) }
    const words = {
      title: 'Confirm your address',
      text: 'Confirm that this address is yours:',
      label: 'Confirm address',
    }
    return confirmPage(ctx, proven, words, query.token, decline)
  }
  return { status: 200, type: 'application/json', body: toVerified(await verify(ctx, proven)) }
}

export const verifyEmail: Handle<'account.verifyEmail'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'verify_email', body.token)
  const password = isContested(proven) ? body.password : undefined
  if (ctx.wantsPage && isContested(proven)) {
    const problem =
      password === undefined
        ? undefined
        : await weaknessOf(ctx, proven.environment, password, { email: proven.user.email })
    if (password === undefined) return { status: 200, ...(await askPassword(ctx, proven, body.token)) }
    if (problem) return { status: 400, ...(await askPassword(ctx, proven, body.token, problem)) }
  }
  const user = await verify(ctx, proven, password)
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: toVerified(user) }
  return goOn(ctx, proven, { title: 'Address confirmed', text: `${user.email} is yours. You can close this page.` })
}

export const declineSignUp: Handle<'account.declineSignUp'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'verify_email', body.token)
  await deleteSignUp(ctx, proven)
  const message = 'The account was deleted. Your address can be used again.'
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: { message } }
  const page = await toPage(ctx, proven.environment, null, (look) =>
    messagePage({ look, title: 'Account deleted', text: message, tone: 'good' }),
  )
  return { status: 200, ...page }
}

const decline = { url: '/auth/decline-sign-up', label: 'I did not sign up' }

/** Several have signed up with the address: whoever proves it says which password is to hold. */
const isContested = ({ user }: Proven): boolean => user.emailVerifiedAt === null && user.contestedAt !== null

const askPassword = (ctx: Context, { user, environment, redirectUri }: Proven, token: string, problem?: string) =>
  toPage(ctx, environment, redirectUri, (look) =>
    newPasswordPage({
      look,
      url: proofRules.verify_email.page,
      token,
      email: user.email,
      name: fullName(user),
      rules: toPasswordRules(environment.settings),
      words: {
        title: 'Confirm your address',
        text: 'Somebody else signed up with it too: choose the password that is to hold. What they set up is removed.',
        label: 'Confirm address',
      },
      otherwise: decline,
      problem,
    }),
  )

const toVerified = ({ email }: User): Wire['AccountEmailVerified'] => ({ email, email_verified: true })
