/** Says which environment a request is for (`pk_test_…`, `pk_live_…`). Public: it stands in web pages and apps. */
export interface PublishableKey {
  readonly key: string
  readonly environmentId: string
  readonly createdAt: number
  /** ms; set once it is replaced. Null while it is the current one. */
  readonly expiresAt: number | null
}

/** Those of a tenant read what is the tenant's; those for SCIM are a company's directory's. */
export type ApiKeyType = 'secret' | 'anon' | 'registration' | 'tenant' | 'scim'

/** A credential of a program. Only its hash is kept. */
export interface ApiKey {
  readonly id: string
  readonly tenantId: string | null
  readonly applicationId: string | null
  readonly environmentId: string | null
  /** The one organization whose users it is for; null where it is for those of the environment. */
  readonly organizationId: string | null
  readonly name: string
  readonly keyType: ApiKeyType
  /** How it starts, so that its owner can tell it from others. */
  readonly keyPrefix: string
  readonly hash: string
  readonly createdBy: string | null
  readonly lastUsedAt: number | null
  readonly expiresAt: number | null
  readonly revokedAt: number | null
  readonly createdAt: number
}
