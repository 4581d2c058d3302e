// Keys of a tenant: with one a program reads what its administrators read, and changes nothing. A key works until it is revoked,
// whoever made it, as an application's does.
import type { Caller, Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import type { ApiKey } from '../../model/keys.ts'
import { policies } from '../../model/policies.ts'
import { sha256 } from '../../outside/secrets.ts'
import {
  countTenantKeys,
  findLiveApiKey,
  insertApiKey,
  listTenantKeys as listRows,
  noteUseOfApiKey,
  revokeTenantKey as revokeRow,
} from '../../storage/api-keys.ts'
import { exclusively, transaction } from '../../storage/database.ts'
import { findTenant } from '../../storage/tenants.ts'
import { requireTenant } from '../administration/administrators.ts'
import { byCaller, record } from '../administration/audit.ts'
import { queueOwnNotice } from '../proofs/notices.ts'
import { callerOfAccessToken, requireProvenMaker } from '../sessions/callers.ts'
import { newApiKey } from './api-keys.ts'

const start = 'tk_'

/** An administrator, by their access token; or a program of a tenant that is on, by its key. */
export const callerOfReader = async (ctx: Context, credential: string): Promise<Caller> => {
  if (!credential.startsWith(start)) return callerOfAccessToken(ctx, credential, policies.platform.surface)
  const now = ctx.clock.now()
  const found = await findLiveApiKey(ctx.db, sha256(credential), now)
  const isMeant = found?.keyType === 'tenant' && found.tenantId !== null
  const tenant = isMeant ? await findTenant(ctx.db, found.tenantId!) : undefined
  if (!found || !tenant?.isActive) throw new Failure('invalid_token')
  await noteUseOfApiKey(ctx.db, found.id, now)
  return { kind: 'tenant', tenant, keyId: found.id }
}

/** Newest first, without those that are revoked. */
export const listTenantKeys = async (ctx: Context): Promise<ApiKey[]> => {
  const { tenant } = await requireTenant(ctx)
  return listRows(ctx.db, tenant.id)
}

/** The key itself is in the answer, and nowhere else: only its hash is kept. */
export const createTenantKey = async (ctx: Context, name: string): Promise<{ apiKey: ApiKey; key: string }> => {
  const { tenant, userId } = await requireTenant(ctx)
  requireProvenMaker(ctx)
  const key = `${start}${ctx.ids.secret()}`
  const owner = {
    tenantId: tenant.id,
    applicationId: null,
    environmentId: null,
    organizationId: null,
    createdBy: userId,
  }
  const apiKey = newApiKey(ctx, key, { ...owner, name, keyType: 'tenant' })
  await exclusively(ctx.db, `keys of ${tenant.id}`, async (db) => {
    if ((await countTenantKeys(db, tenant.id)) >= ctx.config.quotas.keysPerEnvironment.max) {
      throw new Failure('too_many_keys')
    }
    await insertApiKey(db, apiKey)
    await record(ctx, db, 'api_key.created', about(ctx, tenant.id, apiKey.id))
    await queueOwnNotice(ctx, db, 'key_added', name)
  })
  return { apiKey, key }
}

/** Dead at once, or `api_key_not_found`. */
export const revokeTenantKey = async (ctx: Context, id: string): Promise<void> => {
  const { tenant } = await requireTenant(ctx)
  await transaction(ctx.db, async (db) => {
    if (!(await revokeRow(db, tenant.id, id, ctx.clock.now()))) throw new Failure('api_key_not_found')
    await record(ctx, db, 'api_key.revoked', about(ctx, tenant.id, id))
  })
}

const about = (ctx: Context, tenantId: string, keyId: string) => ({
  environmentId: null,
  tenantId,
  ...byCaller(ctx),
  data: { keyId },
})
