// Mails that carry a link or a code.
import type { Context } from '../../context.ts'
import type { Client } from '../../model/client.ts'
import type { AuthSettings, EmailMethod, Environment } from '../../model/environment.ts'
import type { Policy } from '../../model/policies.ts'
import { type ProofPurpose, proofRules } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import { type Database, transaction } from '../../storage/database.ts'
import { findUserForClient } from '../clients/client-members.ts'
import { requireEmail } from '../people/emails.ts'
import { queueMail } from '../mails/mail.ts'
import { mayMail } from '../limits/mailboxes.ts'
import { type IssuedProof, type ProofRequest, issueProof } from './one-time-proofs.ts'

export interface MailAsked {
  readonly environment: Environment
  readonly client: Client | null
  readonly email: string
  /** Where the link goes on to, from an allow list; null for a page of ours. */
  readonly redirectUri: string | null
  /** Where its link leads, below PUBLIC_URL; absent or null: to the page of its purpose. */
  readonly page?: string | null
}

/** When what was mailed ends: true for every address, also where nothing was mailed. */
export type MailQueued = Pick<IssuedProof, 'expiresAt' | 'seconds'>

/**
 * Mails a proof to the address's user if there is one and they may have it. The answer, and the work done for it, are the
 * same for every address.
 */
export const requestProof = async (
  ctx: Context,
  policy: Policy,
  purpose: ProofPurpose,
  { environment, client, email, redirectUri, page = null }: MailAsked,
  isFor: (user: User) => boolean = () => true,
  /** Where an address without a user gets it too. */
  toStrangers = false,
): Promise<MailQueued> => {
  const address = requireEmail(email)
  const method = methodOf(policy, environment.settings, purpose)
  await ctx.spend('mailsPerIp', ctx.ip)
  const found = await findUserForClient(ctx.db, { environment, client }, address)
  const user = found?.status === 'active' && isFor(found) ? found : null
  const clientId = client?.id ?? null
  return transaction(ctx.db, (db) =>
    queueProof(
      ctx,
      db,
      { environment, surface: policy.proofSurface, user, purpose, email: address, clientId, redirectUri },
      method,
      { leadsTo: page, isForStranger: toStrangers && !found },
    ),
  )
}

/**
 * Makes a proof and queues its mail, in the transaction of what it is about. Where the address has had enough mail, none
 * goes and what was mailed before stays good; the work and what is answered are the same. Not `isCounted` is what somebody gets for
 * a single-use proof that they have shown: nobody can ask for many.
 */
export const queueProof = async (
  ctx: Context,
  db: Database,
  request: ProofRequest,
  method: EmailMethod,
  {
    leadsTo = null,
    isCounted = true,
    isForStranger = false,
  }: { readonly leadsTo?: string | null; readonly isCounted?: boolean; readonly isForStranger?: boolean } = {},
): Promise<MailQueued> => {
  const { environment, purpose, email, user } = request
  // Whoever asks about an address that is not theirs is a stranger to its mailbox.
  const owner = user?.email === email ? user : null
  const mayGo = !isCounted || (await mayMail(ctx, db, { environment, email, user: owner, kind: purpose }))
  const proof = await issueProof(ctx, db, request, method, { isHeldBack: !mayGo })
  const { page, mail } = proofRules[purpose] as (typeof proofRules)['verify_email']
  const minutes = proof.seconds / 60
  // A mail to nobody is written like any other and is never due.
  const toNobody = { isDecoy: (user === null && !isForStranger) || !mayGo }
  if (method === 'code') {
    await queueMail(ctx, db, environment, mail.code, email, { code: proof.secret, minutes }, toNobody)
  } else {
    const link = `${ctx.config.publicUrl}${leadsTo ?? page}?token=${proof.secret}`
    await queueMail(ctx, db, environment, mail.link, email, { link, token: proof.secret, minutes }, toNobody)
  }
  return { expiresAt: proof.expiresAt, seconds: proof.seconds }
}

/** Code or link: the surface's choice, or the environment's where the surface leaves it to it. */
export const methodOf = (policy: Policy, settings: AuthSettings, purpose: ProofPurpose): EmailMethod => {
  if (purpose === 'sign_in_code') return 'code'
  if (policy.proofMethod === 'link' || purpose === 'magic_link') return 'link'
  return purpose === 'verify_email' ? settings.verifyEmailMethod : settings.resetPasswordMethod
}
