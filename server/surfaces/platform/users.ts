import type { Context } from '../../context.ts'
import {
  createApplicationUser,
  listApplicationUsers,
  removeApplicationUserFactors,
  requireApplicationUser,
  updateApplicationUser,
} from '../../identity/people/tenant-users.ts'
import { assignRoles } from '../../identity/roles/assignments.ts'
import { asAdministrator } from '../../identity/roles/authority.ts'
import type { User } from '../../model/user.ts'
import { describeUsers } from '../app-and-platform/describe-user.ts'
import { toUserRoles } from '../app-and-platform/roles.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { tenantOfCaller } from './tenant.ts'

export const listAppUsers: Handle<'platform.listAppUsers'> = async ({ path, query }, ctx) => {
  const page = { page: query.page ?? 1, limit: query.limit ?? 100 }
  const acting = asAdministrator(path.appId, query.environmentId)
  const { found, total, nextCursor } = await listApplicationUsers(ctx, acting, page, query)
  return { status: 200, body: { data: await describe(ctx, found), total, ...page, nextCursor } }
}

export const createAppUser: Handle<'platform.createAppUser'> = async ({ path, body }, ctx) => {
  const user = await createApplicationUser(ctx, asAdministrator(path.appId, body.environmentId), {
    email: body.email,
    password: body.password,
    firstName: body.firstName ?? null,
    lastName: body.lastName ?? null,
  })
  return toAnswer(ctx, user)
}

export const getAppUser: Handle<'platform.getAppUser'> = async ({ path }, ctx) =>
  toAnswer(ctx, await requireApplicationUser(ctx, asAdministrator(path.appId), path.userId))

export const updateAppUser: Handle<'platform.updateAppUser'> = async ({ path, body }, ctx) =>
  toAnswer(ctx, await updateApplicationUser(ctx, asAdministrator(path.appId), path.userId, body))

export const removeAppUserMfa: Handle<'platform.removeAppUserMfa'> = async ({ path }, ctx) => {
  await removeApplicationUserFactors(ctx, path.appId, path.userId)
  return { status: 200, body: toMessage('The user has no second factor any more.') }
}

export const assignAppUserRoles: Handle<'platform.assignAppUserRoles'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toUserRoles(await assignRoles(ctx, asAdministrator(path.appId), path.userId, body.roleIds)) },
})

const toAnswer = async (ctx: Context, user: User) =>
  ({ status: 200, body: { data: (await describe(ctx, [user]))[0]! } }) as const

const describe = async (ctx: Context, users: readonly User[]) =>
  describeUsers(ctx, users, { tenantId: await tenantOfCaller(ctx) })
