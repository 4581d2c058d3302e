import {
  changeApplicationOrganization,
  listApplicationOrganizations,
  makeApplicationOrganization,
  removeApplicationOrganization,
  requireOrganizationOfApplication,
} from '../../identity/organizations/application-organizations.ts'
import { toChanges, toDone, toOrganization } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { boundFreeForm } from '../list-bounds.ts'
import { tenantOfCaller } from './tenant.ts'

export const listAppOrganizations: Handle<'platform.listAppOrganizations'> = async ({ path, query }, ctx) => {
  const page = { page: query.page ?? 1, limit: query.limit ?? 100 }
  const { found, total, nextCursor } = await listApplicationOrganizations(ctx, path.appId, query, page)
  const tenantId = await tenantOfCaller(ctx)
  const data = found.map((organization) => toOrganization(organization, { tenantId }))
  return { status: 200, body: { data: boundFreeForm(data, 'metadata'), total, ...page, nextCursor } }
}

export const createAppOrganization: Handle<'platform.createAppOrganization'> = async ({ path, body }, ctx) => {
  const { name, slug, environmentId, imageUrl: avatarUrl = null, metadata = null, ownerId } = body
  const given = { name, slug, environmentId, avatarUrl, metadata, ownerId }
  const made = await makeApplicationOrganization(ctx, path.appId, given)
  return { status: 200, body: { data: toOrganization(made, { tenantId: await tenantOfCaller(ctx) }) } }
}

export const getAppOrganization: Handle<'platform.getAppOrganization'> = async ({ path }, ctx) => {
  const found = await requireOrganizationOfApplication(ctx, path.appId, path.orgId)
  return { status: 200, body: { data: toOrganization(found, { tenantId: await tenantOfCaller(ctx) }) } }
}

export const updateAppOrganization: Handle<'platform.updateAppOrganization'> = async ({ path, body }, ctx) => {
  const changed = await changeApplicationOrganization(ctx, path.appId, path.orgId, toChanges(body))
  return { status: 200, body: { data: toOrganization(changed, { tenantId: await tenantOfCaller(ctx) }) } }
}

export const deleteAppOrganization: Handle<'platform.deleteAppOrganization'> = async ({ path }, ctx) => {
  await removeApplicationOrganization(ctx, path.appId, path.orgId)
  return { status: 200, body: toDone() }
}
