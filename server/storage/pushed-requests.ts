import type { PushedRequest } from '../model/pushed-request.ts'
import type { Database } from './database.ts'

export const insertPushedRequest = async (db: Database, request: PushedRequest): Promise<void> => {
  await db.insertInto('pushedRequests').values(request).execute()
}

/** One of that client that ends after `now`. */
export const findPushedRequest = (
  db: Database,
  { hash, clientId, now }: Pick<PushedRequest, 'hash' | 'clientId'> & { readonly now: number },
): Promise<PushedRequest | undefined> =>
  db
    .selectFrom('pushedRequests')
    .selectAll()
    .where('hash', '=', hash)
    .where('clientId', '=', clientId)
    .where('expiresAt', '>', now)
    .executeTakeFirst()

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
