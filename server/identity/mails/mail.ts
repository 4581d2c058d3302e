// Mail is queued with what it is about, in the same transaction, and leaves later: no answer waits for a mail server.
import type { Context, World } from '../../context.ts'
import { hasAddress } from '../../model/email.ts'
import type { Environment } from '../../model/environment.ts'
import { type Language, type Reader, languageOf, languagesRead } from '../../model/languages.ts'
import type { MailKind, MailMessage } from '../../model/mail.ts'
import type { MailTemplate } from '../../model/mail-template.ts'
import { type MailData, mailNameOf, renderMail } from '../../outside/mail-templates.ts'
import { brandOf } from '../clients/brands.ts'
import type { Database } from '../../storage/database.ts'
import {
  type OutboxMail,
  claimDueMails,
  deleteMail,
  deleteOldSent,
  dropExpired,
  hasDueMails,
  insertMail,
  listMails,
  markSent,
  rescheduleMail,
} from '../../storage/outbox.ts'
import { chooseTemplate } from './choose-template.ts'

const minute = 60_000
/** A notice is worth reading for this long; links and codes say themselves how long they are good. */
const noticeLifeMs = 3 * 24 * 60 * minute
const leaseMs = minute
const batch = 20

type Letter<K extends MailKind> = Omit<MailData[K], 'appName'>

/**
 * Queues a mail in the transaction of what it tells; none to a person without an address. It is sealed: whoever reads the
 * database learns no link or code. A decoy costs the same work and is never sent.
 */
export const queueMail = async <K extends MailKind>(
  ctx: Pick<World, 'clock' | 'config' | 'db' | 'ids' | 'log' | 'secrets'> & Reader,
  db: Database,
  environment: Environment,
  kind: K,
  to: string,
  letter: Letter<K>,
  { isDecoy = false } = {},
): Promise<void> => {
  if (!hasAddress({ email: to })) return
  const { name: appName } = await brandOf(ctx, environment, db)
  const data = { ...letter, appName } as MailData[K]
  const wanted = languagesRead(ctx)
  const template = await chooseTemplate(db, environment, mailNameOf(kind, letter), wanted)
  const words = { template, language: languageOf(wanted) }
  const minutes = (letter as { minutes?: number }).minutes
  const now = ctx.clock.now()
  await insertMail(db, {
    id: ctx.ids.uuid(),
    kind,
    sealedPayload: ctx.secrets.seal(JSON.stringify(written(ctx, kind, to, data, words))),
    createdAt: now,
    expiresAt: isDecoy ? now : now + (minutes ? minutes * minute : noticeLifeMs),
    nextAttemptAt: now,
    attempts: 0,
    leasedUntil: null,
    sentAt: null,
  })
}

/** In the owner's words; in ours where there are none or they cannot be filled: no mail is lost for its words. */
const written = <K extends MailKind>(
  ctx: Pick<World, 'log'>,
  kind: K,
  to: string,
  data: MailData[K],
  { template, language }: { readonly template: MailTemplate | undefined; readonly language: Language },
): MailMessage => {
  if (template) {
    try {
      return renderMail(kind, to, data, { own: template, language })
    } catch (error) {
      ctx.log.warn(
        { err: error, template: template.id, kind },
        'A mail template cannot be filled: our own words go out',
      )
    }
  }
  return renderMail(kind, to, data, { language })
}

/** Sends what is due; several instances may. A mail that fails is tried again, later each time, until it expires. */
export const deliverDueMails = async (world: World): Promise<void> => {
  const now = world.clock.now()
  if (!(await hasDueMails(world.db, now))) return
  await dropExpired(world.db, now)
  const due = await claimDueMails(world.db, now, leaseMs, batch)
  await Promise.all(due.map((mail) => deliver(world, mail)))
}

const deliver = async (world: World, mail: OutboxMail): Promise<void> => {
  try {
    await world.mailer.deliver(await openMail(world, mail))
  } catch (error) {
    const waitMs = Math.min(2 ** Math.min(mail.attempts, 10) * 1000, 30_000)
    world.log.warn(
      { err: error, mail: mail.id, kind: mail.kind, attempts: mail.attempts, waitMs },
      'A mail was not taken',
    )
    await rescheduleMail(world.db, mail.id, world.clock.now() + waitMs)
    return
  }
  // In the sandbox the mailbox shows what was sent; elsewhere nothing of a delivered mail is kept.
  if (world.sandbox) await markSent(world.db, mail.id, world.clock.now())
  else await deleteMail(world.db, mail.id)
}

const openMail = async (world: World, mail: OutboxMail): Promise<MailMessage> =>
  JSON.parse(await world.secrets.open(mail.sealedPayload)) as MailMessage

export interface SandboxMail extends MailMessage {
  readonly id: string
  readonly createdAt: number
}

/** Mails of a sandbox that were read already, by their ids: whoever looks into its mailbox does so again and again. */
const readMails = new WeakMap<World['secrets'], ReadonlyMap<string, Promise<MailMessage>>>()

/** The sandbox's mails, newest first: also those queued a moment ago, and those that another round is sending now. */
export const listMailbox = async (ctx: Context, to?: string): Promise<SandboxMail[]> => {
  await deliverDueMails(ctx)
  const mails = await listMails(ctx.db, ctx.clock.now(), 500)
  const known = readMails.get(ctx.secrets)
  const read = new Map(mails.map((mail) => [mail.id, known?.get(mail.id) ?? openMail(ctx, mail)]))
  readMails.set(ctx.secrets, read)
  const opened = await Promise.all(
    mails.map(async ({ id, createdAt }) => ({ ...(await read.get(id)!), id, createdAt })),
  )
  const wanted = to?.trim().toLowerCase()
  return wanted ? opened.filter((mail) => mail.to === wanted) : opened
}

/** Keeps the mailbox to its newest 500. */
export const trimMailbox = (world: World): Promise<number> => deleteOldSent(world.db)
