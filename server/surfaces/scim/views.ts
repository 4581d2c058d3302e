// Users and groups as SCIM says them (RFC 7643 sections 3 and 4).
import type { Context } from '../../context.ts'
import type { SeenGroup } from '../../identity/directory/groups.ts'
import type { SeenUser } from '../../identity/directory/directory-users.ts'
import { plainName } from '../../model/scim-filter.ts'
import type { Wire } from '../handle.ts'

export const urns = {
  user: 'urn:ietf:params:scim:schemas:core:2.0:User',
  group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  list: 'urn:ietf:params:scim:api:messages:2.0:ListResponse',
} as const

export const locationOf = ({ config }: Context, path: string): string => `${config.publicUrl}/scim/v2/${path}`

const toTime = (ms: number): string => new Date(ms).toISOString()

const metaOf = (
  ctx: Context,
  resourceType: 'User' | 'Group',
  { id, createdAt, updatedAt, version }: Pick<SeenUser, 'id' | 'createdAt' | 'updatedAt' | 'version'>,
): Wire['ScimMeta'] => ({
  resourceType,
  created: toTime(createdAt),
  lastModified: toTime(updatedAt),
  location: locationOf(ctx, `${resourceType}s/${id}`),
  version,
})

export const toUser = (ctx: Context, user: SeenUser): Wire['ScimUser'] => {
  const { firstName, lastName, email, externalId } = user
  return {
    schemas: [urns.user],
    id: user.id,
    ...(externalId !== null && { externalId }),
    userName: user.userName,
    ...((firstName || lastName) && {
      name: {
        ...(firstName && { givenName: firstName }),
        ...(lastName && { familyName: lastName }),
      },
    }),
    displayName: user.displayName,
    emails: email === null ? [] : [{ value: email, type: 'work', primary: true }],
    active: user.isActive,
    groups: user.groups.map(({ id, name }) => ({ value: id, display: name, type: 'direct' })),
    meta: metaOf(ctx, 'User', user),
  }
}

export const toGroup = (ctx: Context, group: SeenGroup): Wire['ScimGroup'] => ({
  schemas: [urns.group],
  id: group.id,
  ...(group.externalId !== null && { externalId: group.externalId }),
  displayName: group.name,
  members: group.members.map(({ id, name }) => ({
    value: id,
    $ref: locationOf(ctx, `Users/${id}`),
    display: name,
    type: 'User',
  })),
  meta: metaOf(ctx, 'Group', group),
})

export const toPage = <Resource>(resources: Resource[], total: number, startIndex: number) => ({
  schemas: [urns.list],
  totalResults: total,
  startIndex: Math.max(1, startIndex),
  itemsPerPage: resources.length,
  Resources: resources,
})

/** The same of users: where a cursor led here, the page has no number. */
export const toUserPage = <Resource>(
  resources: Resource[],
  { total, nextCursor }: { readonly total: number; readonly nextCursor: string | null },
  { startIndex = 1, cursor }: { readonly startIndex?: number | undefined; readonly cursor?: string | undefined },
) => {
  const { startIndex: first, ...page } = toPage(resources, total, startIndex)
  return { ...page, ...(cursor === undefined ? { startIndex: first } : nextCursor !== null && { nextCursor }) }
}

/** Which attributes an answer has (RFC 7644 section 3.9): with commas in an address, as a list in a body. */
export interface Chosen {
  readonly attributes?: string | readonly string[] | undefined
  readonly excludedAttributes?: string | readonly string[] | undefined
}

const namesOf = (list: string | readonly string[]): string[] =>
  (typeof list === 'string' ? list.split(',') : list).map((name) => plainName(name.trim()))

/** Only what is asked for; `schemas` and `id` always. What is asked of a part is given whole, and a part alone is not left out. */
export const choose = <Resource extends { readonly schemas: string[]; readonly id: string }>(
  resource: Resource,
  { attributes = [], excludedAttributes = [] }: Chosen,
): Resource => {
  if (attributes.length === 0 && excludedAttributes.length === 0) return resource
  const wanted = new Set(namesOf(attributes).map((name) => name.split('.')[0]!))
  const unwanted = new Set(namesOf(excludedAttributes))
  const isKept = (name: string) =>
    name === 'schemas' || name === 'id' || (attributes.length > 0 ? wanted.has(name) : !unwanted.has(name))
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isKept(name.toLowerCase()))) as Resource
}
