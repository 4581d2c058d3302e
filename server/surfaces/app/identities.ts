import { listOwnIdentities, unlinkOwnIdentity } from '../../identity/providers/own-identities.ts'
import { toMessage, toTime } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'

export const listIdentities: Handle<'app.listIdentities'> = async (_request, ctx) => {
  const identities = await listOwnIdentities(ctx)
  const data = identities.map(({ id, provider, email, createdAt }) => ({
    id,
    provider,
    email,
    createdAt: toTime(createdAt),
  }))
  return { status: 200, body: { data } }
}

export const unlinkIdentity: Handle<'app.unlinkIdentity'> = async ({ path }, ctx) => {
  await unlinkOwnIdentity(ctx, path.identityId)
  return { status: 200, body: toMessage('The provider is unlinked.') }
}
