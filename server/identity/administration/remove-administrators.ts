// Administrators who leave a tenant, and factors that a colleague takes away.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { deleteAdministrator, listAdministrators } from '../../storage/administrators.ts'
import type { Database } from '../../storage/database.ts'
import type { Tenant } from '../../storage/tenants.ts'
import { takeSecondFactors } from '../factors/second-factor.ts'
import { queueMail } from '../mails/mail.ts'
import { deleteUsers } from '../people/delete-users.ts'
import { requireFresh, requireFreshMaker } from '../sessions/fresh.ts'
import { consoleEnvironment } from '../sign-in/console.ts'
import { requireTenant } from './administrators.ts'
import { findOfTenant, inTenant, recordAbout } from './in-tenant.ts'

/** With their sessions and all else of theirs. A tenant is never left without one, and nobody removes themselves by a copied token. */
export const removeAdministrator = async (ctx: Context, userId: string): Promise<void> => {
  const { tenant, userId: callerId } = await requireTenant(ctx)
  if (callerId === userId) requireFresh(ctx)
  const environment = await consoleEnvironment(ctx)
  await inTenant(ctx, tenant, (db) => remove(ctx, db, environment.id, tenant, userId))
}

/** The administrator who asks is gone, by a fresh proof, and hears of it. As in `removeAdministrator` the last one stays. */
export const removeOneself = async (ctx: Context): Promise<void> => {
  const { user, environment } = requireFresh(ctx)
  const { tenant } = await requireTenant(ctx)
  await inTenant(ctx, tenant, async (db) => {
    await remove(ctx, db, environment.id, tenant, user.id)
    await queueMail(ctx, db, environment, 'account_deleted', user.email, {})
  })
}

const remove = async (
  ctx: Context,
  db: Database,
  environmentId: string,
  tenant: Tenant,
  userId: string,
): Promise<void> => {
  const user = await findOfTenant(db, environmentId, tenant, userId)
  const others = (await listAdministrators(db, tenant.id)).filter((one) => one.user.id !== userId)
  // One who was invited and never came administers nothing.
  if (user.passwordHash !== null && !others.some((one) => one.user.passwordHash !== null)) {
    throw new Failure('last_owner', 'The tenant would be left without an administrator. Invite another one first.')
  }
  await deleteAdministrator(db, userId)
  await deleteUsers(ctx, environmentId, [userId], db)
  await recordAbout(ctx, db, 'administrator.removed', tenant, user)
}

/**
 * Takes the second factors of an administrator of the tenant away, with a fresh sign-in: whoever holds a copied token and knows a
 * colleague's password must not come in by both. See `takeSecondFactors`.
 */
export const removeAdministratorFactors = async (ctx: Context, userId: string): Promise<void> => {
  const caller = await requireTenant(ctx)
  const environment = await consoleEnvironment(ctx)
  const user = await findOfTenant(ctx.db, environment.id, caller.tenant, userId)
  requireFreshMaker(ctx)
  await takeSecondFactors(ctx, environment, user)
}
