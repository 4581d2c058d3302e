import * as members from '../../identity/organizations/members.ts'
import { toCursorWish, toList } from '../app-and-platform/lists.ts'
import { toDone, toMember } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const listOrgMembers: Handle<'app.listOrgMembers'> = async ({ path, query }, ctx) => {
  const { found, nextCursor } = await members.listMembers(ctx, path.orgId, { offset: 0, ...toCursorWish(query) })
  return { status: 200, body: toList(found.map(toMember), nextCursor) }
}

export const addOrgMember: Handle<'app.addOrgMember'> = async ({ path, body }, ctx) => {
  const { userId, role = 'member' } = body
  return { status: 200, body: { data: toMember(await members.addMember(ctx, path.orgId, { userId, role })) } }
}

export const updateOrgMember: Handle<'app.updateOrgMember'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toMember(await members.changeRole(ctx, path.orgId, path.memberId, body.role)) },
})

export const removeOrgMember: Handle<'app.removeOrgMember'> = async ({ path }, ctx) => {
  await members.removeMember(ctx, path.orgId, path.memberId)
  return { status: 200, body: toDone() }
}
