import { requireAnyClient } from '../../identity/clients/clients.ts'
import { cached } from '../cached.ts'
import type { Handle } from '../handle.ts'
import { toConfiguration, toJwks } from './views.ts'

export const getJwks: Handle<'oauth.getJwks'> = async ({ query, headers }, ctx) => {
  if (query.client_id !== undefined) await requireAnyClient(ctx, query.client_id)
  return cached(ctx, toJwks(await ctx.keyring.published()), headers['if-none-match'])
}

export const getConfiguration: Handle<'oauth.getConfiguration'> = async ({ query, headers }, ctx) => {
  if (query.client_id !== undefined) await requireAnyClient(ctx, query.client_id)
  return cached(ctx, toConfiguration(ctx.config.publicUrl), headers['if-none-match'])
}
