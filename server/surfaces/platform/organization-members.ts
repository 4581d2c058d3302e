import {
  type OfApplication,
  addApplicationMember,
  changeApplicationMember,
  listApplicationMembers,
  removeApplicationMember,
} from '../../identity/organizations/application-members.ts'
import { toDone, toMember } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const listAppOrgMembers: Handle<'platform.listAppOrgMembers'> = async ({ path, query }, ctx) => {
  const page = { page: query.page ?? 1, limit: query.limit ?? 100 }
  const { found, total, nextCursor } = await listApplicationMembers(ctx, placeOf(path), page, query)
  const next = nextCursor === null ? {} : { nextCursor }
  return { status: 200, body: { data: found.map(toMember), total, ...page, ...next } }
}

export const addAppOrgMember: Handle<'platform.addAppOrgMember'> = async ({ path, body }, ctx) => {
  const { userId, role = 'member' } = body
  return { status: 200, body: { data: toMember(await addApplicationMember(ctx, placeOf(path), { userId, role })) } }
}

export const updateAppOrgMember: Handle<'platform.updateAppOrgMember'> = async ({ path, body }, ctx) => {
  const changed = await changeApplicationMember(ctx, placeOf(path), path.membershipId, body.role)
  return { status: 200, body: { data: toMember(changed) } }
}

export const removeAppOrgMember: Handle<'platform.removeAppOrgMember'> = async ({ path }, ctx) => {
  await removeApplicationMember(ctx, placeOf(path), path.membershipId)
  return { status: 200, body: toDone() }
}

const placeOf = ({ appId, orgId }: { appId: string; orgId: string }): OfApplication => ({
  applicationId: appId,
  organizationId: orgId,
})
