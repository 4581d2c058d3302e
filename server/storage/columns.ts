// The columns of tables that are read joined. The compiler sees to it that none is missing.
import type { MembershipsTable, OrganizationsTable, SessionsTable, UsersTable } from './schema.ts'

type ColumnOf<Row> = keyof Row & string

const all = <Row>(columns: Record<ColumnOf<Row>, true>) => Object.keys(columns) as ColumnOf<Row>[]

export const sessionColumns = all<SessionsTable>({
  id: true,
  environmentId: true,
  userId: true,
  clientId: true,
  organizationId: true,
  confinedTo: true,
  scope: true,
  surface: true,
  userAgent: true,
  ip: true,
  createdAt: true,
  expiresAt: true,
  endedAt: true,
  endReason: true,
  authenticatedAt: true,
  authenticatedBy: true,
  browserSessionId: true,
  keyThumbprint: true,
  claims: true,
  provenAt: true,
  resource: true,
})

export const userColumns = all<UsersTable>({
  id: true,
  environmentId: true,
  email: true,
  emailVerifiedAt: true,
  contestedAt: true,
  passwordHash: true,
  status: true,
  firstName: true,
  lastName: true,
  avatarUrl: true,
  externalId: true,
  profile: true,
  metadata: true,
  lastSignInAt: true,
  createdAt: true,
  updatedAt: true,
})

export const organizationColumns = all<OrganizationsTable>({
  id: true,
  environmentId: true,
  parentId: true,
  name: true,
  slug: true,
  avatarUrl: true,
  metadata: true,
  createdBy: true,
  createdAt: true,
  updatedAt: true,
})

export const membershipColumns = all<MembershipsTable>({
  id: true,
  organizationId: true,
  userId: true,
  role: true,
  addedBy: true,
  joinedAt: true,
  createdAt: true,
  updatedAt: true,
})

/** What an environment has of its application and tenant, where both are joined. */
export const ofApplicationColumns = [
  'applications.tenantId as tenantId',
  'applications.isActive as applicationIsActive',
  'tenants.isActive as tenantIsActive',
] as const
