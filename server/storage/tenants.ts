import type { Database } from './database.ts'
import type { Patch } from './rows.ts'

/** A customer: owns applications. */
export interface Tenant {
  readonly id: string
  readonly name: string
  readonly slug: string
  readonly plan: string
  readonly createdAt: number
  readonly updatedAt: number
}

export const findTenant = (db: Database, id: string): Promise<Tenant | undefined> =>
  db.selectFrom('tenants').selectAll().where('id', '=', id).executeTakeFirst()

export const findTenantBySlug = (db: Database, slug: string): Promise<Tenant | undefined> =>
  db.selectFrom('tenants').selectAll().where('slug', '=', slug).executeTakeFirst()

/** All of them, by slug. */
export const listTenants = (db: Database): Promise<Tenant[]> =>
  db.selectFrom('tenants').selectAll().orderBy('slug').execute()

export const insertTenant = async (db: Database, tenant: Tenant): Promise<void> => {
  await db.insertInto('tenants').values(tenant).execute()
}

export const updateTenant = (
  db: Database,
  id: string,
  patch: Patch<Tenant, 'id' | 'createdAt'>,
): Promise<Tenant | undefined> =>
  db.updateTable('tenants').set(patch).where('id', '=', id).returningAll().executeTakeFirst()

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
