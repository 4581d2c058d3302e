import { listOwnOrganizations } from '../../identity/organizations/accounts.ts'
import * as organizations from '../../identity/organizations/organizations.ts'
import { requireEnvironment } from '../../identity/clients/publishable-keys.ts'
import { requireAccess } from '../../identity/organizations/access.ts'
import { toCursorWish, toList } from '../app-and-platform/lists.ts'
import { toChanges, toDone, toOrganization } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { boundFreeForm } from '../list-bounds.ts'

export const listOrganizations: Handle<'app.listOrganizations'> = async ({ query }, ctx) => {
  const { found, nextCursor } = await listOwnOrganizations(ctx, { offset: 0, ...toCursorWish(query) })
  const environment = requireEnvironment(ctx)
  const data = found.map(({ organization }) => toOrganization(organization, environment))
  return { status: 200, body: toList(boundFreeForm(data, 'metadata'), nextCursor) }
}

export const createOrganization: Handle<'app.createOrganization'> = async ({ body }, ctx) => {
  const { imageUrl: avatarUrl = null, metadata = null, name, slug } = body
  const { organization } = await organizations.makeTopOrganization(ctx, { name, slug, avatarUrl, metadata })
  return { status: 200, body: { data: toOrganization(organization, requireEnvironment(ctx)) } }
}

export const getOrganization: Handle<'app.getOrganization'> = async ({ path }, ctx) => {
  const { organization } = await requireAccess(ctx, ctx.db, path.orgId)
  return { status: 200, body: { data: toOrganization(organization, requireEnvironment(ctx)) } }
}

export const updateOrganization: Handle<'app.updateOrganization'> = async ({ path, body }, ctx) => {
  const { organization } = await organizations.changeOrganization(ctx, path.orgId, toChanges(body))
  return { status: 200, body: { data: toOrganization(organization, requireEnvironment(ctx)) } }
}

export const deleteOrganization: Handle<'app.deleteOrganization'> = async ({ path }, ctx) => {
  await organizations.deleteOrganization(ctx, path.orgId)
  return { status: 200, body: toDone() }
}
