import type { ApiKey, ApiKeyType } from '../model/keys.ts'
import type { Database } from './database.ts'
import { type Page, listNewest } from './newest.ts'
import { prepared } from './prepared.ts'
import type { ApiKeysTable } from './schema.ts'

const toApiKey = (row: ApiKeysTable): ApiKey => ({ ...row, keyType: row.keyType as ApiKeyType })

/** A key that is neither revoked nor past its end. */
export const findLiveApiKey = async (db: Database, hash: string, now: number): Promise<ApiKey | undefined> => {
  const [row] = await live(db, hash, now)
  return row && toApiKey(row)
}

const live = prepared((db, hash: string, now: number) =>
  db
    .selectFrom('apiKeys')
    .selectAll()
    .where('hash', '=', hash)
    .where('revokedAt', 'is', null)
    .where(({ or, eb }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)])),
)

/** Those that are not revoked, newest first. */
export const listApiKeys = async (db: Database, environmentIds: readonly string[], page: Page): Promise<ApiKey[]> => {
  const rowsOf = (environmentId: string) =>
    db.selectFrom('apiKeys').selectAll().where('environmentId', '=', environmentId).where('revokedAt', 'is', null)
  return (await listNewest(db, environmentIds, rowsOf, page)).map(toApiKey)
}

/** Those that are not revoked. */
export const countApiKeys = async (db: Database, environmentIds: readonly string[]): Promise<number> => {
  const [counted] = await countOf(db, environmentIds)
  return Number(counted!.total)
}

const countOf = prepared((db, environmentIds: readonly string[]) =>
  db
    .selectFrom('apiKeys')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('environmentId', 'in', environmentIds)
    .where('revokedAt', 'is', null),
)

const ofTenant = (db: Database, tenantId: string) =>
  db
    .selectFrom('apiKeys')
    .where('tenantId', '=', tenantId)
    .where('keyType', '=', 'tenant')
    .where('revokedAt', 'is', null)

/** The tenant's own that are not revoked, newest first. */
export const listTenantKeys = async (db: Database, tenantId: string): Promise<ApiKey[]> => {
  const keys = ofTenant(db, tenantId).selectAll().orderBy('createdAt', 'desc').orderBy('id', 'desc')
  return (await keys.execute()).map(toApiKey)
}

export const countTenantKeys = async (db: Database, tenantId: string): Promise<number> => {
  const counted = ofTenant(db, tenantId).select(({ fn }) => fn.countAll<number>().as('total'))
  return Number((await counted.executeTakeFirstOrThrow()).total)
}

export const insertApiKey = async (db: Database, key: ApiKey): Promise<void> => {
  await insert(db, key)
}

const insert = prepared((db, key: ApiKey) => db.insertInto('apiKeys').values(key))

/** Notes when a key was last good for something. */
export const noteUseOfApiKey = async (db: Database, id: string, now: number): Promise<void> => {
  await noteUse(db, id, now)
}

const noteUse = prepared((db, id: string, lastUsedAt: number) =>
  db.updateTable('apiKeys').set({ lastUsedAt }).where('id', '=', id),
)

/** True for the one caller who revoked it. */
export const revokeApiKey = async (db: Database, applicationId: string, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('apiKeys')
    .set({ revokedAt: now })
    .where('id', '=', id)
    .where('applicationId', '=', applicationId)
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Those that a user has made since, of applications and of tenants. Answers what was revoked. */
export const revokeApiKeysMadeBy = async (
  db: Database,
  createdBy: string,
  { since, now }: { readonly since: number; readonly now: number },
): Promise<ApiKey[]> => {
  const rows = await db
    .updateTable('apiKeys')
    .set({ revokedAt: now })
    .where('createdBy', '=', createdBy)
    .where('createdAt', '>=', since)
    .where('revokedAt', 'is', null)
    .returningAll()
    .execute()
  return rows.map(toApiKey)
}

/** The same, of a tenant's own. */
export const revokeTenantKey = async (db: Database, tenantId: string, id: string, now: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('apiKeys')
    .set({ revokedAt: now })
    .where('id', '=', id)
    .where('tenantId', '=', tenantId)
    .where('keyType', '=', 'tenant')
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}
