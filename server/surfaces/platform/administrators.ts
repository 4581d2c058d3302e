import {
  registerTenant,
  removeAdministratorFactors,
  requireAdministrator,
} from '../../identity/administration/administrators.ts'
import { policies } from '../../model/policies.ts'
import { toMessage } from '../backend/views.ts'
import type { Handle } from '../handle.ts'
import { describeAdministrator, toSignedIn } from './signed-in.ts'

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

export const removeMemberMfa: Handle<'platform.removeMemberMfa'> = async ({ path }, ctx) => {
  await removeAdministratorFactors(ctx, path.memberId)
  return { status: 200, body: toMessage('The user has no second factor any more.') }
}
