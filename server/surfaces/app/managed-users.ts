import type { Context } from '../../context.ts'
import {
  createApplicationUser,
  listApplicationUsers,
  requireApplicationUser,
  updateApplicationUser,
} from '../../identity/people/tenant-users.ts'
import { assignRoles } from '../../identity/roles/assignments.ts'
import { withPermission } from '../../identity/roles/authority.ts'
import type { User } from '../../model/user.ts'
import { describeUser, describeUsers } from '../app-and-platform/describe-user.ts'
import { toUserRoles } from '../app-and-platform/roles.ts'
import type { Handle } from '../handle.ts'
import { tenantOfCaller } from './tenant.ts'

const read = withPermission('users:read')
const write = withPermission('users:write')

export const listUsers: Handle<'app.listUsers'> = async ({ query }, ctx) => {
  const page = { page: query.page ?? 1, limit: query.limit ?? 100 }
  const { found, total, nextCursor } = await listApplicationUsers(ctx, read, page, query)
  const next = nextCursor === null ? {} : { nextCursor }
  return { status: 200, body: { data: await describeUsers(ctx, found, of(ctx)), total, ...page, ...next } }
}

export const createUser: Handle<'app.createUser'> = async ({ body }, ctx) => {
  const { email, password, firstName = null, lastName = null } = body
  return toAnswer(ctx, await createApplicationUser(ctx, write, { email, password, firstName, lastName }))
}

export const getUser: Handle<'app.getUser'> = async ({ path }, ctx) =>
  toAnswer(ctx, await requireApplicationUser(ctx, read, path.userId))

export const updateUser: Handle<'app.updateUser'> = async ({ path, body }, ctx) =>
  toAnswer(ctx, await updateApplicationUser(ctx, write, path.userId, body))

export const assignUserRoles: Handle<'app.assignUserRoles'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toUserRoles(await assignRoles(ctx, withPermission('roles:assign'), path.userId, body.roleIds)) },
})

const toAnswer = async (ctx: Context, user: User) =>
  ({ status: 200, body: { data: await describeUser(ctx, user, of(ctx)) } }) as const

const of = (ctx: Context) => ({ tenantId: tenantOfCaller(ctx) })
