import { requireRedirectUri } from '../../identity/authorization/redirects.ts'
import { clientOfSession } from '../../identity/clients/clients.ts'
import { listOwnIdentities, startLink, unlinkOwnIdentity } from '../../identity/providers/own-identities.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import type { Handle } from '../handle.ts'
import { toFlowCookie } from '../provider-flows.ts'
import { toIdentity } from '../own-views.ts'
import { toCallbackUrl } from './provider-urls.ts'
import { fromIdentityId } from './views.ts'

export const listIdentities: Handle<'account.listIdentities'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnIdentities(ctx)).map(toIdentity) },
})

export const linkIdentity: Handle<'account.linkIdentity'> = async ({ body }, ctx) => {
  const { provider, redirect_uri } = body
  const client = await clientOfSession(ctx, requireUser(ctx).session)
  const redirectUri = redirect_uri ? requireRedirectUri(client?.redirectUris ?? [], redirect_uri) : null
  const started = await startLink(ctx, { provider, callbackUrl: toCallbackUrl(ctx, provider), redirectUri })
  return {
    status: 200,
    body: { authorize_url: started.authorizeUrl },
    cookies: [toFlowCookie('/auth', started)],
  }
}

export const unlinkIdentity: Handle<'account.unlinkIdentity'> = async ({ path }, ctx) => {
  await unlinkOwnIdentity(ctx, fromIdentityId(path.identity_id))
  return { status: 204 }
}
