// Keys and settings of a tenant.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/** Each takes an administrator's access token first. */
export interface TenantCalls {
  /** Newest first: `GET /api/platform/api-keys`. */
  listPlatformApiKeys(accessToken: string): Promise<Wire['TenantApiKeyList']>
  /**
   * `data.key` is shown this once; it stands in the place of an access token where applications, what is counted of them and the audit
   * are read: `POST /api/platform/api-keys`. Codes: `email_not_verified`, `too_many_keys`.
   */
  createPlatformApiKey(
    accessToken: string,
    data: Wire['CreateTenantApiKey'],
  ): Promise<Wire['CreatedTenantApiKeyAnswer']>
  /** `DELETE /api/platform/api-keys/{keyId}`. */
  revokePlatformApiKey(accessToken: string, keyId: string): Promise<void>
  /** `GET /api/platform/settings`. */
  getPlatformSettings(accessToken: string): Promise<Wire['TenantSettingsAnswer']>
  /** Sets the fields that are named, null takes one away: `PATCH /api/platform/settings`. */
  updatePlatformSettings(accessToken: string, data: Wire['TenantSettings']): Promise<Wire['TenantSettingsAnswer']>
}

const keys = '/api/platform/api-keys'
const settings = '/api/platform/settings'

export const createTenantCalls = (api: Transport): TenantCalls => ({
  listPlatformApiKeys: (token) => answered(api.GET(keys, as(token))),
  createPlatformApiKey: (token, body) => answered(api.POST(keys, { ...as(token), body })),
  revokePlatformApiKey: async (token, keyId) => {
    await answered(api.DELETE(`${keys}/{keyId}`, asAt(token, { keyId })))
  },
  getPlatformSettings: (token) => answered(api.GET(settings, as(token))),
  updatePlatformSettings: (token, body) => answered(api.PATCH(settings, { ...as(token), body })),
})
