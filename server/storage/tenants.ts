import type { JsonObject } from '../model/user.ts'
import { cacheOf } from './cached-rows.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import { fromFreeForm, toFlag, toJson } from './rows.ts'
import type { Patch } from './rows.ts'
import type { TenantsTable } from './schema.ts'

/** A customer: owns applications. */
export interface Tenant {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly plan: string
  /** Off: nothing below it answers, and nobody administers it. */
  readonly isActive: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

type TenantRow = Omit<TenantsTable, 'settings' | 'deletedAt'>

export const tenantColumns = ['id', 'name', 'slug', 'plan', 'isActive', 'createdAt', 'updatedAt'] as const

export const toTenant = (row: TenantRow): Tenant => ({ ...row, isActive: row.isActive === 1 })

const tenants = (db: Database) => db.selectFrom('tenants').select(tenantColumns).where('deletedAt', 'is', null)

export const findTenant = async (db: Database, id: string): Promise<Tenant | undefined> => {
  const [row] = await byId(db, id)
  return row && toTenant(row)
}

const byId = prepared((db, id: string) => tenants(db).where('id', '=', id))

/** The same, as it is or was less than a second ago. */
export const findCachedTenant = (db: Database, id: string): Promise<Tenant | undefined> =>
  cacheOf(db).find(db, `tenant ${id}`, () => findTenant(db, id))

export const findTenantBySlug = async (db: Database, slug: string): Promise<Tenant | undefined> => {
  const row = await tenants(db).where('slug', '=', slug).executeTakeFirst()
  return row && toTenant(row)
}

/** All of them, by slug. */
export const listTenants = async (db: Database): Promise<Tenant[]> =>
  (await tenants(db).orderBy('slug').execute()).map(toTenant)

export const insertTenant = async (db: Database, tenant: Tenant): Promise<void> => {
  await insert(db, { ...tenant, isActive: toFlag(tenant.isActive) })
}

const insert = prepared((db, row: Omit<TenantsTable, 'settings' | 'deletedAt'>) => db.insertInto('tenants').values(row))

export const updateTenant = async (
  db: Database,
  id: string,
  patch: Patch<Tenant, 'id' | 'createdAt'>,
): Promise<Tenant | undefined> => {
  const changed = { ...patch, isActive: toFlag(patch.isActive) }
  const row = await db
    .updateTable('tenants')
    .set(changed)
    .where('id', '=', id)
    .where('deletedAt', 'is', null)
    .returning(tenantColumns)
    .executeTakeFirst()
  return row && toTenant(row)
}

/** Null while nothing was ever set. */
export const findTenantSettings = async (db: Database, id: string): Promise<JsonObject | null> => {
  const row = await db.selectFrom('tenants').select('settings').where('id', '=', id).executeTakeFirst()
  return fromFreeForm(row?.settings ?? null)
}

export const saveTenantSettings = async (
  db: Database,
  id: string,
  { settings, updatedAt }: { readonly settings: JsonObject; readonly updatedAt: number },
): Promise<void> => {
  await db
    .updateTable('tenants')
    .set({ settings: toJson(settings), updatedAt })
    .where('id', '=', id)
    .execute()
}
