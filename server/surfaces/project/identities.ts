import { requireRedirectUri } from '../../identity/authorization/redirects.ts'
import { finishLink as finish, startLinkByCode } from '../../identity/providers/link-by-code.ts'
import { listOwnIdentities, unlinkOwnIdentity } from '../../identity/providers/own-identities.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import type { Handle } from '../handle.ts'
import { toProviderLink } from '../own-views.ts'
import { toCallbackUrl } from './provider-urls.ts'

export const listIdentities: Handle<'project.listIdentities'> = async (_request, ctx) => ({
  status: 200,
  body: { data: (await listOwnIdentities(ctx)).map(toProviderLink) },
})

export const unlinkIdentity: Handle<'project.unlinkIdentity'> = async ({ path }, ctx) => {
  await unlinkOwnIdentity(ctx, path.identityId)
  return { status: 200, body: { message: 'Provider unlinked successfully' } }
}

export const linkIdentity: Handle<'project.linkIdentity'> = async ({ body }, ctx) => {
  const { provider } = body
  const redirectUri = requireRedirectUri(requireUser(ctx).environment.settings.allowedRedirectUrls, body.redirectUri)
  const start = { provider, callbackUrl: toCallbackUrl(ctx, provider), redirectUri }
  return { status: 200, body: { authorizeUrl: await startLinkByCode(ctx, start) } }
}

export const finishLink: Handle<'project.finishLink'> = async ({ body }, ctx) => ({
  status: 200,
  body: toProviderLink(await finish(ctx, body.code)),
})
