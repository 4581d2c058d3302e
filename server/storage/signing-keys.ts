import type { SigningAlgorithm, SigningKey } from '../model/signing-key.ts'
import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import type { SigningKeysTable } from './schema.ts'

const toSigningKey = (row: SigningKeysTable): SigningKey => ({
  ...row,
  alg: row.alg as SigningAlgorithm,
  publicJwk: JSON.parse(row.publicJwk) as JsonObject,
})

/** All of them, in the order in which they sign. */
export const listSigningKeys = async (db: Database): Promise<SigningKey[]> => {
  const rows = await all(db)
  return rows.map(toSigningKey)
}

const all = prepared((db) => db.selectFrom('signingKeys').selectAll().orderBy('signsFrom').orderBy('kid'))

export const insertSigningKey = async (db: Database, key: SigningKey): Promise<void> => {
  await db
    .insertInto('signingKeys')
    .values({ ...key, publicJwk: JSON.stringify(key.publicJwk) })
    .execute()
}

export const updateSigningKey = async (
  db: Database,
  kid: string,
  patch: Partial<Pick<SigningKey, 'sealedPrivateJwk' | 'signsFrom' | 'retiresAt'>>,
): Promise<SigningKey | undefined> => {
  const row = await db.updateTable('signingKeys').set(patch).where('kid', '=', kid).returningAll().executeTakeFirst()
  return row && toSigningKey(row)
}

/** True when there was one. */
export const deleteSigningKey = async (db: Database, kid: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('signingKeys').where('kid', '=', kid).executeTakeFirst()
  return numDeletedRows > 0
}
