import type { Context } from '../../context.ts'
import { declineSignUp as deleteSignUp } from '../../identity/people/addresses.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { clientOfSession } from '../../identity/clients/clients.ts'
import type { Proven } from '../../identity/proofs/one-time-proofs.ts'
import { weaknessOf } from '../../identity/passwords/passwords.ts'
import { requestEmailVerification, verifyEmail as verify } from '../../identity/proofs/verify-email.ts'
import { canonicalEmail } from '../../model/email.ts'
import { Failure } from '../../model/failure.ts'
import type { Weakness } from '../../model/password-weakness.ts'
import { policies } from '../../model/policies.ts'
import { proofRules } from '../../model/proofs.ts'
import { type User, fullName } from '../../model/user.ts'
import { messagePage } from '../../pages/message.ts'
import { newPasswordPage } from '../../pages/new-password.ts'
import type { Say } from '../../pages/texts.ts'
import { toPasswordRules } from '../password-rules.ts'
import { toWeakness } from '../problems.ts'
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
    const words = (say: Say) => ({
      title: say('confirm_address'),
      text: say('confirm_it_is_yours', { email: proven.proof.email }),
      label: say('confirm_address_button'),
      otherwise: decline(say),
    })
    return confirmPage(ctx, proven, words, query.token)
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
  return goOn(ctx, proven, (say) => ({
    title: say('address_confirmed'),
    text: say('address_is_yours', { email: user.email }),
  }))
}

export const declineSignUp: Handle<'account.declineSignUp'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'verify_email', body.token)
  await deleteSignUp(ctx, proven)
  const message = 'The account was deleted. Your address can be used again.'
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: { message } }
  const page = await toPage(ctx, proven.environment, null, (look) =>
    messagePage({ look, title: look.say('account_deleted'), text: look.say('account_was_deleted'), tone: 'good' }),
  )
  return { status: 200, ...page }
}

const decline = (say: Say) => ({ url: '/auth/decline-sign-up', label: say('did_not_sign_up') })

/** Several have signed up with the address: whoever proves it says which password is to hold. */
const isContested = ({ user }: Proven): boolean => user.emailVerifiedAt === null && user.contestedAt !== null

const askPassword = (ctx: Context, { user, environment, redirectUri }: Proven, token: string, weakness?: Weakness) =>
  toPage(ctx, environment, redirectUri, (look) =>
    newPasswordPage({
      look,
      url: proofRules.verify_email.page,
      token,
      email: user.email,
      name: fullName(user),
      rules: toPasswordRules(environment.settings),
      words: {
        title: look.say('confirm_address'),
        text: look.say('choose_password_that_holds'),
        label: look.say('confirm_address_button'),
      },
      otherwise: decline(look.say),
      problem: weakness && toWeakness(look, weakness),
    }),
  )

const toVerified = ({ email }: User): Wire['AccountEmailVerified'] => ({ email, email_verified: true })
