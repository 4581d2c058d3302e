import type { Context } from '../../context.ts'
import { requireClient } from '../../identity/clients/clients.ts'
import { requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import { requestMagicLink, signInWithMagicLink } from '../../identity/sign-in/magic-link.ts'
import { requireSignedIn } from '../../identity/sign-in/tickets.ts'
import type { Proven } from '../../identity/proofs/one-time-proofs.ts'
import type { Client } from '../../model/client.ts'
import { policies } from '../../model/policies.ts'
import type { Say } from '../../pages/texts.ts'
import type { Handle } from '../handle.ts'
import { type CsrfParts, requireCsrfOfPage, toCsrfProof } from './csrf-proof.ts'
import { confirmPage, goOn, openLink, toMailAsked, toMailQueued } from './links.ts'
import { toAuthentication } from './signed-in.ts'

export const sendMagicLink: Handle<'account.sendMagicLink'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  return { status: 202, body: toMailQueued(await requestMagicLink(ctx, policies.account, toMailAsked(found, body))) }
}

export const followSignInLink: Handle<'account.followSignInLink'> = async ({ query, headers, cookies }, ctx) => {
  const { proven, client } = await openLink(ctx, 'magic_link', query.token)
  if (ctx.wantsPage) {
    const { email } = proven.proof
    const words = (say: Say) => ({
      title: say('sign_in'),
      text: client ? say('sign_in_to_as', { app: client.name, email }) : say('sign_in_as_only', { email }),
      label: say('sign_in'),
    })
    return confirmPage(ctx, proven, words, query.token)
  }
  return { status: 200, type: 'application/json', ...(await signIn(ctx, proven, client, { headers, cookies })) }
}

export const signInWithToken: Handle<'account.signInWithToken'> = async ({ body, headers, cookies }, ctx) => {
  const { proven, client } = await openLink(ctx, 'magic_link', body.token)
  const signedIn = await signIn(ctx, proven, client, { headers, cookies })
  if (!ctx.wantsPage) return { status: 200, type: 'application/json', ...signedIn }
  const onward = await goOn(ctx, proven, (say) => ({
    title: say('signed_in'),
    text: say('go_back_to_it', { app: client?.name ?? say('the_app') }),
  }))
  return { ...onward, cookies: signedIn.cookies }
}

const signIn = async (ctx: Context, proven: Proven, client: Client | null, parts: CsrfParts) => {
  await requireCsrfOfPage(ctx, parts)
  const signedIn = requireSignedIn(await signInWithMagicLink(ctx, policies.account, proven, client))
  return toAuthentication(ctx, { ...signedIn, client, environment: proven.environment }, parts.cookies)
}
