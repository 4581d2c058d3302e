import { listOwnIdentities, unlinkOwnIdentity } from '../../identity/providers/own-identities.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toProviderLink } from '../own-views.ts'

export const listIdentities: Handle<'app.listIdentities'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnIdentities(ctx)).map(toProviderLink) },
})

export const unlinkIdentity: Handle<'app.unlinkIdentity'> = async ({ path }, ctx) => {
  await unlinkOwnIdentity(ctx, path.identityId)
  return { status: 200, body: toMessage('The provider is unlinked.') }
}
