import { listOwnIdentities, unlinkOwnIdentity } from '../../identity/providers/own-identities.ts'
import type { Handle } from '../handle.ts'
import { toProviderLink } from '../own-views.ts'

export const listIdentities: Handle<'project.listIdentities'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnIdentities(ctx)).map(toProviderLink) },
})

export const unlinkIdentity: Handle<'project.unlinkIdentity'> = async ({ path }, ctx) => {
  await unlinkOwnIdentity(ctx, path.identityId)
  return { status: 200, body: { message: 'Provider unlinked successfully' } }
}
