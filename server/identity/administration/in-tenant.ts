// What all changes of who administers a tenant share.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { Failure } from '../../model/failure.ts'
import type { User } from '../../model/user.ts'
import { findAdministrator } from '../../storage/administrators.ts'
import { type Database, exclusively, isUniqueViolation } from '../../storage/database.ts'
import type { Tenant } from '../../storage/tenants.ts'
import { findUser } from '../../storage/users.ts'
import { byCaller, record } from './audit.ts'

/** One at a time changes who administers a tenant. */
export const inTenant = <T>(ctx: Context, { id }: Tenant, work: (db: Database) => Promise<T>): Promise<T> =>
  exclusively(ctx.db, `administrators of ${id}`, work).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new Failure('user_exists', undefined, { cause: error })
    throw error
  })

/** One of a tenant; `user_not_found` for anybody else. */
export const findOfTenant = async (
  db: Database,
  environmentId: string,
  tenant: Tenant,
  userId: string,
): Promise<User> => {
  const running = await findAdministrator(db, userId)
  const user = running?.tenant.id === tenant.id ? await findUser(db, environmentId, userId) : undefined
  if (!user) throw new Failure('user_not_found')
  return user
}

/** Notes who did it, and about whom. */
export const recordAbout = (ctx: Context, db: Database, action: AuditAction, tenant: Tenant, user: User) =>
  record(ctx, db, action, {
    environmentId: user.environmentId,
    tenantId: tenant.id,
    ...byCaller(ctx),
    data: { userId: user.id },
  })
