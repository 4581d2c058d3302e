// Who sent an access token, for a resource server: checked by its signature alone, without asking the service.
import { type CryptoKey, type JWTPayload, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { JwksClient } from './jwks.ts'

/** Who a token stands for, and where. Null is what does not apply. */
export interface AuthObject {
  /** Of an end user, or of an administrator. */
  readonly type: 'app_user' | 'platform'
  readonly userId: string
  readonly tenantId: string
  /**
   * Of an end user: their application and environment. A service may have many: compare `envId` with your own before
   * you let anybody in.
   */
  readonly appId: string | null
  readonly envId: string | null
  /** The active organization, and the user's role in it. */
  readonly orgId: string | null
  readonly orgRole: string | null
  readonly sessionId: string | null
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  getToken(): Promise<string>
  /** Whether the user holds the role, or the permission: with both, one is enough. Those of an organization do not count. */
  has(wanted: { readonly role?: string; readonly permission?: string }): boolean
}

/**
 * Who the access token stands for; null when it is none of this service's, or is over. A signature that does not match is
 * tried once more with fresh keys. A session that was ended is known here only when its token runs out, after at most 15
 * minutes.
 */
export const buildAuthObjectFromToken = async (token: string, jwks: JwksClient): Promise<AuthObject | null> => {
  const kid = kidOf(token)
  if (kid === undefined) return null
  try {
    return await readWith(await jwks.getKey(kid), token).catch(async (error: unknown) => {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
      jwks.invalidate()
      return readWith(await jwks.getKey(kid), token)
    })
  } catch {
    // No such key, no keys at all, or a token that is no good: nobody.
    return null
  }
}

const kidOf = (token: string): string | undefined => {
  try {
    const { kid } = decodeProtectedHeader(token)
    return typeof kid === 'string' && kid !== '' ? kid : undefined
  } catch {
    return undefined
  }
}

/** RFC 8725 sections 3.1 and 3.11: one algorithm, and no kind of token but this. */
const rules = { algorithms: ['ES256'], typ: 'at+jwt', requiredClaims: ['sub', 'exp'] }

const readWith = async (key: CryptoKey, token: string): Promise<AuthObject | null> => {
  const { payload } = await jwtVerify(token, key, rules)
  const { type, sub, tenant_id: tenantId } = payload
  // Tokens for other audiences, and those of other surfaces, have no type.
  if ((type !== 'app_user' && type !== 'platform') || typeof sub !== 'string' || typeof tenantId !== 'string')
    return null
  const roles = namesIn(payload, 'roles')
  const permissions = namesIn(payload, 'permissions')
  return {
    type,
    userId: sub,
    tenantId,
    appId: textIn(payload, 'app_id'),
    envId: textIn(payload, 'env_id'),
    orgId: textIn(payload, 'org_id'),
    orgRole: textIn(payload, 'org_role'),
    sessionId: textIn(payload, 'sid'),
    roles,
    permissions,
    getToken: () => Promise.resolve(token),
    has: ({ role, permission }) =>
      (role !== undefined && roles.includes(role)) || (permission !== undefined && permissions.includes(permission)),
  }
}

const textIn = (claims: JWTPayload, name: string): string | null => {
  const value = claims[name]
  return typeof value === 'string' ? value : null
}

const namesIn = (claims: JWTPayload, name: string): readonly string[] => {
  const value = claims[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
