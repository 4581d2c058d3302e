import type { LogoutNotice } from '../model/logout-notice.ts'
import type { Session } from '../model/session.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

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

/** How many are looked at, to find such as may be sent. */
const mostLookedAt = 200

/**
 * Gives the caller up to `limit` due ones, the longest due first and at most `perClient` of one client, and hides them from
 * everybody else for `leaseMs`. None of the clients in `except`.
 */
export const claimDueLogoutNotices = async (
  db: Database,
  now: number,
  leaseMs: number,
  {
    limit,
    perClient,
    except,
  }: { readonly limit: number; readonly perClient: number; readonly except: readonly string[] },
): Promise<LogoutNotice[]> => {
  const due = await dueBeside(db, now, except)
  const ids = [...Map.groupBy(due, ({ clientId }) => clientId).values()].flatMap((ofClient) =>
    ofClient.slice(0, perClient).map(({ id }) => id),
  )
  const chosen = due.filter(({ id }) => ids.includes(id)).slice(0, limit)
  return claimLogoutNotices(
    db,
    chosen.map(({ id }) => id),
    now,
    leaseMs,
  )
}

const dueBeside = prepared((db, now: number, except: readonly string[]) =>
  db
    .selectFrom('logoutNotices')
    .select(['id', 'clientId'])
    .where('nextAttemptAt', '<=', now)
    .where(({ or, eb }) => or([eb('leasedUntil', 'is', null), eb('leasedUntil', '<=', now)]))
    .$if(except.length > 0, (query) => query.where('clientId', 'not in', except))
    .orderBy('nextAttemptAt')
    .orderBy('id')
    .limit(mostLookedAt),
)

/** Of these, what no other instance has claimed, or tried in vain, since. */
export const claimLogoutNotices = async (
  db: Database,
  ids: readonly string[],
  now: number,
  leaseMs: number,
): Promise<LogoutNotice[]> =>
  ids.length === 0
    ? []
    : db
        .updateTable('logoutNotices')
        .set(({ eb }) => ({ leasedUntil: now + leaseMs, attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', ids)
        .where('nextAttemptAt', '<=', now)
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
