// Organizations: how they come to be, change, and go.
import type { Context } from '../../context.ts'
import type { AuditAction } from '../../model/audit.ts'
import { Failure } from '../../model/failure.ts'
import type { Membership, Organization, Role } from '../../model/organization.ts'
import { type Database, exclusively, isUniqueViolation, transaction } from '../../storage/database.ts'
import { forgetPutOut } from '../../storage/directory-users.ts'
import { countMembers } from '../../storage/members.ts'
import { insertMembership } from '../../storage/memberships.ts'
import {
  countChildren,
  countGrandchildren,
  countOrganizationsMadeBy,
  deleteOrganization as removeOrganization,
  insertOrganization,
  updateOrganization,
} from '../../storage/organizations.ts'
import { byCaller, record } from '../administration/audit.ts'
import { requireProven, requireUser } from '../sessions/callers.ts'
import { requirePictureUrl } from '../people/pictures.ts'
import { requireRoom } from '../limits/quotas.ts'
import { type OrganizationAccess, inOrganization, inOrganizationOf, requireAccess } from './access.ts'

/** What its owners may say of it. */
export type OrganizationFields = Pick<Organization, 'name' | 'slug' | 'avatarUrl' | 'metadata'>

export interface NewOrganization extends Partial<OrganizationFields> {
  readonly environmentId: string
  readonly parentId: string | null
  readonly name: string | null
  /** The user who makes it and owns it; null where a machine does. */
  readonly owner: { readonly id: string } | null
  /** False where somebody else makes it for its owner. */
  readonly hasJoined?: boolean
}

export interface MadeOrganization {
  readonly organization: Organization
  readonly membership: Membership | null
}

/** Makes an organization, and its first owner a member of it. Refuses a slug of another one with `slug_taken`. */
export const makeOrganization = async (
  ctx: Context,
  db: Database,
  { owner, hasJoined = true, ...given }: NewOrganization,
): Promise<MadeOrganization> => {
  requirePictureUrl(given.avatarUrl)
  const now = ctx.clock.now()
  const organization: Organization = {
    slug: null,
    avatarUrl: null,
    metadata: null,
    ...given,
    id: ctx.ids.uuid(),
    createdBy: owner?.id ?? null,
    createdAt: now,
    updatedAt: now,
  }
  const make = async (within: Database): Promise<MadeOrganization> => {
    if (owner) requireRoom(ctx, 'accountsPerUser', await countOrganizationsMadeBy(within, owner.id))
    await insertOrganization(within, organization).catch(refuseTakenSlug)
    if (!owner) return { organization, membership: null }
    // Nobody else is in it, nor was put out of it.
    const membership = newMembership(ctx, {
      organizationId: organization.id,
      userId: owner.id,
      role: 'owner',
      hasJoined,
    })
    await insertMembership(within, membership)
    return { organization, membership }
  }
  return owner ? exclusively(db, `organizations of ${owner.id}`, make) : make(db)
}

interface NewMember {
  readonly organizationId: string
  readonly userId: string
  readonly role: Role
  /** They did so themselves. */
  readonly hasJoined: boolean
}

const newMembership = (ctx: Context, { hasJoined, ...member }: NewMember): Membership => {
  const now = ctx.clock.now()
  return {
    ...member,
    id: ctx.ids.uuid(),
    addedBy: adderOf(ctx, member.userId),
    joinedAt: hasJoined ? now : null,
    createdAt: now,
    updatedAt: now,
  }
}

/** Makes a user a member; within `inOrganization`. Fails with a unique violation where they are one already. */
export const makeMembership = async (ctx: Context, db: Database, member: NewMember): Promise<Membership> => {
  requireRoom(ctx, 'membersPerAccount', await countMembers(db, member.organizationId))
  const membership = newMembership(ctx, member)
  await insertMembership(db, membership)
  await forgetPutOut(db, member.organizationId, member.userId)
  return membership
}

/** Nobody where they founded it, or hold an invitation. */
const adderOf = ({ caller }: Context, userId: string): string | null => {
  if (caller.kind === 'machine') return caller.client.id
  return caller.kind === 'user' && caller.user.id !== userId ? caller.user.id : null
}

const refuseTakenSlug = (error: unknown): never => {
  if (isUniqueViolation(error)) throw new Failure('slug_taken', undefined, { cause: error })
  throw error
}

/** Makes an organization of the caller's own, below no other. */
export const makeTopOrganization = (
  ctx: Context,
  given: { name: string } & Partial<OrganizationFields>,
): Promise<MadeOrganization> => {
  const { user } = requireUser(ctx)
  return transaction(ctx.db, async (db) => {
    const made = await makeOrganization(ctx, db, {
      ...given,
      environmentId: user.environmentId,
      parentId: null,
      owner: user,
    })
    await recordChange(ctx, db, 'organization.made', made.organization)
    return made
  })
}

/**
 * Makes an organization below another one, whose members may do so. A user who makes it owns it. What an organization's own
 * client makes below those that it made counts as below its organization, too: those that users make have a quota of their own.
 */
export const makeChild = (ctx: Context, parentId: string, name: string): Promise<MadeOrganization> => {
  const own = ctx.caller.kind === 'machine' ? ctx.caller.client.organizationId : null
  const top = own ?? parentId
  return inOrganization(ctx, top, (outer) =>
    inOrganizationOf(outer, parentId, async (db) => {
      const { organization: parent, membership } = await requireAccess(ctx, db, parentId, 'member')
      const further = own === null ? 0 : await countGrandchildren(db, own)
      requireRoom(ctx, 'childrenPerAccount', (await countChildren(db, top)) + further)
      const made = await makeOrganization(ctx, db, {
        environmentId: parent.environmentId,
        parentId,
        name,
        owner: membership && { id: membership.userId },
      })
      await recordChange(ctx, db, 'organization.made', made.organization)
      return made
    }),
  )
}

/** What an owner may change. Absent stays, null clears. */
export type OrganizationChanges = Partial<OrganizationFields>

export const changeOrganization = (
  ctx: Context,
  id: string,
  changes: OrganizationChanges,
): Promise<OrganizationAccess> =>
  inOrganization(ctx, id, async (db) => {
    const access = await requireAccess(ctx, db, id, 'owner')
    return { ...access, organization: await writeChanges(ctx, db, id, changes) }
  })

/** For who was found to decide about it; within `inOrganization`. */
export const writeChanges = async (
  ctx: Context,
  db: Database,
  id: string,
  changes: OrganizationChanges,
): Promise<Organization> => {
  requirePictureUrl(changes.avatarUrl)
  const patch = { ...changes, updatedAt: ctx.clock.now() }
  const organization = await updateOrganization(db, id, patch).catch(refuseTakenSlug)
  if (!organization) throw new Failure('account_not_found')
  await recordChange(ctx, db, 'organization.changed', organization)
  return organization
}

/** Takes its memberships, invitations and clients along. Refused while another organization stands below it. */
export const deleteOrganization = (ctx: Context, id: string): Promise<void> =>
  inOrganization(ctx, id, async (db) => {
    const { organization } = await requireAccess(ctx, db, id, 'owner')
    // What others are in too is not theirs to take away who may be a stranger to their address.
    if (ctx.caller.kind === 'user' && (await countMembers(db, id)) > 1) requireProven(ctx)
    await removeWhole(ctx, db, organization)
  })

/** The same for who was found to decide about it; within `inOrganization`. */
export const removeWhole = async (ctx: Context, db: Database, organization: Organization): Promise<void> => {
  if ((await countChildren(db, organization.id)) > 0) throw new Failure('account_has_children')
  await removeOrganization(db, organization.id)
  await recordChange(ctx, db, 'organization.deleted', organization)
}

export const recordChange = (ctx: Context, db: Database, action: AuditAction, { id, environmentId }: Organization) =>
  record(ctx, db, action, {
    environmentId,
    ...byCaller(ctx),
    data: { organizationId: id },
  })
