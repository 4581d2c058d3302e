import { requireAnyClient } from '../../identity/clients/clients.ts'
import { issuerTakesDocuments } from '../../identity/clients/client-documents.ts'
import { cached } from '../cached.ts'
import type { Context } from '../../context.ts'
import type { Handle } from '../handle.ts'
import { toConfiguration, toJwks } from './views.ts'

/** What differs from one service to the next is said by the environment that its clients come to. */
const describeIssuer = async (ctx: Context) =>
  toConfiguration(ctx.config.publicUrl, { takesDocuments: await issuerTakesDocuments(ctx) })

export const getJwks: Handle<'oauth.getJwks'> = async ({ query, headers }, ctx) => {
  if (query.client_id !== undefined) await requireAnyClient(ctx, query.client_id)
  return cached(ctx, toJwks(await ctx.keyring.published()), headers['if-none-match'])
}

export const getConfiguration: Handle<'oauth.getConfiguration'> = async ({ query, headers }, ctx) => {
  if (query.client_id !== undefined) await requireAnyClient(ctx, query.client_id)
  return cached(ctx, await describeIssuer(ctx), headers['if-none-match'])
}

export const getAuthorizationServer: Handle<'oauth.getAuthorizationServer'> = async ({ query, headers }, ctx) => {
  if (query.client_id !== undefined) await requireAnyClient(ctx, query.client_id)
  return cached(ctx, await describeIssuer(ctx), headers['if-none-match'])
}
