/** An administrator of one project, as their issuer vouched for them. */
export interface AdminSession {
  readonly id: string
  readonly environmentId: string
  /** Their id at the issuer. */
  readonly subject: string
  readonly email: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly endedAt: number | null
}
