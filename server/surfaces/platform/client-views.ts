// Clients of an environment itself on the wire, and back.
import type { ClientChanges, ClientWithSecret } from '../../identity/clients/client-registry.ts'
import type { Client } from '../../model/client.ts'
import { toTime } from '../app-and-platform/views.ts'
import type { Wire } from '../handle.ts'

/** Never the secret nor its hash. */
export const toClient = (client: Client): Wire['PlatformClient'] => ({
  clientId: client.id,
  environmentId: client.environmentId,
  name: client.name,
  type: client.secretHash ? 'confidential' : 'public',
  redirectUris: [...client.redirectUris],
  allowedOrigins: [...client.allowedOrigins],
  audiences: [...client.audiences],
  scopes: [...client.scopes],
  defaultScopes: [...client.defaultScopes],
  postLogoutRedirectUris: [...client.openid.postLogoutRedirectUris],
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
  ...(body.postLogoutRedirectUris !== undefined && {
    openid: { postLogoutRedirectUris: body.postLogoutRedirectUris },
  }),
})
