// Tenants: who they are, for the operator alone.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type Database, isUniqueViolation, transaction } from '../../storage/database.ts'
import {
  type Tenant,
  findTenant,
  findTenantBySlug,
  insertTenant,
  listTenants as listRows,
} from '../../storage/tenants.ts'
import { consoleTenantId } from '../sign-in/console.ts'
import { record } from './audit.ts'

type NewTenantNames = Pick<Tenant, 'name' | 'slug'>

export const newTenant = (ctx: Context, { name, slug }: NewTenantNames): Tenant => {
  const now = ctx.clock.now()
  return { id: ctx.ids.uuid(), name, slug, plan: 'free', isActive: true, createdAt: now, updatedAt: now }
}

export const insertNewTenant = (db: Database, tenant: Tenant): Promise<void> =>
  insertTenant(db, tenant).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new Failure('slug_taken', undefined, { cause: error })
    throw error
  })

/** Makes a tenant that nobody administers yet. */
export const createTenant = (ctx: Context, names: NewTenantNames): Promise<Tenant> => {
  requireOperator(ctx)
  const tenant = newTenant(ctx, names)
  return transaction(ctx.db, async (db) => {
    await insertNewTenant(db, tenant)
    await record(ctx, db, 'tenant.created', {
      environmentId: null,
      tenantId: tenant.id,
      data: { tenantId: tenant.id },
    })
    return tenant
  })
}

/** By slug, without the one that the console stands in. */
export const listTenants = async (ctx: Context): Promise<Tenant[]> => {
  requireOperator(ctx)
  return (await listRows(ctx.db)).filter(({ id }) => id !== consoleTenantId)
}

/** By its id or its slug. */
export const findNamedTenant = async (ctx: Context, named: string): Promise<Tenant | undefined> => {
  requireOperator(ctx)
  const found = (await findTenant(ctx.db, named)) ?? (await findTenantBySlug(ctx.db, named))
  return found?.id === consoleTenantId ? undefined : found
}

const requireOperator = ({ caller }: Context): void => {
  if (caller.kind !== 'operator') throw new Failure('unauthorized')
}
