// An app has a person sign out at our pages (OpenID Connect RP-Initiated Logout 1.0).
import type { Context } from '../../context.ts'
import { type Client, isOwnClient } from '../../model/client.ts'
import { Failure } from '../../model/failure.ts'
import { findClient } from '../../storage/clients.ts'
import { transaction } from '../../storage/database.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import { record } from '../administration/audit.ts'
import { endBrowserSession, findBrowserSession } from '../sessions/browser-sessions.ts'
import { type FormProof, requireForm } from './forms.ts'
import { readIdToken } from './id-tokens.ts'
import { withQuery } from './redirects.ts'

export interface LogoutAsked {
  readonly idTokenHint: string | undefined
  readonly clientId: string | undefined
  readonly redirectUri: string | undefined
}

/** What is next: a page that asks, or that says it is done; and where the person goes on to, where that is registered. */
export type LogoutStep =
  | { readonly kind: 'ask'; readonly live: LiveSession; readonly client: Client | null }
  | {
      readonly kind: 'done'
      /** Straight on, or by a link of the page. */
      readonly goesOn: 'at_once' | 'by_link'
      readonly redirectUri: string | null
      /** What the browser shows to apps, so that they sign out there (Front-Channel Logout 1.0 section 2). */
      readonly frames: readonly string[]
    }

/**
 * The ID token of the session in this browser is enough; whoever has none is asked. A client that anybody may have
 * registered is not gone on to for a link alone.
 */
export const beginLogout = async (
  ctx: Context,
  asked: LogoutAsked,
  cookie: string | undefined,
): Promise<LogoutStep> => {
  const { client, sessionId, redirectUri } = await checkLogout(ctx, asked)
  const live = await findBrowserSession(ctx, cookie)
  const isOfThisBrowser = live !== undefined && sessionId === live.session.id
  if (live && !isOfThisBrowser) return { kind: 'ask', live, client }
  const frames = live ? await end(ctx, live) : []
  const mayGo = sessionId !== null && client !== null && (isOfThisBrowser || isOwnClient(client))
  return { kind: 'done', goesOn: mayGo ? 'at_once' : 'by_link', redirectUri, frames }
}

/** The button of our page was pressed: the page of this very session, while somebody is signed in. */
export const confirmLogout = async (
  ctx: Context,
  asked: LogoutAsked,
  { form, cookie }: { form: FormProof; cookie: string | undefined },
): Promise<LogoutStep> => {
  const { redirectUri } = await checkLogout(ctx, asked)
  const live = await findBrowserSession(ctx, cookie)
  if (!live) return { kind: 'done', goesOn: 'by_link', redirectUri, frames: [] }
  requireForm(ctx, form, live.session.id)
  return { kind: 'done', goesOn: 'at_once', redirectUri, frames: await end(ctx, live) }
}

/** Section 2: whatever does not belong together is refused, and nobody is sent anywhere. */
const checkLogout = async (ctx: Context, { idTokenHint, clientId, redirectUri }: LogoutAsked) => {
  const hint = idTokenHint === undefined ? null : await readIdToken(ctx, idTokenHint)
  if (hint === undefined) throw new Failure('invalid_request', 'id_token_hint: is none of ours')
  if (hint && clientId !== undefined && clientId !== hint.clientId) {
    throw new Failure('invalid_request', 'client_id: is not the one of the ID token')
  }
  const id = hint?.clientId ?? clientId
  const client = (id === undefined ? undefined : await findClient(ctx.db, id)) ?? null
  const sessionId = hint?.sessionId ?? null
  if (redirectUri === undefined) return { client, sessionId, redirectUri: null }
  if (!client?.isActive || !client.openid.postLogoutRedirectUris.includes(redirectUri)) {
    throw new Failure('invalid_redirect_uri')
  }
  return { client, sessionId, redirectUri }
}

/** The most apps that a browser is to show at once. */
const mostFrames = 20

const end = (ctx: Context, { session, user }: LiveSession): Promise<string[]> =>
  transaction(ctx.db, async (db) => {
    const ofApps = await endBrowserSession(ctx, db, session.id)
    await record(ctx, db, 'user.signed_out', {
      environmentId: session.environmentId,
      userId: user.id,
      sessionId: session.id,
    })
    const ids = new Set(ofApps.flatMap(({ clientId }) => clientId ?? []))
    const clients = await Promise.all([...ids].map((id) => findClient(db, id)))
    return clients.flatMap((client) => frameOf(ctx, client, session.id) ?? []).slice(0, mostFrames)
  })

/** Section 2: with the issuer and the session, so that the app knows that it is meant. */
const frameOf = (ctx: Context, client: Client | undefined, sid: string): string | undefined => {
  const uri = client?.isActive ? client.openid.frontchannelLogoutUri : null
  return uri === null ? undefined : withQuery(uri, { iss: ctx.config.publicUrl, sid })
}
