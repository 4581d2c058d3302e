import {
  acceptAdministratorInvitation,
  cancelInvitation,
  inviteAdministrator,
  inviteAgain,
  listInvited,
} from '../../identity/administration/administrator-invitations.ts'
import { toDone, toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toInvited } from './views.ts'

export const invitePlatformMember: Handle<'platform.invitePlatformMember'> = async ({ body }, ctx) => {
  const { email, firstName = null, lastName = null } = body
  const invited = await inviteAdministrator(ctx, { email, firstName, lastName })
  const data = toInvited(invited, ctx.clock.now())
  const { isMailed } = invited
  const message = isMailed
    ? 'The invitation is on its way.'
    : 'Nothing was mailed, as the address has had many mails. Resend it later.'
  return { status: 200, body: { data, ...toMessage(message), isMailed } }
}

export const listPlatformInvitations: Handle<'platform.listPlatformInvitations'> = async (_request, ctx) => {
  const found = await listInvited(ctx)
  return { status: 200, body: { data: found.map((one) => toInvited(one, ctx.clock.now())) } }
}

export const cancelPlatformInvitation: Handle<'platform.cancelPlatformInvitation'> = async ({ path }, ctx) => {
  await cancelInvitation(ctx, path.invitationId)
  return { status: 200, body: toDone() }
}

export const resendPlatformInvitation: Handle<'platform.resendPlatformInvitation'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toInvited(await inviteAgain(ctx, path.invitationId), ctx.clock.now()) },
})

export const acceptPlatformInvitation: Handle<'platform.acceptPlatformInvitation'> = async ({ path, body }, ctx) => {
  await acceptAdministratorInvitation(ctx, path.invitation, body)
  return { status: 200, body: toMessage('The invitation is accepted. Sign in with the password.') }
}
