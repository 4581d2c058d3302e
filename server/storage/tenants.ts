import type { JsonObject } from '../model/user.ts'
import type { Database } from './database.ts'
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

export const toTenant = ({ settings: _, ...row }: TenantsTable): Tenant => ({ ...row, isActive: row.isActive === 1 })

export const findTenant = async (db: Database, id: string): Promise<Tenant | undefined> => {
  const row = await db.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toTenant(row)
}

export const findTenantBySlug = async (db: Database, slug: string): Promise<Tenant | undefined> => {
  const row = await db.selectFrom('tenants').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row && toTenant(row)
}

/** All of them, by slug. */
export const listTenants = async (db: Database): Promise<Tenant[]> =>
  (await db.selectFrom('tenants').selectAll().orderBy('slug').execute()).map(toTenant)

export const insertTenant = async (db: Database, tenant: Tenant): Promise<void> => {
  await db
    .insertInto('tenants')
    .values({ ...tenant, isActive: toFlag(tenant.isActive) })
    .execute()
}

export const updateTenant = async (
  db: Database,
  id: string,
  patch: Patch<Tenant, 'id' | 'createdAt'>,
): Promise<Tenant | undefined> => {
  const changed = { ...patch, isActive: toFlag(patch.isActive) }
  const row = await db.updateTable('tenants').set(changed).where('id', '=', id).returningAll().executeTakeFirst()
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

/** Takes its applications and all that is in them along. True when there was one. */
export const deleteTenant = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db.deleteFrom('tenants').where('id', '=', id).executeTakeFirst()
  return numDeletedRows > 0
}

/** With all that is below it, where nobody runs it any more. */
export const deleteTenantWithoutAdministrator = async (db: Database, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('tenants')
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(selectFrom('administrators').select('administrators.userId').where('administrators.tenantId', '=', id)),
      ),
    )
    .executeTakeFirst()
  return numDeletedRows > 0
}
