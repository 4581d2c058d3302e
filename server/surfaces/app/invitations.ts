import { acceptOwnInvitation } from '../../identity/organizations/accept-invitation.ts'
import { inviteMember } from '../../identity/organizations/invite-member.ts'
import * as invitations from '../../identity/organizations/invite-user.ts'
import { withPermission } from '../../identity/roles/authority.ts'
import { toCursorWish, toList } from '../app-and-platform/lists.ts'
import { toDone, toInvitation, toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const createOrgInvitation: Handle<'app.createOrgInvitation'> = async ({ path, body }, ctx) => {
  const { email, role = 'member' } = body
  const guest = { email, role, clientId: undefined, redirectUri: undefined }
  const invitation = await inviteMember(ctx, path.orgId, guest)
  return { status: 200, body: { data: toInvitation(invitation, ctx.clock.now()) } }
}

export const listInvitations: Handle<'app.listInvitations'> = async ({ query }, ctx) => {
  const { found, nextCursor } = await invitations.listInvitationsOfCaller(ctx, toCursorWish(query))
  const data = found.map((invitation) => toInvitation(invitation, ctx.clock.now()))
  return { status: 200, body: toList(data, nextCursor) }
}

export const sendInvitation: Handle<'app.sendInvitation'> = async ({ body }, ctx) => {
  const invitation = await invitations.inviteUser(ctx, withPermission('invitations:write'), {
    email: body.email,
    roleId: body.roleId,
  })
  return { status: 200, body: { data: toInvitation(invitation, ctx.clock.now()) } }
}

export const acceptInvitation: Handle<'app.acceptInvitation'> = async ({ path }, ctx) => {
  await acceptOwnInvitation(ctx, path.invitationId)
  return { status: 200, body: toMessage('The invitation is accepted.') }
}

export const cancelInvitation: Handle<'app.cancelInvitation'> = async ({ path }, ctx) => {
  await invitations.cancelInvitation(ctx, path.invitationId)
  return { status: 200, body: toDone() }
}

export const resendInvitation: Handle<'app.resendInvitation'> = async ({ path }, ctx) => {
  const invitation = await invitations.resendInvitation(ctx, path.invitationId)
  return { status: 200, body: { data: toInvitation(invitation, ctx.clock.now()) } }
}
