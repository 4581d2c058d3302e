import {
  getTenantSettings as get,
  updateTenantSettings as update,
} from '../../identity/administration/tenant-settings.ts'
import type { Handle } from '../handle.ts'

export const getTenantSettings: Handle<'platform.getTenantSettings'> = async (_request, ctx) => ({
  status: 200,
  body: { data: await get(ctx) },
})

export const updateTenantSettings: Handle<'platform.updateTenantSettings'> = async ({ body }, ctx) => ({
  status: 200,
  body: { data: await update(ctx, body) },
})
