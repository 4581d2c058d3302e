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
  if (live) await end(ctx, live)
  const mayGo = sessionId !== null && client !== null && (isOfThisBrowser || isOwnClient(client))
  return { kind: 'done', goesOn: mayGo ? 'at_once' : 'by_link', redirectUri }
}

/** The button of our page was pressed: the page of this very session, while somebody is signed in. */
export const confirmLogout = async (
  ctx: Context,
  asked: LogoutAsked,
  { form, cookie }: { form: FormProof; cookie: string | undefined },
): Promise<LogoutStep> => {
  const { redirectUri } = await checkLogout(ctx, asked)
  const live = await findBrowserSession(ctx, cookie)
  if (!live) return { kind: 'done', goesOn: 'by_link', redirectUri }
  requireForm(ctx, form, live.session.id)
  await end(ctx, live)
  return { kind: 'done', goesOn: 'at_once', redirectUri }
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

const end = (ctx: Context, { session, user }: LiveSession): Promise<void> =>
  transaction(ctx.db, async (db) => {
    await endBrowserSession(ctx, db, session.id)
    await record(ctx, db, 'user.signed_out', {
      environmentId: session.environmentId,
      userId: user.id,
      sessionId: session.id,
    })
  })
