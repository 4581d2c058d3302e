import type { AuthenticatorApp, TotpFactor } from '../model/second-factor.ts'
import type { Database } from './database.ts'
import { listPasskeysOfUser } from './passkeys.ts'
import { prepared } from './prepared.ts'

export const findTotpFactor = async (db: Database, userId: string): Promise<TotpFactor | undefined> =>
  (await ofUser(db, userId))[0]

const ofUser = prepared((db, userId: string) => db.selectFrom('totpFactors').selectAll().where('userId', '=', userId))

/** The one that counts, if there is one. */
export const findAuthenticatorApp = async (db: Database, userId: string): Promise<AuthenticatorApp | undefined> => {
  const factor = await findTotpFactor(db, userId)
  return factor && factor.confirmedAt !== null ? { ...factor, confirmedAt: factor.confirmedAt } : undefined
}

/** Of one that counts. */
export const renameAuthenticatorApp = async (
  db: Database,
  { id, userId, name }: Pick<TotpFactor, 'id' | 'userId' | 'name'>,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('totpFactors')
    .set({ name })
    .where('userId', '=', userId)
    .where('id', '=', id)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** True for the one caller who removed it. Backup codes stay. */
export const deleteAuthenticatorApp = async (
  db: Database,
  { id, userId }: Pick<TotpFactor, 'id' | 'userId'>,
): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('totpFactors')
    .where('userId', '=', userId)
    .where('id', '=', id)
    .where('confirmedAt', 'is not', null)
    .executeTakeFirst()
  return numDeletedRows > 0
}

/** Whether a confirmed one is asked for at sign-in. */
export const hasTotpFactor = async (db: Database, userId: string): Promise<boolean> =>
  (await confirmed(db, userId)).length > 0

const confirmed = prepared((db, userId: string) =>
  db.selectFrom('totpFactors').select('id').where('userId', '=', userId).where('confirmedAt', 'is not', null),
)

/** Whether somebody has a confirmed one, or a passkey. */
export const hasFactor = async (db: Database, userId: string): Promise<boolean> =>
  (await hasTotpFactor(db, userId)) || (await listPasskeysOfUser(db, userId)).length > 0

/** Who of these people has a confirmed one. */
export const listUsersWithTotpFactor = async (db: Database, userIds: readonly string[]): Promise<string[]> => {
  const [only, ...others] = userIds
  if (only === undefined) return []
  if (others.length === 0) return (await hasTotpFactor(db, only)) ? [only] : []
  const rows = await db
    .selectFrom('totpFactors')
    .select('userId')
    .where('userId', 'in', userIds)
    .where('confirmedAt', 'is not', null)
    .execute()
  return rows.map(({ userId }) => userId)
}

/** In place of one that was never confirmed. False where there is a confirmed one: that stays. */
export const insertTotpFactor = async (db: Database, factor: TotpFactor): Promise<boolean> => {
  return (await insert(db, factor)).length > 0
}

const insert = prepared((db, factor: TotpFactor) =>
  db
    .insertInto('totpFactors')
    .values(factor)
    .onConflict((conflict) =>
      conflict
        .column('userId')
        .doUpdateSet({ ...factor })
        .where('totpFactors.confirmedAt', 'is', null),
    )
    .returning('userId'),
)

/** Confirms it by a code of that time step. True for the one caller who wins; none does once another one replaced it. */
export const confirmTotpFactor = async (
  db: Database,
  { userId, sealedSecret, name }: Pick<TotpFactor, 'userId' | 'sealedSecret' | 'name'>,
  step: number,
  now: number,
): Promise<boolean> => {
  return (
    (await confirm(db, userId, sealedSecret, { name, confirmedAt: now, lastStep: step, updatedAt: now })).length > 0
  )
}

type Confirmed = Pick<TotpFactor, 'name' | 'confirmedAt' | 'lastStep' | 'updatedAt'>

const confirm = prepared((db, userId: string, sealedSecret: string, change: Confirmed) =>
  db
    .updateTable('totpFactors')
    .set(change)
    .where('userId', '=', userId)
    .where('sealedSecret', '=', sealedSecret)
    .where('confirmedAt', 'is', null)
    .where('lastStep', '<', change.lastStep)
    .returning('id'),
)

/** Drops those that were never confirmed. Answers how many. */
export const deleteOldEnrolments = async (db: Database, before: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('totpFactors')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('totpFactors')
        .select('id')
        .where('confirmedAt', 'is', null)
        .where('createdAt', '<', before)
        .limit(limit),
    )
    .where('confirmedAt', 'is', null)
    .where('createdAt', '<', before)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Takes the code of a time step. True for the one caller who wins; no older step works after it. */
export const useTotpStep = async (db: Database, userId: string, step: number, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('totpFactors')
    .set({ lastStep: step, lastUsedAt: now, updatedAt: now })
    .where('userId', '=', userId)
    .where('confirmedAt', 'is not', null)
    .where('lastStep', '<', step)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** With its backup codes. */
export const deleteSecondFactors = async (db: Database, userId: string): Promise<void> => {
  await db.deleteFrom('totpFactors').where('userId', '=', userId).execute()
  await db.deleteFrom('backupCodes').where('userId', '=', userId).execute()
}

/** All earlier ones are gone. */
export const replaceBackupCodes = async (
  db: Database,
  userId: string,
  hashes: readonly string[],
  now: number,
): Promise<void> => {
  await deleteCodes(db, userId)
  await insertCodes(db, userId, hashes, now)
}

const deleteCodes = prepared((db, userId: string) => db.deleteFrom('backupCodes').where('userId', '=', userId))

const insertCodes = prepared((db, userId: string, hashes: readonly string[], createdAt: number) =>
  db.insertInto('backupCodes').values(hashes.map((hash) => ({ userId, hash, createdAt, usedAt: null }))),
)

/** Whether it is one that was not used yet. */
export const hasBackupCode = async (db: Database, userId: string, hash: string): Promise<boolean> => {
  const row = await db
    .selectFrom('backupCodes')
    .select('hash')
    .where('userId', '=', userId)
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** True for the one caller who wins. */
export const useBackupCode = async (db: Database, userId: string, hash: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('backupCodes')
    .set({ usedAt: now })
    .where('userId', '=', userId)
    .where('hash', '=', hash)
    .where('usedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Not used yet. */
export const countBackupCodes = async (db: Database, userId: string): Promise<number> => {
  const [counted] = await countUnused(db, userId)
  return Number(counted!.total)
}

const countUnused = prepared((db, userId: string) =>
  db
    .selectFrom('backupCodes')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('userId', '=', userId)
    .where('usedAt', 'is', null),
)

/** Of codes and factors what came since; earlier ones stay. */
export const deleteSecondFactorsSince = async (db: Database, userId: string, since: number): Promise<void> => {
  await db.deleteFrom('totpFactors').where('userId', '=', userId).where('confirmedAt', '>=', since).execute()
  await db.deleteFrom('totpFactors').where('userId', '=', userId).where('confirmedAt', 'is', null).execute()
  await db.deleteFrom('backupCodes').where('userId', '=', userId).where('createdAt', '>=', since).execute()
}
