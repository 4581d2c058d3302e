// Groups as a company's directory keeps them: one list of them, whether they are roles of an environment or those in an organization.
import type { Context } from '../../context.ts'
import type { Directory } from '../../model/directory.ts'
import { Failure } from '../../model/failure.ts'
import { fitsFilter, readFilter } from '../../model/scim-filter.ts'
import type { Database } from '../../storage/database.ts'
import { inDirectory, requireDirectory, requireVersion, versionOf } from './directories.ts'
import { type ListWish, boundsOf } from './directory-users.ts'
import { environmentGroups } from './environment-groups.ts'
import type { Group, Groups, MemberStep } from './group.ts'
import { organizationGroups } from './organization-groups.ts'

export interface SeenGroup extends Group {
  readonly version: string
}

export interface GroupChanges {
  readonly name?: string
  readonly steps: readonly MemberStep[]
}

const groupsOf = (ctx: Context, directory: Directory): Groups =>
  directory.organization
    ? organizationGroups(ctx, directory.organization)
    : environmentGroups(ctx, directory.environment)

const attributes = { id: 'text', displayName: 'text' } as const

export const listGroups = async (ctx: Context, wish: ListWish): Promise<{ found: SeenGroup[]; total: number }> => {
  const filter = wish.filter === undefined ? undefined : readFilter(wish.filter, attributes)
  const groups = groupsOf(ctx, requireDirectory(ctx))
  const all = await groups.list(ctx.db)
  const found = filter
    ? all.filter(({ id, name }) => fitsFilter(filter, (attribute) => (attribute === 'id' ? id : name)))
    : all
  const { offset, limit } = boundsOf(wish)
  const page = found.slice(offset, offset + limit)
  return { found: await Promise.all(page.map(({ id }) => requireGroup(ctx.db, groups, id))), total: found.length }
}

export const getGroup = async (ctx: Context, id: string): Promise<SeenGroup> =>
  requireGroup(ctx.db, groupsOf(ctx, requireDirectory(ctx)), id)

export const createGroup = (ctx: Context, name: string, userIds: readonly string[]): Promise<SeenGroup> =>
  alone(ctx, async (db, groups) => {
    const id = await groups.make(db, name)
    if (userIds.length > 0) await groups.change(db, id, { op: 'add', userIds })
    return requireGroup(db, groups, id)
  })

/** All changes, in their order, or none. */
export const changeGroup = (
  ctx: Context,
  id: string,
  { name, steps }: GroupChanges,
  ifMatch: string | undefined,
): Promise<SeenGroup> =>
  alone(ctx, async (db, groups) => {
    const before = await requireGroup(db, groups, id)
    requireVersion(ifMatch, before.version)
    if (name !== undefined && name !== before.name) await groups.rename(db, id, name)
    for (const step of steps) await groups.change(db, id, step)
    return requireGroup(db, groups, id)
  })

export const removeGroup = (ctx: Context, id: string, ifMatch: string | undefined): Promise<void> =>
  alone(ctx, async (db, groups) => {
    requireVersion(ifMatch, (await requireGroup(db, groups, id)).version)
    await groups.remove(db, id)
  })

const alone = <T>(ctx: Context, work: (db: Database, groups: Groups) => Promise<T>): Promise<T> => {
  const directory = requireDirectory(ctx)
  const groups = groupsOf(ctx, directory)
  return inDirectory(ctx, directory, (db) => groups.alone(db, (within) => work(within, groups)))
}

const requireGroup = async (db: Database, groups: Groups, id: string): Promise<SeenGroup> => {
  const group = await groups.find(db, id)
  if (!group) throw new Failure('role_not_found')
  return withVersion(group)
}

const withVersion = (group: Group): SeenGroup => {
  const { updatedAt: _, ...said } = group
  return { ...group, version: versionOf(said) }
}
