import type { Administrator, AdministratorRole } from '../model/tenant.ts'
import type { User } from '../model/user.ts'
import { prefixed, unprefixed } from './rows.ts'
import type { Database } from './database.ts'
import type { TenantsTable } from './schema.ts'
import { type Tenant, toTenant } from './tenants.ts'
import { toUser } from './users.ts'

const tenantColumns = ['id', 'name', 'slug', 'plan', 'isActive', 'createdAt', 'updatedAt'] as const

/** What a user of the console runs, with their tenant. */
export const findAdministrator = async (
  db: Database,
  userId: string,
): Promise<{ administrator: Administrator; tenant: Tenant } | undefined> => {
  const row = await db
    .selectFrom('administrators')
    .innerJoin('tenants', 'tenants.id', 'administrators.tenantId')
    .select(['administrators.userId', 'administrators.role', 'administrators.createdAt'])
    .select(prefixed('tenants', 'tenant', tenantColumns))
    .where('administrators.userId', '=', userId)
    .executeTakeFirst()
  if (!row) return undefined
  const tenant = toTenant(unprefixed<TenantsTable>(row, 'tenant', tenantColumns))
  const { createdAt } = row
  return { administrator: { userId, tenantId: tenant.id, role: row.role as AdministratorRole, createdAt }, tenant }
}

export const insertAdministrator = async (db: Database, administrator: Administrator): Promise<void> => {
  await db.insertInto('administrators').values(administrator).execute()
}

/** Of a tenant, oldest first, with their users. */
export const listAdministrators = async (
  db: Database,
  tenantId: string,
): Promise<{ user: User; administrator: Administrator }[]> => {
  const rows = await db
    .selectFrom('administrators')
    .innerJoin('users', 'users.id', 'administrators.userId')
    .selectAll('users')
    .select(['administrators.role', 'administrators.createdAt as since'])
    .where('administrators.tenantId', '=', tenantId)
    .orderBy('administrators.createdAt')
    .orderBy('administrators.userId')
    .execute()
  return rows.map(({ role, since, ...row }) => ({
    user: toUser(row),
    administrator: { userId: row.id, tenantId, role: role as AdministratorRole, createdAt: since },
  }))
}

export const deleteAdministrator = async (db: Database, userId: string): Promise<void> => {
  await db.deleteFrom('administrators').where('userId', '=', userId).execute()
}
