// Clients of an environment itself on the wire, and back.
import type { ClientWithSecret } from '../../identity/clients/client-registry.ts'
import type { ClientChanges } from '../../identity/clients/client-settings.ts'
import { type Client, isConfidential } from '../../model/client.ts'
import { fromClientMetadata, toClientMetadata } from '../client-metadata.ts'
import { toTime } from '../app-and-platform/views.ts'
import type { Wire } from '../handle.ts'

/** Never the secret nor its hash. */
export const toClient = (client: Client): Wire['PlatformClient'] => {
  const { post_logout_redirect_uris: postLogoutRedirectUris, ...openid } = toClientMetadata(client.openid)
  return {
    clientId: client.id,
    environmentId: client.environmentId,
    name: client.name,
    type: isConfidential(client) ? 'confidential' : 'public',
    redirectUris: [...client.redirectUris],
    allowedOrigins: [...client.allowedOrigins],
    audiences: [...client.audiences],
    scopes: [...client.scopes],
    defaultScopes: [...client.defaultScopes],
    postLogoutRedirectUris,
    accessTokenSeconds: client.accessTokenSeconds,
    refreshTokenSeconds: client.refreshTokenSeconds,
    openid,
    isActive: client.isActive,
    createdAt: toTime(client.createdAt),
    updatedAt: toTime(client.updatedAt),
  }
}

export const toThirdPartyClient = (client: Client): Wire['ThirdPartyClient'] => ({
  clientId: client.id,
  environmentId: client.environmentId,
  kind: client.documentUntil !== null ? 'document' : client.registrationHash === null ? 'account' : 'registered',
  accountId: client.organizationId,
  registeredBy: client.createdBy,
  name: client.name,
  type: isConfidential(client) ? 'confidential' : 'public',
  redirectUris: [...client.redirectUris],
  allowedOrigins: [...client.allowedOrigins],
  audiences: [...client.audiences],
  scopes: [...client.scopes],
  clientUri: client.openid.clientUri,
  contacts: [...client.openid.contacts],
  isActive: client.isActive,
  createdAt: toTime(client.createdAt),
  updatedAt: toTime(client.updatedAt),
})

export const toClientWithSecret = ({ client, secret }: ClientWithSecret): Wire['PlatformClientWithSecret'] => ({
  ...toClient(client),
  clientSecret: secret,
})

/** Only the fields that were sent. */
export const fromClientFields = (body: Wire['UpdatePlatformClient']): ClientChanges => ({
  ...(body.name !== undefined && { name: body.name }),
  ...(body.redirectUris !== undefined && { redirectUris: body.redirectUris }),
  ...(body.allowedOrigins !== undefined && { allowedOrigins: body.allowedOrigins }),
  ...(body.audiences !== undefined && { audiences: body.audiences }),
  ...(body.scopes !== undefined && { scopes: body.scopes }),
  ...(body.defaultScopes !== undefined && { defaultScopes: body.defaultScopes }),
  ...(body.accessTokenSeconds !== undefined && { accessTokenSeconds: body.accessTokenSeconds }),
  ...(body.refreshTokenSeconds !== undefined && { refreshTokenSeconds: body.refreshTokenSeconds }),
  openid: fromClientMetadata({
    ...body.openid,
    ...(body.postLogoutRedirectUris && { post_logout_redirect_uris: body.postLogoutRedirectUris }),
  }),
})
