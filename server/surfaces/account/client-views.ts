// Clients on the wire, and back.
import type { Context } from '../../context.ts'
import type { ClientChanges } from '../../identity/clients/client-settings.ts'
import { type Client, isConfidential } from '../../model/client.ts'
import { fromClientMetadata, toClientMetadata } from '../client-metadata.ts'
import type { Wire } from '../handle.ts'

/** Never the secret nor its hash. */
export const toClient = (ctx: Context, client: Client): Wire['AccountClient'] => ({
  id: client.id,
  resource_id: `acc_${client.organizationId}`,
  account_id: `acc_${client.organizationId}`,
  name: client.name,
  type: isConfidential(client) ? 'confidential' : 'public',
  issuer: ctx.config.publicUrl,
  audience: client.audiences[0] ?? null,
  allowed_origins: [...client.allowedOrigins],
  redirect_uris: [...client.redirectUris],
  allowed_scope: client.scopes.join(' ') || null,
  default_scope: client.defaultScopes.join(' ') || null,
  access_token_config: client.accessTokenSeconds === null ? null : { expires_in: client.accessTokenSeconds },
  refresh_token_config: client.refreshTokenSeconds === null ? null : { expires_in: client.refreshTokenSeconds },
  ...toClientMetadata(client.openid),
  id_token_config: null,
  is_active: client.isActive,
  created_at: new Date(client.createdAt).toISOString(),
  updated_at: new Date(client.updatedAt).toISOString(),
})

const wordsOf = (scope: string | null): string[] => [...new Set((scope ?? '').split(' ').filter((word) => word !== ''))]

/** Only the fields that were sent: an absent one stays as it is, null clears (RFC 7396). */
export const fromClientFields = (body: Wire['AccountClientUpdate']): ClientChanges => ({
  ...(body.name !== undefined && { name: body.name }),
  ...(body.allowed_origins !== undefined && { allowedOrigins: body.allowed_origins }),
  ...(body.redirect_uris !== undefined && { redirectUris: body.redirect_uris }),
  ...(body.audience !== undefined && { audiences: body.audience === null ? [] : [body.audience] }),
  ...(body.allowed_scope !== undefined && { scopes: wordsOf(body.allowed_scope) }),
  ...(body.default_scope !== undefined && { defaultScopes: wordsOf(body.default_scope) }),
  ...(body.access_token_config !== undefined && { accessTokenSeconds: body.access_token_config?.expires_in ?? null }),
  ...(body.refresh_token_config !== undefined && {
    refreshTokenSeconds: body.refresh_token_config?.expires_in ?? null,
  }),
  openid: fromClientMetadata(body),
})
