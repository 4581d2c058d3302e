// Groups of an organization's directory: the roles that its members have there. Everybody has one, and they are built in.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { type Membership, type Organization, type Role, roles } from '../../model/organization.ts'
import { fullName } from '../../model/user.ts'
import type { Database } from '../../storage/database.ts'
import { listMembers } from '../../storage/members.ts'
import { listMembershipsAmong } from '../../storage/memberships.ts'
import { writeRole } from '../organizations/members.ts'
import { type Group, type Groups, type MemberStep, mostMembers, requireFewLeaving } from './group.ts'

/** What somebody is who leaves a group: nobody is a member without a role. */
const below: Readonly<Record<Role, Role | undefined>> = { owner: 'member', member: 'viewer', viewer: undefined }

const builtIn = async (): Promise<never> => {
  throw new Failure('built_in')
}

export const organizationGroups = (ctx: Context, organization: Organization): Groups => {
  const find = async (db: Database, role: Role): Promise<Group> => {
    const members = await listMembers(db, organization.id, { role, limit: mostMembers, offset: 0 })
    return {
      id: role,
      name: role,
      members: members.map(({ user }) => ({ id: user.id, name: fullName(user) || user.email })),
      createdAt: organization.createdAt,
      updatedAt: Math.max(organization.createdAt, ...members.map(({ membership }) => membership.updatedAt)),
    }
  }
  return {
    list: async () => roles.map((role) => ({ id: role, name: role })),
    find: async (db, id) => {
      const role = roles.find((one) => one === id)
      return role && find(db, role)
    },
    make: builtIn,
    rename: builtIn,
    remove: builtIn,
    change: (db, id, step) => changeRoles(ctx, db, organization, id as Role, step),
    alone: (db, work) => work(db),
  }
}

const changeRoles = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  role: Role,
  { op, userIds }: MemberStep,
): Promise<void> => {
  const wanted = new Set(userIds)
  const known = await listMembershipsAmong(db, organization.id, [...wanted])
  if (op !== 'remove' && known.length < wanted.size) {
    throw new Failure('invalid_request', 'members: there is no such user')
  }
  const held = (await listMembers(db, organization.id, { role, limit: mostMembers, offset: 0 })).map(
    ({ membership }) => membership,
  )
  const leaving = held.filter(({ userId }) =>
    op === 'remove' ? userIds === undefined || wanted.has(userId) : op === 'replace' && !wanted.has(userId),
  )
  requireFewLeaving(leaving.length)
  const coming = op === 'remove' ? [] : known.filter((member) => member.role !== role)
  // First who comes, so that an owner can be replaced by another.
  for (const member of coming) await giveRole(ctx, db, organization, member, role)
  for (const member of leaving) await giveRole(ctx, db, organization, member, below[member.role])
}

const giveRole = async (
  ctx: Context,
  db: Database,
  organization: Organization,
  member: Membership,
  role: Role | undefined,
): Promise<void> => {
  if (role === undefined) throw new Failure('built_in')
  await writeRole(ctx, db, organization, member, role)
}
