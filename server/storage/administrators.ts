import type { Administrator, AdministratorRole } from '../model/tenant.ts'
import type { User } from '../model/user.ts'
import { prefixed, unprefixed } from './rows.ts'
import type { Database } from './database.ts'
import { prepared } from './prepared.ts'
import type { TenantsTable } from './schema.ts'
import { type Tenant, tenantColumns, toTenant } from './tenants.ts'
import { toUser } from './users.ts'

/** What a user of the console runs, with their tenant. */
export const findAdministrator = async (
  db: Database,
  userId: string,
): Promise<{ administrator: Administrator; tenant: Tenant } | undefined> => {
  const [row] = await byUser(db, userId)
  if (!row) return undefined
  const tenant = toTenant(unprefixed<TenantsTable>(row, 'tenant', tenantColumns))
  const { createdAt, invitedBy, invitedUntil } = row
  const role = row.role as AdministratorRole
  return { administrator: { userId, tenantId: tenant.id, role, invitedBy, invitedUntil, createdAt }, tenant }
}

const byUser = prepared((db, userId: string) =>
  db
    .selectFrom('administrators')
    .innerJoin('tenants', 'tenants.id', 'administrators.tenantId')
    .select(['administrators.userId', 'administrators.role', 'administrators.createdAt'])
    .select(['administrators.invitedBy', 'administrators.invitedUntil'])
    .select(prefixed('tenants', 'tenant', tenantColumns))
    .where('administrators.userId', '=', userId)
    .where('tenants.deletedAt', 'is', null),
)

export const insertAdministrator = async (db: Database, administrator: Administrator): Promise<void> => {
  await insert(db, administrator)
}

const insert = prepared((db, administrator: Administrator) => db.insertInto('administrators').values(administrator))

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
    .select(['administrators.invitedBy', 'administrators.invitedUntil'])
    .where('administrators.tenantId', '=', tenantId)
    .orderBy('administrators.createdAt')
    .orderBy('administrators.userId')
    .execute()
  return rows.map(({ role, since, invitedBy, invitedUntil, ...row }) => ({
    user: toUser(row),
    administrator: {
      userId: row.id,
      tenantId,
      role: role as AdministratorRole,
      invitedBy,
      invitedUntil,
      createdAt: since,
    },
  }))
}

/** Notes who mailed them last, and until when the link is good. */
export const updateAdministrator = async (
  db: Database,
  userId: string,
  patch: Pick<Administrator, 'invitedBy' | 'invitedUntil'>,
): Promise<void> => {
  await db.updateTable('administrators').set(patch).where('userId', '=', userId).execute()
}

export const deleteAdministrator = async (db: Database, userId: string): Promise<void> => {
  await db.deleteFrom('administrators').where('userId', '=', userId).execute()
}
