// Who administers a tenant: seen, made, invited and removed by one another, and by the operator.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { Administrator } from '../../model/tenant.ts'
import type { User } from '../../model/user.ts'
import { insertAdministrator, listAdministrators as listRows } from '../../storage/administrators.ts'
import type { Database } from '../../storage/database.ts'
import type { Tenant } from '../../storage/tenants.ts'
import { requireRoom } from '../limits/quotas.ts'
import { hashPassword, requireStrongPassword } from '../passwords/passwords.ts'
import { setPasswordOfOwner } from '../passwords/reset-password.ts'
import { requireEmail } from '../people/emails.ts'
import { makeUser } from '../people/users.ts'
import { consoleEnvironment } from '../sign-in/console.ts'
import { requireTenant } from './administrators.ts'
import { inTenant, findOfTenant, recordAbout } from './in-tenant.ts'

export interface TenantAdministrator {
  readonly user: User
  readonly administrator: Administrator
}

export interface AdministratorNames {
  readonly email: string
  readonly firstName: string | null
  readonly lastName: string | null
}

/** Oldest first. */
export const listAdministrators = async (ctx: Context): Promise<TenantAdministrator[]> => {
  const { tenant } = await requireTenant(ctx)
  return listRows(ctx.db, tenant.id)
}

/** For the operator, who chooses the first password and answers for the address. */
export const addAdministrator = async (
  ctx: Context,
  { password, ...names }: AdministratorNames & { readonly password: string },
): Promise<TenantAdministrator> => {
  if (ctx.caller.kind !== 'operator') throw new Failure('unauthorized')
  const { tenant } = await requireTenant(ctx)
  const environment = await consoleEnvironment(ctx)
  const email = requireEmail(names.email)
  await requireStrongPassword(ctx, environment, password, { ...names, email })
  const passwordHash = await hashPassword(ctx, password)
  const known = { ...names, email, environmentId: environment.id, passwordHash, emailVerifiedAt: ctx.clock.now() }
  return inTenant(ctx, tenant, async (db) => {
    const made = await insertNew(ctx, db, tenant, known)
    await recordAbout(ctx, db, 'administrator.created', tenant, made.user)
    return made
  })
}

/**
 * For the operator, where the only administrator has lost the password: nobody else could invite them again. Their sessions end, and
 * they hear of it by mail. As in `addAdministrator` the operator answers for the address.
 */
export const setAdministratorPassword = async (ctx: Context, userId: string, password: string): Promise<void> => {
  if (ctx.caller.kind !== 'operator') throw new Failure('unauthorized')
  const { tenant } = await requireTenant(ctx)
  const environment = await consoleEnvironment(ctx)
  await requireStrongPassword(ctx, environment, password, await findOfTenant(ctx.db, environment.id, tenant, userId))
  const passwordHash = await hashPassword(ctx, password)
  await inTenant(ctx, tenant, async (db) => {
    const user = await findOfTenant(db, environment.id, tenant, userId)
    const owner = await setPasswordOfOwner(ctx, db, { environment, user, passwordHash })
    await recordAbout(ctx, db, 'administrator.password_set', tenant, owner)
  })
}

/** An administrator of the caller's tenant. */
export const getAdministrator = async (ctx: Context, userId: string): Promise<TenantAdministrator> => {
  const found = (await listAdministrators(ctx)).find(({ user }) => user.id === userId)
  if (!found) throw new Failure('user_not_found')
  return found
}

export const insertNew = async (
  ctx: Context,
  db: Database,
  tenant: Tenant,
  known: Parameters<typeof makeUser>[2],
): Promise<TenantAdministrator> => {
  requireRoom(ctx, 'administratorsPerTenant', (await listRows(db, tenant.id)).length)
  const user = await makeUser(ctx, db, known)
  const administrator: Administrator = {
    userId: user.id,
    tenantId: tenant.id,
    role: 'owner',
    invitedBy: null,
    invitedUntil: null,
    createdAt: user.createdAt,
  }
  await insertAdministrator(db, administrator)
  return { user, administrator }
}
