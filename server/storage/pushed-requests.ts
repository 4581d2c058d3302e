import type { PushedRequest } from '../model/pushed-request.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'

export const insertPushedRequest = async (db: Database, request: PushedRequest): Promise<void> => {
  await insert(db, request)
}

const insert = prepared((db, request: PushedRequest) => db.insertInto('pushedRequests').values(request))

/** One of that client that ends after `now`. */
export const findPushedRequest = async (
  db: Database,
  { hash, clientId, now }: Pick<PushedRequest, 'hash' | 'clientId'> & { readonly now: number },
): Promise<PushedRequest | undefined> => (await live(db, hash, clientId, now))[0]

const live = prepared((db, hash: string, clientId: string, now: number) =>
  db
    .selectFrom('pushedRequests')
    .selectAll()
    .where('hash', '=', hash)
    .where('clientId', '=', clientId)
    .where('expiresAt', '>', now),
)

/** Uses it up. True for the one caller who did. */
export const usePushedRequest = async (db: Database, hash: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('pushedRequests').where('hash', '=', hash).executeTakeFirst()
  return numDeletedRows > 0
}

export const deletePushedRequestsOfClient = async (db: Database, clientId: string): Promise<void> => {
  await db.deleteFrom('pushedRequests').where('clientId', '=', clientId).execute()
}

/** Drops those that ended before. Answers how many. */
export const deleteExpiredPushedRequests = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('pushedRequests')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('pushedRequests').select('hash').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
