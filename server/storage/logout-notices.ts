import type { LogoutNotice } from '../model/logout-notice.ts'
import type { Session } from '../model/session.ts'
import type { Database } from './database.ts'

type Ended = Pick<Session, 'clientId' | 'userId' | 'browserSessionId'>

/** Queues what the clients of these sessions are to be told, one for a client and a browser's session. */
export const insertLogoutNotices = async (db: Database, ended: readonly Ended[], now: number): Promise<void> => {
  const rows = ended.flatMap(({ clientId, userId, browserSessionId }) =>
    clientId === null || browserSessionId === null
      ? []
      : {
          id: `${clientId} ${browserSessionId}`,
          clientId,
          userId,
          browserSessionId,
          createdAt: now,
          nextAttemptAt: now,
          attempts: 0,
          leasedUntil: null,
        },
  )
  const notices = [...new Map(rows.map((row) => [row.id, row])).values()]
  if (notices.length === 0) return
  await db
    .insertInto('logoutNotices')
    .values(notices)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Gives the caller up to `limit` due ones, the longest due first, and hides them from everybody else for `leaseMs`. */
export const claimDueLogoutNotices = (
  db: Database,
  now: number,
  leaseMs: number,
  limit: number,
): Promise<LogoutNotice[]> =>
  db
    .updateTable('logoutNotices')
    .set(({ eb }) => ({ leasedUntil: now + leaseMs, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('logoutNotices')
        .select('id')
        .where('nextAttemptAt', '<=', now)
        .where(({ or, eb }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
        .orderBy('nextAttemptAt')
        .orderBy('id')
        .limit(limit),
    )
    // Asked again: another instance may have claimed some of them since.
    .where(({ or, eb }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
    .returningAll()
    .execute()

/** Gives a claimed one back, to be tried again at `nextAttemptAt`. */
export const rescheduleLogoutNotice = async (db: Database, id: string, nextAttemptAt: number): Promise<void> => {
  await db.updateTable('logoutNotices').set({ nextAttemptAt, leasedUntil: null }).where('id', '=', id).execute()
}

export const deleteLogoutNotice = async (db: Database, id: string): Promise<void> => {
  await db.deleteFrom('logoutNotices').where('id', '=', id).execute()
}
