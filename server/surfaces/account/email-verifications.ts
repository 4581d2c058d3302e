import { requireUser } from '../../identity/callers.ts'
import { clientOfSession } from '../../identity/clients.ts'
import { requestEmailVerification, verifyEmail as verify } from '../../identity/verify-email.ts'
import { canonicalEmail } from '../../model/email.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { User } from '../../model/user.ts'
import type { Handle, Wire } from '../handle.ts'
import { confirmPage, goOn, openLink, toMailAsked, toMailQueued } from './links.ts'

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
    const words = {
      title: 'Confirm your address',
      text: 'Confirm that this address is yours:',
      label: 'Confirm address',
    }
    return confirmPage(ctx, proven, words, query.token)
  }
  return { status: 200, type: 'application/json', body: toVerified(await verify(ctx, proven)) }
}

export const verifyEmail: Handle<'account.verifyEmail'> = async ({ body }, ctx) => {
  const { proven } = await openLink(ctx, 'verify_email', body.token)
  const user = await verify(ctx, proven)
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', body: toVerified(user) }
  return goOn(ctx, proven, { title: 'Address confirmed', text: `${user.email} is yours. You can close this page.` })
}

const toVerified = ({ email }: User): Wire['AccountEmailVerified'] => ({ email, email_verified: true })
