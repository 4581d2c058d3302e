// What a session was last given for a refresh token, until something of it is seen: an answer may be lost on its way.
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

interface Answer {
  readonly sessionId: string
  readonly answeredAt: number
  /** Of who was answered. */
  readonly userAgent: string | null
}

const insert = prepared((db, sessionId: string, answeredAt: number, userAgent: string | null) =>
  db
    .insertInto('refreshAnswers')
    .values({ sessionId, answeredAt, userAgent, repeatedAt: null })
    .onConflict((conflict) => conflict.column('sessionId').doUpdateSet({ answeredAt, userAgent })),
)

/** Takes the place of the answer before. */
export const insertAnswer = async (db: Database, { sessionId, answeredAt, userAgent }: Answer): Promise<void> => {
  await insert(db, sessionId, answeredAt, userAgent)
}

/** It has come: nobody is given it again. */
export const noteAnswerSeen = async (db: Database, sessionId: string, answeredAt: number): Promise<void> => {
  await seen(db, sessionId, answeredAt)
}

const seen = prepared((db, sessionId: string, answeredAt: number) =>
  db
    .updateTable('refreshAnswers')
    .set({ answeredAt: null })
    .where('sessionId', '=', sessionId)
    .where('answeredAt', '=', answeredAt),
)

/**
 * True where nothing of it was seen, for who was answered, and where none of the session was repeated since `since`, which is null where it
 * is too late; and for a while, from `graceSince`, where this one was: several may ask at once, or lose it once more.
 */
export const repeatAnswer = async (
  db: Database,
  { sessionId, answeredAt, userAgent }: Answer,
  { now, since, graceSince }: { readonly now: number; readonly since: number | null; readonly graceSince: number },
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('refreshAnswers')
    .set(({ eb, ref }) => ({
      repeatedAt: eb.case().when('repeatedAt', '>=', graceSince).then(ref('repeatedAt')).else(now).end(),
    }))
    .where('sessionId', '=', sessionId)
    .where('answeredAt', '=', answeredAt)
    .where('userAgent', userAgent === null ? 'is' : '=', userAgent)
    .where(({ or, and, eb }) =>
      or([
        and([eb('repeatedAt', '>=', graceSince), eb('repeatedAt', '>=', answeredAt)]),
        ...(since === null ? [] : [eb('repeatedAt', 'is', null), eb('repeatedAt', '<=', since)]),
      ]),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0
}
