import { createTenantKey, listTenantKeys, revokeTenantKey } from '../../identity/clients/tenant-keys.ts'
import type { Handle } from '../handle.ts'
import { toTenantKey } from './views.ts'

export const listTenantApiKeys: Handle<'platform.listTenantApiKeys'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listTenantKeys(ctx)).map(toTenantKey) },
})

export const createTenantApiKey: Handle<'platform.createTenantApiKey'> = async ({ body }, ctx) => {
  const { apiKey, key } = await createTenantKey(ctx, body.name)
  return { status: 200, body: { data: { ...toTenantKey(apiKey), key } } }
}

export const revokeTenantApiKey: Handle<'platform.revokeTenantApiKey'> = async ({ path }, ctx) => {
  await revokeTenantKey(ctx, path.keyId)
  return { status: 200, body: { success: true } }
}
