import * as members from '../../identity/organizations/members.ts'
import type { Handle } from '../handle.ts'
import { fromAccountId, fromMembershipId, fromUserId, toMember } from './views.ts'

export const listMembers: Handle<'account.listMembers'> = async ({ path, query }, ctx) => {
  const page = { limit: query.limit ?? 100, offset: query.offset ?? 0 }
  const listed = await members.listMembers(ctx, fromAccountId(path.account_id), { ...page, cursor: query.cursor })
  const { found, total, nextCursor } = listed
  const next = nextCursor === null ? {} : { next_cursor: nextCursor }
  return { status: 200, body: { data: found.map(toMember), total, ...page, ...next } }
}

export const searchMembers: Handle<'account.searchMembers'> = async ({ path, body }, ctx) => {
  const page = { limit: body.limit ?? 100, offset: body.offset ?? 0 }
  const { found, total, nextCursor } = await members.listMembers(ctx, fromAccountId(path.account_id), {
    ...page,
    cursor: body.cursor,
    search: body.query,
  })
  const next = nextCursor === null ? {} : { next_cursor: nextCursor }
  return { status: 200, body: { data: found.map(toMember), total, ...page, ...next } }
}

export const addMember: Handle<'account.addMember'> = async ({ path, body }, ctx) => {
  const added = await members.addMember(ctx, fromAccountId(path.account_id), {
    userId: fromUserId(body.user_id),
    role: body.role,
  })
  return { status: 201, body: toMember(added) }
}

export const updateMember: Handle<'account.updateMember'> = async ({ path, body }, ctx) => {
  const changed = await members.changeRole(
    ctx,
    fromAccountId(path.account_id),
    fromMembershipId(path.member_id),
    body.role,
  )
  return { status: 200, body: toMember(changed) }
}

export const removeMember: Handle<'account.removeMember'> = async ({ path }, ctx) => {
  await members.removeMember(ctx, fromAccountId(path.account_id), fromMembershipId(path.member_id))
  return { status: 204 }
}
