import {
  deleteProjectUsers,
  listProjectUsers,
  removeProjectUserFactors,
  requireProjectUser,
} from '../../identity/people/project-users.ts'
import type { Handle } from '../handle.ts'
import { boundFreeForm } from '../list-bounds.ts'
import { toUser } from './views.ts'

export const listUsers: Handle<'project.listUsers'> = async ({ query }, ctx) => {
  const page = { offset: query.offset ?? 0, limit: query.limit ?? 10 }
  const { found, total, nextCursor } = await listProjectUsers(ctx, {
    ...page,
    cursor: query.cursor,
    ...(query.search && { search: query.search }),
  })
  const next = nextCursor === null ? {} : { nextCursor }
  return {
    status: 200,
    body: { data: boundFreeForm(found.map(toUser), 'profile', 'metadata'), pagination: { ...page, total, ...next } },
  }
}

export const getUser: Handle<'project.getUser'> = async ({ path }, ctx) => ({
  status: 200,
  body: toUser(await requireProjectUser(ctx, path.userId)),
})

export const deleteUsers: Handle<'project.deleteUsers'> = async ({ body }, ctx) => ({
  status: 200,
  body: { message: 'Users deleted successfully', deletedCount: await deleteProjectUsers(ctx, body.userIds) },
})

export const removeUserMfa: Handle<'project.removeUserMfa'> = async ({ path }, ctx) => {
  await removeProjectUserFactors(ctx, path.userId)
  return { status: 200, body: { message: 'Second factors removed successfully' } }
}
