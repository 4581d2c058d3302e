export type ApiKeyType = 'secret' | 'anon'

/** A credential of a program. Only its hash is kept. */
export interface ApiKey {
  readonly id: string
  readonly tenantId: string | null
  readonly applicationId: string | null
  readonly environmentId: string | null
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
