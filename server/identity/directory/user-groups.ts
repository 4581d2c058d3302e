// The groups that users are in, as their directory sees them: roles of the environment, or the role in an organization.
import type { Directory } from '../../model/directory.ts'
import type { Database } from '../../storage/database.ts'
import { listMembershipsAmong } from '../../storage/memberships.ts'
import { listRolesOfUsers } from '../../storage/roles.ts'

export interface UserGroup {
  readonly id: string
  readonly name: string
}

/** Built-in roles of an environment are no groups: directories do not give them. */
export const listGroupsOfUsers = async (
  db: Database,
  { organization }: Directory,
  userIds: readonly string[],
): Promise<Map<string, UserGroup[]>> => {
  const held = organization
    ? (await listMembershipsAmong(db, organization.id, userIds)).map(({ userId, role }) => ({
        userId,
        group: { id: role as string, name: role as string },
      }))
    : (await listRolesOfUsers(db, userIds))
        .filter(({ role }) => !role.isSystem)
        .map(({ userId, role }) => ({ userId, group: { id: role.id, name: role.name } }))
  const groups = new Map<string, UserGroup[]>()
  for (const { userId, group } of held) groups.set(userId, [...(groups.get(userId) ?? []), group])
  return groups
}
