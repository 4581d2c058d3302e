// What a tenant keeps about itself. Nothing here has an effect.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { brokenBound } from '../../model/free-form.ts'
import type { JsonObject } from '../../model/user.ts'
import { exclusively } from '../../storage/database.ts'
import { findTenantSettings, saveTenantSettings } from '../../storage/tenants.ts'
import { requireTenant } from './administrators.ts'
import { byCaller, record } from './audit.ts'

/** As the contract has it for one change: all together are held to it as well. */
const bounds = { fields: 100, maxBytes: 4096, maxDepth: 32 }

export const getTenantSettings = async (ctx: Context): Promise<JsonObject> => {
  const { tenant } = await requireTenant(ctx)
  return (await findTenantSettings(ctx.db, tenant.id)) ?? {}
}

/** Sets the fields that are named, each as a whole; null takes one away. */
export const updateTenantSettings = async (ctx: Context, patch: JsonObject): Promise<JsonObject> => {
  const { tenant } = await requireTenant(ctx)
  return exclusively(ctx.db, `settings of ${tenant.id}`, async (db) => {
    const before = (await findTenantSettings(db, tenant.id)) ?? {}
    const merged = Object.fromEntries(Object.entries({ ...before, ...patch }).filter(([, value]) => value !== null))
    if (Object.keys(merged).length > bounds.fields || brokenBound(merged, bounds)) {
      const { fields, maxBytes, maxDepth } = bounds
      throw new Failure(
        'invalid_request',
        `All settings together must have at most ${fields} fields, ${maxBytes} bytes and ${maxDepth} levels.`,
      )
    }
    await saveTenantSettings(db, tenant.id, { settings: merged, updatedAt: ctx.clock.now() })
    const data = { tenantId: tenant.id, fields: Object.keys(patch) }
    await record(ctx, db, 'tenant.settings_changed', {
      environmentId: null,
      tenantId: tenant.id,
      ...byCaller(ctx),
      data,
    })
    return merged
  })
}
