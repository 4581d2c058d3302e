import type { MailKind } from '../model/mail.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import type { OutboxTable } from './schema.ts'

/** A mail to send, or one that was sent. */
export interface OutboxMail {
  readonly id: string
  readonly kind: MailKind
  readonly sealedPayload: string
  readonly createdAt: number
  /** ms; of no use to its reader from then on. */
  readonly expiresAt: number
  readonly nextAttemptAt: number
  /** How often it was claimed. */
  readonly attempts: number
  /** ms; nobody else sends it before. */
  readonly leasedUntil: number | null
  readonly sentAt: number | null
}

const sweepSize = 1000

const toOutboxMail = (row: OutboxTable): OutboxMail => ({ ...row, kind: row.kind as MailKind })

export const insertMail = async (db: Database, mail: OutboxMail): Promise<void> => {
  await insert(db, mail)
}

const insert = prepared((db, mail: OutboxMail) => db.insertInto('outbox').values(mail))

/** Since when the mail has been due that waits longest; undefined where none is. */
export const findLongestDue = async (db: Database, now: number): Promise<number | undefined> => {
  const row = await db
    .selectFrom('outbox')
    .select('nextAttemptAt')
    .where('sentAt', 'is', null)
    .where('nextAttemptAt', '<=', now)
    .where('expiresAt', '>', now)
    .orderBy('nextAttemptAt')
    .limit(1)
    .executeTakeFirst()
  return row?.nextAttemptAt
}

/**
 * Gives the caller up to `limit` due mails, the longest due first, and hides them from everybody else for `leaseMs`. One
 * that is neither sent nor rescheduled by then is due again.
 */
export const claimDueMails = async (
  db: Database,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<OutboxMail[]> => {
  const rows = await claim(db, now, now + leaseMs, limit)
  return rows.map(toOutboxMail).sort((a, b) => a.nextAttemptAt - b.nextAttemptAt || (a.id < b.id ? -1 : 1))
}

const claim = prepared((db, now: number, leasedUntil: number, limit: number) =>
  db
    .updateTable('outbox')
    .set(({ eb }) => ({ leasedUntil, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('outbox')
        .select('id')
        .where('sentAt', 'is', null)
        .where('nextAttemptAt', '<=', now)
        .where('expiresAt', '>', now)
        .where(({ or, eb }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
        .orderBy('nextAttemptAt')
        .orderBy('id')
        .limit(limit),
    )
    // Asked again: another instance may have claimed some of them since.
    .where('sentAt', 'is', null)
    .where(({ or, eb }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
    .returningAll(),
)

/** Whether a mail is due, or is of no use any more. To look takes less than to change nothing. */
export const hasDueMails = async (db: Database, now: number): Promise<boolean> => (await due(db, now)).length > 0

const due = prepared((db, now: number) =>
  db
    .selectFrom('outbox')
    .select('id')
    .where('sentAt', 'is', null)
    .where(({ or, eb }) => or([eb('expiresAt', '<=', now), eb('nextAttemptAt', '<=', now)]))
    .limit(1),
)

/** True for the one caller who marked it. */
export const markSent = async (db: Database, id: string, now: number): Promise<boolean> => {
  const marked = await mark(db, id, now)
  return marked.length > 0
}

const mark = prepared((db, id: string, sentAt: number) =>
  db
    .updateTable('outbox')
    .set({ sentAt, leasedUntil: null })
    .where('id', '=', id)
    .where('sentAt', 'is', null)
    .returning('id'),
)

/** Gives a claimed mail back, to be tried again at `nextAttemptAt`. */
export const rescheduleMail = async (db: Database, id: string, nextAttemptAt: number): Promise<void> => {
  await db
    .updateTable('outbox')
    .set({ nextAttemptAt, leasedUntil: null })
    .where('id', '=', id)
    .where('sentAt', 'is', null)
    .execute()
}

/** True when there was one. */
export const deleteMail = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('outbox').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0
}

/** Drops some unsent mails that are of no use any more. Answers how many. */
export const dropExpired = async (db: Database, now: number): Promise<number> => {
  const dropped = await drop(db, now)
  return dropped.length
}

const drop = prepared((db, now: number) =>
  db
    .deleteFrom('outbox')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('outbox')
        .select('id')
        .where('sentAt', 'is', null)
        .where('expiresAt', '<=', now)
        .orderBy('expiresAt')
        .limit(sweepSize),
    )
    .where('sentAt', 'is', null)
    .returning('id'),
)

/** Mails that were sent, or are waiting or on their way and still of use; newest first. */
export const listMails = async (db: Database, now: number, limit: number): Promise<OutboxMail[]> => {
  const waiting = await listWaiting(db, now, limit)
  const sent = await listSent(db, limit)
  // One that leaves between the two questions is in both answers. Ids are given in the order of time.
  const byId = new Map([...waiting, ...sent].map((row) => [row.id, toOutboxMail(row)]))
  return [...byId.values()].sort((a, b) => (a.id > b.id ? -1 : 1)).slice(0, limit)
}

const listWaiting = prepared((db, now: number, limit: number) =>
  db
    .selectFrom('outbox')
    .selectAll()
    .where('sentAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('expiresAt', 'desc')
    .limit(limit),
)

const listSent = prepared((db, limit: number) =>
  db
    .selectFrom('outbox')
    .selectAll()
    .where('sentAt', 'is not', null)
    .orderBy('sentAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit),
)

/** Keeps the newest sent mails, 500 unless told otherwise. Drops a thousand at most; answers how many. */
export const deleteOldSent = async (db: Database, keep = 500): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('outbox')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('outbox')
        .select('id')
        .where('sentAt', 'is not', null)
        .orderBy('sentAt', 'desc')
        .orderBy('id', 'desc')
        // SQLite takes no offset without a limit.
        .limit(sweepSize)
        .offset(keep),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
