import type { Passkey } from '../model/passkey.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { toFlag } from './rows.ts'
import type { PasskeysTable } from './schema.ts'

const toPasskey = ({ transports, isBackedUp, ...row }: PasskeysTable): Passkey => ({
  ...row,
  transports: JSON.parse(transports) as string[],
  isBackedUp: isBackedUp === 1,
})

/** False where the environment has it already. */
export const insertPasskey = async (
  db: Database,
  { transports, isBackedUp, ...passkey }: Passkey,
): Promise<boolean> => {
  const row = { ...passkey, transports: JSON.stringify(transports), isBackedUp: toFlag(isBackedUp) }
  return (await insert(db, row)).length > 0
}

const insert = prepared((db, row: PasskeysTable) =>
  db
    .insertInto('passkeys')
    .values(row)
    .onConflict((conflict) => conflict.columns(['environmentId', 'credentialId']).doNothing())
    .returning('id'),
)

export const findPasskey = async (
  db: Database,
  environmentId: string,
  credentialId: string,
): Promise<Passkey | undefined> => {
  const [row] = await byCredential(db, environmentId, credentialId)
  return row && toPasskey(row)
}

const byCredential = prepared((db, environmentId: string, credentialId: string) =>
  db
    .selectFrom('passkeys')
    .selectAll()
    .where('environmentId', '=', environmentId)
    .where('credentialId', '=', credentialId),
)

/** Oldest first. */
export const listPasskeysOfUser = async (db: Database, userId: string): Promise<Passkey[]> => {
  const rows = await ofUser(db, userId)
  return rows.map(toPasskey)
}

const ofUser = prepared((db, userId: string) =>
  db.selectFrom('passkeys').selectAll().where('userId', '=', userId).orderBy('createdAt').orderBy('id'),
)

/**
 * Notes a use. True for the one caller whose counter is ahead of all before; authenticators that do not count say zero each time.
 */
export const usePasskey = async (
  db: Database,
  id: string,
  { counter, isBackedUp, lastUsedAt }: { counter: number; isBackedUp: boolean; lastUsedAt: number },
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('passkeys')
    .set({ counter, isBackedUp: toFlag(isBackedUp), lastUsedAt })
    .where('id', '=', id)
    .where('counter', counter === 0 ? '=' : '<', counter)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

export const renamePasskey = async (
  db: Database,
  { id, userId, name }: { id: string; userId: string; name: string },
): Promise<Passkey | undefined> => {
  const row = await db
    .updateTable('passkeys')
    .set({ name })
    .where('id', '=', id)
    .where('userId', '=', userId)
    .returningAll()
    .executeTakeFirst()
  return row && toPasskey(row)
}

/** True for the one caller who removed it. */
export const deletePasskey = async (db: Database, { id, userId }: { id: string; userId: string }): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return numDeletedRows > 0
}

/** Those that were made since; absent: all. */
export const deletePasskeysOfUser = async (db: Database, userId: string, since = 0): Promise<void> => {
  await db.deleteFrom('passkeys').where('userId', '=', userId).where('createdAt', '>=', since).execute()
}
