import type { Context } from '../../context.ts'
import { requireClient } from '../../identity/clients.ts'
import { startCsrfSession } from '../../identity/csrf.ts'
import { requestMagicLink, signInWithProof } from '../../identity/magic-link.ts'
import type { Proven } from '../../identity/one-time-proofs.ts'
import type { Client } from '../../model/client.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { confirmPage, goOn, openLink, requireCsrfOfBrowser, toMailAsked, toMailQueued } from './links.ts'
import { toAuthentication } from './signed-in.ts'

export const sendMagicLink: Handle<'account.sendMagicLink'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  requireCsrfOfBrowser(ctx, cookies.csrf_session, headers['x-csrf-token'] ?? body.csrf_token)
  return { status: 202, body: toMailQueued(await requestMagicLink(ctx, policies.account, toMailAsked(found, body))) }
}

export const followSignInLink: Handle<'account.followSignInLink'> = async ({ query, cookies }, ctx) => {
  const { proven, client } = await openLink(ctx, 'magic_link', query.token)
  if (ctx.wantsPage) {
    const text = client ? `Sign in to ${client.name} as` : 'Sign in as'
    return confirmPage(ctx, proven, { title: 'Sign in', text, label: 'Sign in' }, query.token)
  }
  return { status: 200, type: 'application/json', ...(await signIn(ctx, proven, client, cookies.csrf_session)) }
}

export const signInWithToken: Handle<'account.signInWithToken'> = async ({ body, cookies }, ctx) => {
  const { proven, client } = await openLink(ctx, 'magic_link', body.token)
  const signedIn = await signIn(ctx, proven, client, cookies.csrf_session)
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', ...signedIn }
  const onward = await goOn(ctx, proven, {
    title: 'You are signed in',
    text: `You can go back to ${client?.name ?? 'the app'}.`,
  })
  return { ...onward, cookies: signedIn.cookies }
}

/** All of the session is new; a CSRF pair that the browser brought is renewed, so that a planted one is worth nothing. */
const signIn = async (ctx: Context, proven: Proven, client: Client | null, csrfSession: string | undefined) => {
  const signedIn = await signInWithProof(ctx, policies.account, proven, client)
  const csrf = csrfSession === undefined ? null : startCsrfSession(ctx)
  return toAuthentication(ctx, { ...signedIn, client, environment: proven.environment }, csrf)
}
