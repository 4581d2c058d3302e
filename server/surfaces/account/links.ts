// What the pages behind mailed links share: the link is looked at, a button uses it, and the browser goes on.
import type { Context } from '../../context.ts'
import { requireClientOfProof } from '../../identity/clients/clients.ts'
import { type Proven, presentProof } from '../../identity/proofs/one-time-proofs.ts'
import type { MailAsked, MailQueued } from '../../identity/proofs/proof-mails.ts'
import { requireRedirectUri } from '../../identity/authorization/redirects.ts'
import type { Client } from '../../model/client.ts'
import type { Environment } from '../../model/environment.ts'
import { policies } from '../../model/policies.ts'
import { type ProofPurpose, proofRules } from '../../model/proofs.ts'
import type { User } from '../../model/user.ts'
import type { Phrase } from '../../pages/html.ts'
import type { Look } from '../../pages/layout.ts'
import { type Message, messagePage } from '../../pages/message.ts'
import type { Say } from '../../pages/texts.ts'
import { brandedPage } from '../branded-pages.ts'
import type { Wire } from '../handle.ts'

/**
 * Looks at a link and uses nothing up. A page that calls must be one of the client's that the mail was asked for by. The links of
 * every surface lead to our pages; whoever wants no page has to have the link from this surface.
 */
export const openLink = async (
  ctx: Context,
  purpose: ProofPurpose,
  token: string,
): Promise<{ proven: Proven; client: Client | null }> => {
  const proven = await presentProof(ctx, purpose, { token, surface: ctx.wantsPage ? null : policies.account.surface })
  return { proven, client: await requireClientOfProof(ctx, proven) }
}

/** What a request for a mail asks for. A redirect must be one of the client's. */
export const toMailAsked = (
  found: { client: Client | null; environment: Environment },
  body: { readonly email: string; readonly redirect_uri?: string },
): MailAsked => ({
  ...found,
  email: body.email,
  redirectUri: body.redirect_uri ? requireRedirectUri(found.client?.redirectUris ?? [], body.redirect_uri) : null,
})

export const toMailQueued = ({ seconds }: MailQueued): Wire['AccountMailQueued'] => ({
  message: 'If this address can get such a mail, it is on its way.',
  expires_in: seconds,
})

/**
 * A page about an application, as an answer. Its form's answer may send the browser on to the address that the mail was asked
 * for with.
 */
export const toPage = (
  ctx: Context,
  environment: Environment,
  redirectUri: string | null,
  make: (look: Look) => string,
  reader?: User,
) =>
  brandedPage(
    inLanguagesOfReturn(ctx, redirectUri),
    environment,
    redirectUri ? [originOf(redirectUri)] : [],
    make,
    reader,
  )

/** In those of the sign-in that the mail was asked for at: the page of ours that the link leads back to has them. */
const inLanguagesOfReturn = (ctx: Context, redirectUri: string | null): Context => {
  if (!redirectUri?.startsWith(`${ctx.config.publicUrl}/`)) return ctx
  const uiLocales = new URL(redirectUri).searchParams.get('ui_locales')
  return uiLocales === null ? ctx : { ...ctx, uiLocales }
}

/** As CSP names it: a scheme alone where the address of a native app has no origin. */
const originOf = (uri: string): string => {
  const { origin, protocol } = new URL(uri)
  return origin === 'null' ? protocol : origin
}

/** The page that asks before a link is used, for those who only look. */
export const confirmPage = async (
  ctx: Context,
  { purpose, environment, redirectUri, user }: Proven,
  wordsIn: (say: Say) => Pick<Message, 'title' | 'text'> & {
    readonly label: Phrase
    readonly otherwise?: { readonly url: string; readonly label: Phrase }
  },
  token: string,
) => {
  const make = (look: Look) => {
    const { title, text, label, otherwise } = wordsIn(look.say)
    return messagePage({
      look,
      title,
      text,
      tone: 'neutral',
      action: { method: 'post', url: proofRules[purpose].page, label, fields: { token } },
      ...(otherwise && { otherwise: { method: 'post', ...otherwise, fields: { token } } }),
    })
  }
  const page = await toPage(ctx, environment, redirectUri, make, user)
  return { status: 200 as const, ...page }
}

/** Where a browser goes once its link was used. */
export const goOn = async (
  ctx: Context,
  { environment, redirectUri, user }: Pick<Proven, 'environment' | 'redirectUri'> & Partial<Pick<Proven, 'user'>>,
  done: (say: Say) => Pick<Message, 'title' | 'text'>,
) => {
  if (redirectUri) return { status: 303 as const, headers: { Location: redirectUri } }
  const page = await toPage(
    ctx,
    environment,
    null,
    (look) => messagePage({ ...done(look.say), look, tone: 'good' }),
    user,
  )
  return { status: 200 as const, ...page }
}
