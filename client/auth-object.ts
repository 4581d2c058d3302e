// Who sent an access token, for a resource server: checked by its signature alone, without asking the service.
import { type JWTPayload, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { CryptoKey, JwksClient } from './jwks.ts'

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
  /** What that role allows, in that organization alone. */
  readonly orgPermissions: readonly string[]
  readonly sessionId: string | null
  readonly email: string | null
  /** Whether the user had proven that address when the token was issued. */
  readonly emailVerified: boolean
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  getToken(): Promise<string>
  /**
   * Whether the user holds the role, or the permission: with both, one is enough. With `organization`, the id of one, those in
   * that organization count and no others; without it those of an organization do not, because anyone may found one.
   * Always false where nobody said whose tokens are expected: anyone may be an owner in a tenant of their own.
   */
  has(wanted: { readonly role?: string; readonly permission?: string; readonly organization?: string }): boolean
}

/**
 * Whose tokens are good: those of one service, by the `issuer` of its discovery document, and there of one environment, one
 * application or one tenant. Administrators' tokens are a tenant's alone.
 */
export type ExpectedOrigin = { readonly issuer: string } & (
  { readonly environment: string } | { readonly application: string } | { readonly tenant: string }
)

/**
 * Who the access token stands for; null when it is none of this service's, or is over. A signature that does not match is
 * tried once more with fresh keys. A session that was ended is known here only when its token runs out, after at most 15
 * minutes.
 *
 * With `expected`, a token of any other tenant, application or environment is null too. Without it every tenant's users
 * have good tokens, and no administrator has: compare `envId` with your own before you let anybody in.
 */
export const buildAuthObjectFromToken = async (
  token: string,
  jwks: JwksClient,
  expected?: ExpectedOrigin,
): Promise<AuthObject | null> => {
  const kid = kidOf(token)
  if (kid === undefined) return null
  const read = async () => readWith(await jwks.getKey(kid), token, expected)
  try {
    return await read().catch(async (error: unknown) => {
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
      jwks.invalidate()
      return read()
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

const readWith = async (
  key: CryptoKey,
  token: string,
  expected: ExpectedOrigin | undefined,
): Promise<AuthObject | null> => {
  const { payload } = await jwtVerify(token, key, rules)
  const { type, sub, tenant_id: tenantId } = payload
  // Tokens for other audiences, and those of other surfaces, have no type.
  if ((type !== 'app_user' && type !== 'platform') || typeof sub !== 'string' || typeof tenantId !== 'string')
    return null
  if (expected ? !isFrom(payload, expected) : type === 'platform') return null
  const roles = namesIn(payload, 'roles')
  const permissions = namesIn(payload, 'permissions')
  const [orgId, orgRole] = [textIn(payload, 'org_id'), textIn(payload, 'org_role')]
  const orgPermissions = namesIn(payload, 'org_permissions')
  const heldIn = (organization: string | undefined) =>
    organization === undefined
      ? { roles, permissions }
      : organization === orgId
        ? { roles: orgRole === null ? [] : [orgRole], permissions: orgPermissions }
        : { roles: [], permissions: [] }
  return {
    type,
    userId: sub,
    tenantId,
    appId: textIn(payload, 'app_id'),
    envId: textIn(payload, 'env_id'),
    orgId,
    orgRole,
    orgPermissions,
    sessionId: textIn(payload, 'sid'),
    email: textIn(payload, 'email'),
    emailVerified: payload.email_verified === true,
    roles,
    permissions,
    getToken: () => Promise.resolve(token),
    has: ({ role, permission, organization }) => {
      const held = heldIn(organization)
      return (
        expected !== undefined &&
        ((role !== undefined && held.roles.includes(role)) ||
          (permission !== undefined && held.permissions.includes(permission)))
      )
    },
  }
}

/** Every place that is named must be the token's own, and one has to be, also where the compiler did not see to it. */
const isFrom = (claims: JWTPayload, expected: ExpectedOrigin): boolean => {
  const { issuer, environment, application, tenant }: Partial<Record<string, string>> = expected
  const places = [
    [environment, claims.env_id],
    [application, claims.app_id],
    [tenant, claims.tenant_id],
  ].filter(([wanted]) => wanted !== undefined)
  return (
    typeof issuer === 'string' &&
    claims.iss === issuer &&
    // RFC 9068 section 4: these tokens are for the service that issued them, and whoever it speaks for.
    claims.aud === issuer &&
    places.length > 0 &&
    places.every(([wanted, said]) => typeof wanted === 'string' && said === wanted)
  )
}

const textIn = (claims: JWTPayload, name: string): string | null => {
  const value = claims[name]
  return typeof value === 'string' ? value : null
}

const namesIn = (claims: JWTPayload, name: string): readonly string[] => {
  const value = claims[name]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
