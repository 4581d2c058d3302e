// Mails that tell somebody what has changed about how they sign in and what acts for them, and take it back where it was not them.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import type { MailKind } from '../../model/mail.ts'
import { proofRules } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import type { MailData } from '../../outside/mail-templates.ts'
import type { Database } from '../../storage/database.ts'
import { queueMail } from '../mails/mail.ts'
import { issueProof } from './one-time-proofs.ts'

/** What a notice with such a link may be about. */
export type NoticeKind = Extract<
  MailKind,
  | 'address_changed'
  | 'client_added'
  | 'client_secret_renewed'
  | 'key_added'
  | 'new_device'
  | 'passkey_added'
  | 'passkey_removed'
  | 'password_changed'
  | 'provider_linked'
  | 'provider_unlinked'
  | 'second_factor_off'
  | 'second_factor_on'
  | 'session_stolen'
>

/**
 * Queues one in the transaction of what it tells, to the address that the user has there. Its link is good for seven days, also
 * where the address is another one by then: see `takeBack`.
 */
export const queueNotice = async <K extends NoticeKind>(
  ctx: Context,
  db: Database,
  environment: Environment,
  kind: K,
  user: User,
  letter: Omit<MailData[K], 'appName' | 'link' | 'token'> = {} as Omit<MailData[K], 'appName' | 'link' | 'token'>,
): Promise<void> => {
  const about = { environment, surface: 'account', user, email: user.email, clientId: null, redirectUri: null } as const
  const { secret } = await issueProof(ctx, db, { ...about, purpose: 'not_me' }, 'link')
  const link = `${ctx.config.publicUrl}${proofRules.not_me.page}?token=${secret}`
  await queueMail(ctx, db, environment, kind, user.email, { ...letter, link, token: secret } as Omit<
    MailData[K],
    'appName'
  >)
}

/** The same to whoever asks, of what they have made by that name. Programs and operators are told nothing. */
export const queueOwnNotice = async (
  ctx: Context,
  db: Database,
  kind: 'client_added' | 'client_secret_renewed' | 'key_added',
  name: string,
): Promise<void> => {
  if (ctx.caller.kind === 'user') await queueNotice(ctx, db, ctx.caller.environment, kind, ctx.caller.user, { name })
}
