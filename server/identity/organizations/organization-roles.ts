// What the roles within organizations allow: set by administrators for all organizations of an environment, given by members.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type Organization, type Role, reaches, roles } from '../../model/organization.ts'
import { type Permission, wordOf } from '../../model/role.ts'
import type { Database } from '../../storage/database.ts'
import { listOrganizationPermissions, replaceOrganizationPermissions } from '../../storage/organization-permissions.ts'
import { listPermissionsAmong } from '../../storage/permissions.ts'
import { byCaller, record } from '../administration/audit.ts'
import { asAdministrator, requireAuthority, withAuthority } from '../roles/authority.ts'

export interface OrganizationRole {
  readonly environmentId: string
  readonly role: Role
  readonly permissions: readonly Permission[]
}

export const listOrganizationRoles = async (
  ctx: Context,
  applicationId: string,
  environmentId?: string,
): Promise<OrganizationRole[]> => {
  const { environmentIds } = await requireAuthority(ctx, asAdministrator(applicationId, environmentId))
  const allowed = await listOrganizationPermissions(ctx.db, environmentIds)
  return environmentIds.flatMap((id) =>
    roles.map((role) => ({ environmentId: id, role, permissions: of(allowed, id, role) })),
  )
}

/** All that the role allows from now on. What operations of this service ask for says nothing within an organization. */
export const setOrganizationPermissions = (
  ctx: Context,
  applicationId: string,
  { environmentId, role, permissionIds }: { environmentId: string; role: Role; permissionIds: readonly string[] },
): Promise<OrganizationRole> =>
  withAuthority(ctx, asAdministrator(applicationId, environmentId), async (db) => {
    const wanted = [...new Set(permissionIds)]
    const permissions = await listPermissionsAmong(db, [environmentId], wanted)
    if (permissions.length < wanted.length) throw new Failure('permission_not_found')
    if (permissions.some(({ isSystem }) => isSystem)) throw new Failure('built_in')
    await replaceOrganizationPermissions(db, { environmentId, role }, wanted, ctx.clock.now())
    const data = { role, permissionIds: wanted }
    await record(ctx, db, 'organization_role.changed', { environmentId, ...byCaller(ctx), data })
    const allowed = await listOrganizationPermissions(db, [environmentId])
    return { environmentId, role, permissions: of(allowed, environmentId, role) }
  })

/** What a role allows, as tokens say it. */
export const organizationPermissions = async (db: Database, environmentId: string, role: Role): Promise<string[]> =>
  of(await listOrganizationPermissions(db, [environmentId]), environmentId, role).map(wordOf)

interface InOrganization {
  readonly organization: Pick<Organization, 'environmentId'>
  readonly role: Role
}

/** Whether a role is no higher than one's own, and allows nothing that one's own does not. */
export const mayGive = async (
  db: Database,
  { organization: { environmentId }, role: own }: InOrganization,
  given: Role,
): Promise<boolean> => {
  if (!reaches(own, given)) return false
  const allowed = await listOrganizationPermissions(db, [environmentId])
  const held = new Set(of(allowed, environmentId, own).map(({ id }) => id))
  return of(allowed, environmentId, given).every(({ id }) => held.has(id))
}

/** Refuses with `insufficient_role` what `mayGive` denies. */
export const requireMayGive = async (db: Database, giver: InOrganization, given: Role): Promise<void> => {
  if (!(await mayGive(db, giver, given))) throw new Failure('insufficient_role')
}

const of = (
  allowed: Awaited<ReturnType<typeof listOrganizationPermissions>>,
  environmentId: string,
  role: Role,
): Permission[] =>
  allowed
    .filter((one) => one.role === role && one.permission.environmentId === environmentId)
    .map(({ permission }) => permission)
