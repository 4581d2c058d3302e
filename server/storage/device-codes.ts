import type { DeviceCode } from '../model/device-code.ts'
import type { Database } from './database.ts'
import { environmentsOfTenant } from './of-tenant.ts'

export const insertDeviceCode = async (db: Database, code: DeviceCode): Promise<void> => {
  await db.insertInto('deviceCodes').values(code).execute()
}

export const findDeviceCode = (db: Database, hash: string): Promise<DeviceCode | undefined> =>
  db.selectFrom('deviceCodes').selectAll().where('hash', '=', hash).executeTakeFirst()

/** The one that a person may still answer. */
export const findOpenDeviceCode = (db: Database, userCodeHash: string, now: number): Promise<DeviceCode | undefined> =>
  db
    .selectFrom('deviceCodes')
    .selectAll()
    .where('userCodeHash', '=', userCodeHash)
    .where('answeredAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()

type DeviceAnswer = Pick<DeviceCode, 'answer' | 'userId' | 'authenticatedBy' | 'authenticatedAt'>

/** What a person says to it, once. True for the one answer that counts. */
export const answerDeviceCode = async (
  db: Database,
  hash: string,
  answer: DeviceAnswer,
  now: number,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('deviceCodes')
    .set({ ...answer, answeredAt: now })
    .where('hash', '=', hash)
    .where('answeredAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Consumes one that was allowed. Returns it to the one request of its client that wins, and to none after. */
export const useDeviceCode = (
  db: Database,
  { hash, clientId, now }: { readonly hash: string; readonly clientId: string; readonly now: number },
): Promise<DeviceCode | undefined> =>
  db
    .updateTable('deviceCodes')
    .set({ usedAt: now })
    .where('hash', '=', hash)
    .where('clientId', '=', clientId)
    .where('answer', '=', 'allowed')
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', now)
    .returningAll()
    .executeTakeFirst()

/**
 * Notes that its client asked. False where it asked too soon: it waits five seconds longer from then on, beginning now (RFC
 * 8628 section 3.5).
 */
export const notePoll = async (db: Database, hash: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('deviceCodes')
    .set(({ eb }) => ({ pollAfter: eb('intervalMs', '+', now) }))
    .where('hash', '=', hash)
    .where('pollAfter', '<=', now)
    .executeTakeFirst()
  if (numUpdatedRows > 0) return true
  await db
    .updateTable('deviceCodes')
    .set(({ eb }) => ({ intervalMs: eb('intervalMs', '+', 5000), pollAfter: eb('intervalMs', '+', now + 5000) }))
    .where('hash', '=', hash)
    .execute()
  return false
}

/** Takes back what a person has allowed. */
export const deleteDeviceCodesOfUser = async (db: Database, userId: string): Promise<void> => {
  await db.deleteFrom('deviceCodes').where('userId', '=', userId).execute()
}

/** Of a tenant's people or, where it is null, of everybody. */
export const deleteAllDeviceCodes = async (db: Database, tenantId: string | null): Promise<void> => {
  const codes = db.deleteFrom('deviceCodes')
  await (tenantId === null ? codes : codes.where('environmentId', 'in', environmentsOfTenant(db, tenantId))).execute()
}

/** Those of one client. */
export const deleteDeviceCodesOfUserAtClient = async (
  db: Database,
  userId: string,
  clientId: string,
): Promise<void> => {
  await db.deleteFrom('deviceCodes').where('userId', '=', userId).where('clientId', '=', clientId).execute()
}

/** Whether somebody has answered them or not. */
export const deleteDeviceCodesOfClient = async (db: Database, clientId: string): Promise<void> => {
  await db.deleteFrom('deviceCodes').where('clientId', '=', clientId).execute()
}

/** Drops those whose end lies before. Answers how many. */
export const deleteExpiredDeviceCodes = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('deviceCodes')
    .where('hash', 'in', ({ selectFrom }) =>
      selectFrom('deviceCodes').select('hash').where('expiresAt', '<', before).orderBy('expiresAt').limit(limit),
    )
    .where('expiresAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
