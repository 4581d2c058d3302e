import { getAdministrator, listAdministrators } from '../../identity/administration/administrators-of-tenant.ts'
import { inviteAdministrator } from '../../identity/administration/administrator-invitations.ts'
import { removeAdministrator, removeAdministratorFactors } from '../../identity/administration/remove-administrators.ts'
import { withSecondFactor } from '../../identity/factors/second-factor.ts'
import { registerTenant, requireAdministrator } from '../../identity/administration/administrators.ts'
import { policies } from '../../model/policies.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { describeAdministrator, toSignedIn } from './signed-in.ts'
import { toMember } from './views.ts'

export const register: Handle<'platform.register'> = async ({ body }, ctx) => {
  const started = await registerTenant(ctx, policies.platform, {
    email: body.email,
    password: body.password,
    firstName: body.firstName ?? null,
    lastName: body.lastName ?? null,
    tenantName: body.tenantName,
    tenantSlug: body.tenantSlug,
  })
  const { id, name, slug } = started.tenant
  return { status: 200, body: { ...(await toSignedIn(ctx, started)), tenant: { id, name, slug } } }
}

export const getMe: Handle<'platform.getMe'> = async (_request, ctx) => ({
  status: 200,
  body: { data: await describeAdministrator(ctx, await requireAdministrator(ctx)) },
})

export const listMembers: Handle<'platform.listMembers'> = async (_request, ctx) => {
  const found = await listAdministrators(ctx)
  const protectedOnes = await withSecondFactor(
    ctx,
    found.map(({ user }) => user),
  )
  return { status: 200, body: { data: found.map((one) => toMember(one, protectedOnes.has(one.user.id))) } }
}

export const inviteMember: Handle<'platform.inviteMember'> = async ({ body }, ctx) => {
  const { email, firstName = null, lastName = null } = body
  const invited = await inviteAdministrator(ctx, { email, firstName, lastName })
  return { status: 200, body: { data: toMember(invited, false), isMailed: invited.isMailed } }
}

/** There is one role: nothing is to change. */
export const updatePlatformMember: Handle<'platform.updatePlatformMember'> = async ({ path }, ctx) => {
  const { user, administrator } = await getAdministrator(ctx, path.memberId)
  return { status: 200, body: { data: { id: user.id, email: user.email, roles: [administrator.role] } } }
}

export const removeMember: Handle<'platform.removeMember'> = async ({ path }, ctx) => {
  await removeAdministrator(ctx, path.memberId)
  return { status: 200, body: toMessage('The administrator is removed.') }
}

export const removeMemberMfa: Handle<'platform.removeMemberMfa'> = async ({ path }, ctx) => {
  await removeAdministratorFactors(ctx, path.memberId)
  return { status: 200, body: toMessage('The user has no second factor any more.') }
}
