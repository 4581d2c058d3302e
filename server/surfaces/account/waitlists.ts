import type { Context } from '../../context.ts'
import * as waitlists from '../../identity/organizations/waitlists.ts'
import type { Handle } from '../handle.ts'
import { toWaitlist } from './views.ts'

export const listWaitlists: Handle<'account.listWaitlists'> = async ({ query }, ctx) => {
  const page = { limit: query.limit ?? 100, offset: query.offset ?? 0 }
  const { found, total } = await waitlists.listWaitlists(ctx, page)
  return { status: 200, body: { data: found.map((entry) => toWaitlist(entry.feature, entry)), total, ...page } }
}

export const getWaitlist: Handle<'account.getWaitlist'> = async ({ path }, ctx) => ({
  status: 200,
  body: toWaitlist(path.feature, await waitlists.findWaitlist(ctx, path.feature)),
})

const join = async ({ path }: { path: { feature: string } }, ctx: Context) =>
  ({ status: 200, body: toWaitlist(path.feature, await waitlists.joinWaitlist(ctx, path.feature)) }) as const

export const joinWaitlist: Handle<'account.joinWaitlist'> = join

export const signUpForWaitlist: Handle<'account.signUpForWaitlist'> = join

export const leaveWaitlist: Handle<'account.leaveWaitlist'> = async ({ path }, ctx) => {
  await waitlists.leaveWaitlist(ctx, path.feature)
  return { status: 204 }
}
