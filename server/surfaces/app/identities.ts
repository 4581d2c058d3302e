import { Failure } from '../../model/failure.ts'
import { mayEnterAt } from '../../identity/clients/application-redirects.ts'
import { finishLink as finish, startLinkByCode } from '../../identity/providers/link-by-code.ts'
import { listOwnIdentities, unlinkOwnIdentity } from '../../identity/providers/own-identities.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { toMessage } from '../app-and-platform/views.ts'
import type { Handle } from '../handle.ts'
import { toProviderLink } from '../own-views.ts'
import { toCallbackUrl } from './provider-urls.ts'

export const listIdentities: Handle<'app.listIdentities'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnIdentities(ctx)).map(toProviderLink) },
})

export const unlinkIdentity: Handle<'app.unlinkIdentity'> = async ({ path }, ctx) => {
  await unlinkOwnIdentity(ctx, path.identityId)
  return { status: 200, body: toMessage('The provider is unlinked.') }
}

export const linkIdentity: Handle<'app.linkIdentity'> = async ({ body }, ctx) => {
  const { provider, redirectUri } = body
  if (!(await mayEnterAt(ctx, requireUser(ctx).environment, redirectUri))) throw new Failure('invalid_redirect_uri')
  const start = { provider, callbackUrl: toCallbackUrl(ctx, provider), redirectUri }
  return { status: 200, body: { authorizeUrl: await startLinkByCode(ctx, start) } }
}

export const finishLink: Handle<'app.finishLink'> = async ({ body }, ctx) => ({
  status: 200,
  body: { data: toProviderLink(await finish(ctx, body.code)) },
})
