import {
  cancelApplicationInvitation,
  inviteToApplicationOrganization,
  listApplicationInvitations,
  resendApplicationInvitation,
} from '../../identity/organizations/application-invitations.ts'
import { listApplicationOrganizationInvitations } from '../../identity/organizations/application-members.ts'
import { inviteUser } from '../../identity/organizations/invite-user.ts'
import { asAdministrator } from '../../identity/roles/authority.ts'
import { toCursorWish, toList } from '../app-and-platform/lists.ts'
import { toDone, toInvitation } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const listAppInvitations: Handle<'platform.listAppInvitations'> = async ({ path, query }, ctx) => {
  const wish = toCursorWish(query)
  const { found, nextCursor } = await listApplicationInvitations(ctx, path.appId, query.environmentId, wish)
  const data = found.map((invitation) => toInvitation(invitation, ctx.clock.now()))
  return { status: 200, body: toList(data, nextCursor) }
}

export const listAppOrgInvitations: Handle<'platform.listAppOrgInvitations'> = async ({ path, query }, ctx) => {
  const page = { page: query.page ?? 1, limit: query.limit ?? 100 }
  const place = { applicationId: path.appId, organizationId: path.orgId }
  const { found, total, nextCursor } = await listApplicationOrganizationInvitations(ctx, place, page, query.cursor)
  const next = nextCursor === null ? {} : { nextCursor }
  const data = found.map((one) => toInvitation(one, ctx.clock.now()))
  return { status: 200, body: { data, total, ...page, ...next } }
}

export const createAppInvitation: Handle<'platform.createAppInvitation'> = async ({ path, body }, ctx) => {
  const { email, roleId, environmentId } = body
  const invitation = await inviteUser(ctx, asAdministrator(path.appId, environmentId), { email, roleId })
  return { status: 200, body: { data: toInvitation(invitation, ctx.clock.now()) } }
}

export const createAppOrgInvitation: Handle<'platform.createAppOrgInvitation'> = async ({ path, body }, ctx) => {
  const place = { applicationId: path.appId, organizationId: path.orgId }
  const invitation = await inviteToApplicationOrganization(ctx, place, { role: 'member', ...body })
  return { status: 200, body: { data: toInvitation(invitation, ctx.clock.now()) } }
}

export const cancelAppInvitation: Handle<'platform.cancelAppInvitation'> = async ({ path }, ctx) => {
  await cancelApplicationInvitation(ctx, path.appId, path.invitationId)
  return { status: 200, body: toDone() }
}

export const resendAppInvitation: Handle<'platform.resendAppInvitation'> = async ({ path }, ctx) => {
  const invitation = await resendApplicationInvitation(ctx, path.appId, path.invitationId)
  return { status: 200, body: { data: toInvitation(invitation, ctx.clock.now()) } }
}
