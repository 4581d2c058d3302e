// Groups as a company's directory keeps them: one list of them, whether they are roles of an environment or those in an organization.
import type { Context } from '../../context.ts'
import {
  type Directory,
  type FilteredAttribute,
  filteredAttributes,
  groupAttributes,
  placeOf,
} from '../../model/directory.ts'
import { Failure } from '../../model/failure.ts'
import { type Filter, fitsFilter, readFilter } from '../../model/scim-filter.ts'
import type { Database } from '../../storage/database.ts'
import {
  findDirectoryGroup,
  insertOrReplaceDirectoryGroup,
  listDirectoryGroups,
} from '../../storage/directory-groups.ts'
import { inDirectory, requireDirectory, requireVersion, versionOf } from './directories.ts'
import { type ListWish, boundsOf } from './directory-users.ts'
import { environmentGroups } from './environment-groups.ts'
import { type Group, type GroupName, type Groups, type MemberStep, mostMembers } from './group.ts'
import { organizationGroups } from './organization-groups.ts'

export interface SeenGroup extends Group {
  /** Its id in the directory. */
  readonly externalId: string | null
  readonly version: string
}

/** What is said stays as it is where it is undefined. */
export interface GroupChanges {
  readonly name?: string
  readonly externalId?: string | null
  readonly steps: readonly MemberStep[]
}

const groupsOf = (ctx: Context, directory: Directory): Groups =>
  directory.organization
    ? organizationGroups(ctx, directory.organization)
    : environmentGroups(ctx, directory.environment)

export const listGroups = (ctx: Context, wish: ListWish): Promise<{ found: SeenGroup[]; total: number }> =>
  listFitting(ctx, wish.filter === undefined ? undefined : readFilter(wish.filter, groupAttributes), wish)

/** Those that fit a filter, which may ask for what only users have: a group has no value there. */
export const listFitting = async (
  ctx: Context,
  filter: Filter<FilteredAttribute> | undefined,
  wish: Pick<ListWish, 'startIndex' | 'count'>,
): Promise<{ found: SeenGroup[]; total: number }> => {
  const directory = requireDirectory(ctx)
  const groups = groupsOf(ctx, directory)
  const called = await listDirectoryGroups(ctx.db, placeOf(directory))
  const externalIds = new Map(called.map(({ groupId, externalId }) => [groupId, externalId]))
  const fits = ({ id, name }: GroupName): boolean => {
    const held: Partial<Record<FilteredAttribute, string>> = {
      id,
      externalId: externalIds.get(id) ?? '',
      displayName: name,
      'meta.resourceType': 'Group',
    }
    return !filter || fitsFilter(filter, filteredAttributes, (attribute) => held[attribute] ?? '')
  }
  const fitting = (await groups.list(ctx.db)).filter(fits)
  const { offset, limit } = boundsOf(wish)
  const found: SeenGroup[] = []
  let room = mostMembers
  for (const { id } of fitting.slice(offset, offset + limit)) {
    const group = await findGroup(ctx.db, directory, groups, id)
    // It may be gone meanwhile.
    if (!group) continue
    found.push({ ...group, members: group.members.slice(0, room) })
    room -= Math.min(room, group.members.length)
  }
  return { found, total: fitting.length }
}

export const getGroup = async (ctx: Context, id: string): Promise<SeenGroup> => {
  const directory = requireDirectory(ctx)
  return requireGroup(ctx.db, directory, groupsOf(ctx, directory), id)
}

/** What a directory says of a group. */
export interface SaidGroup {
  readonly name: string
  readonly externalId: string | null
  readonly userIds: readonly string[]
}

export const createGroup = (ctx: Context, { name, externalId, userIds }: SaidGroup): Promise<SeenGroup> =>
  alone(ctx, async (db, directory, groups) => {
    const id = await groups.make(db, name)
    if (externalId !== null) await call(ctx, db, directory, id, externalId)
    if (userIds.length > 0) await groups.change(db, id, { op: 'add', userIds })
    return requireGroup(db, directory, groups, id)
  })

/** All changes, in their order, or none. */
export const changeGroup = (
  ctx: Context,
  id: string,
  { name, externalId, steps }: GroupChanges,
  ifMatch: string | undefined,
): Promise<SeenGroup> =>
  alone(ctx, async (db, directory, groups) => {
    const before = await requireGroup(db, directory, groups, id)
    requireVersion(ifMatch, before.version)
    if (name !== undefined && name !== before.name) await groups.rename(db, id, name)
    if (externalId !== undefined && externalId !== before.externalId) await call(ctx, db, directory, id, externalId)
    for (const step of steps) await groups.change(db, id, step)
    return requireGroup(db, directory, groups, id)
  })

export const removeGroup = (ctx: Context, id: string, ifMatch: string | undefined): Promise<void> =>
  alone(ctx, async (db, directory, groups) => {
    requireVersion(ifMatch, (await requireGroup(db, directory, groups, id)).version)
    await groups.remove(db, id)
  })

const alone = <T>(
  ctx: Context,
  work: (db: Database, directory: Directory, groups: Groups) => Promise<T>,
): Promise<T> => {
  const directory = requireDirectory(ctx)
  const groups = groupsOf(ctx, directory)
  return inDirectory(ctx, directory, (db) => groups.alone(db, (within) => work(within, directory, groups)))
}

const call = (
  ctx: Context,
  db: Database,
  directory: Directory,
  groupId: string,
  externalId: string | null,
): Promise<void> =>
  insertOrReplaceDirectoryGroup(db, {
    place: placeOf(directory),
    groupId,
    roleId: directory.organization ? null : groupId,
    organizationId: directory.organization?.id ?? null,
    externalId,
    updatedAt: ctx.clock.now(),
  })

const requireGroup = async (db: Database, directory: Directory, groups: Groups, id: string): Promise<SeenGroup> => {
  const group = await findGroup(db, directory, groups, id)
  if (!group) throw new Failure('role_not_found')
  return group
}

const findGroup = async (
  db: Database,
  directory: Directory,
  groups: Groups,
  id: string,
): Promise<SeenGroup | undefined> => {
  const group = await groups.find(db, id)
  if (!group) return undefined
  const called = await findDirectoryGroup(db, placeOf(directory), id)
  const { updatedAt, ...kept } = group
  const said = { ...kept, externalId: called?.externalId ?? null }
  return { ...said, updatedAt: Math.max(updatedAt, called?.updatedAt ?? 0), version: versionOf(said) }
}
