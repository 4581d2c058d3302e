import { acceptOwnInvitation as accept } from '../../identity/organizations/accept-invitation.ts'
import { declineOwnInvitation, listOwnInvitations as list } from '../../identity/organizations/own-places.ts'
import type { Handle } from '../handle.ts'
import { fromInvitationId } from './views.ts'

export const listOwnInvitations: Handle<'account.listOwnInvitations'> = async ({ query }, ctx) => {
  const { found, nextCursor } = await list(ctx, query)
  const data = found.map(({ id, name }) => ({ id: `inv_${id}`, account_name: name }))
  return { status: 200, body: { data, ...(nextCursor && { next_cursor: nextCursor }) } }
}

export const acceptOwnInvitation: Handle<'account.acceptOwnInvitation'> = async ({ path }, ctx) => {
  await accept(ctx, fromInvitationId(path.invitation_id))
  return { status: 204 }
}

export const declineInvitation: Handle<'account.declineInvitation'> = async ({ path }, ctx) => {
  await declineOwnInvitation(ctx, fromInvitationId(path.invitation_id))
  return { status: 204 }
}
