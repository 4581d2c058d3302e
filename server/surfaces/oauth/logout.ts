import type { Context } from '../../context.ts'
import { startForm } from '../../identity/authorization/forms.ts'
import {
  type LogoutAsked,
  type LogoutStep,
  beginLogout,
  confirmLogout as endByForm,
} from '../../identity/authorization/logout.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import { pagePolicy } from '../../pages/content-security.ts'
import type { Look } from '../../pages/layout.ts'
import { messagePage } from '../../pages/message.ts'
import { brandedPage, plainPage } from '../branded-pages.ts'
import { clearedBrowserCookie } from '../browser-cookie.ts'
import { toDestination, toSource } from '../destinations.ts'
import { shownNameOf } from '../../model/client-documents.ts'
import type { Handle } from '../handle.ts'

type Query = Parameters<Handle<'oauth.logout'>>[0]['query']

const path = '/oauth2/logout'
const formCookie = { name: 'sign_out_form', path, sameSite: 'Strict', httpOnly: true } as const

export const logout: Handle<'oauth.logout'> = async ({ query, cookies }, ctx) =>
  show(ctx, query, await beginLogout(ctx, toAsked(query), cookies.browser_session))

export const confirmLogout: Handle<'oauth.confirmLogout'> = async ({ query, body, cookies }, ctx) => {
  const { form_token: token, ...asked } = body
  // A browser shows the cookie of its session to a link of another site, and not to its form.
  if (token === undefined) return { status: 303, headers: { Location: withQuery(path, asked) } }
  const form = { session: cookies.sign_out_form, token }
  return show(ctx, query, await endByForm(ctx, toAsked(query), { form, cookie: cookies.browser_session }))
}

const toAsked = (query: Query): LogoutAsked => ({
  idTokenHint: query.id_token_hint,
  clientId: query.client_id,
  redirectUri: query.post_logout_redirect_uri,
})

const show = async (ctx: Context, query: Query, step: LogoutStep) => {
  if (step.kind === 'ask') {
    const { live, client } = step
    const { session, token } = startForm(ctx, live.session.id)
    const target = query.post_logout_redirect_uri
    const sources = target === undefined ? [] : [toSource(target)]
    const make = (look: Look) => {
      const { say } = look
      const asks = client && say('asks_to_sign_out', { app: shownNameOf(client) })
      return messagePage({
        look,
        title: say('sign_out_question'),
        text: [asks, ' ', say('signed_in_as', { email: live.user.email })],
        tone: 'neutral',
        action: {
          method: 'post',
          url: withQuery(path, { ...query }),
          label: say('sign_out'),
          fields: { form_token: token },
        },
      })
    }
    const page = await brandedPage(ctx, live.environment, sources, make, live.user)
    return { status: 200 as const, ...page, cookies: [{ ...formCookie, value: session, maxAge: 60 * 60 }] }
  }
  const { goesOn, redirectUri, frames } = step
  const cookies = [clearedBrowserCookie, { ...formCookie, value: '', maxAge: 0 }]
  const onward =
    redirectUri === null || query.state === undefined ? redirectUri : withQuery(redirectUri, { state: query.state })
  if (onward !== null && goesOn === 'at_once' && frames.length === 0)
    return { status: 303 as const, headers: { Location: onward }, cookies }
  // The apps are told before the browser leaves: at once where scripts run, after three seconds where none does.
  const leaves = onward !== null && goesOn === 'at_once'
  const frameSources = [...new Set(frames.map((url) => new URL(url).origin))]
  const make = (look: Look) => {
    const { say } = look
    return messagePage({
      look,
      title: say('signed_out'),
      text: say('nobody_signed_in'),
      tone: 'good',
      frames,
      ...(leaves && { scripts: ['signed-out.js'] }),
      ...(onward !== null && {
        link: { url: onward, label: say('go_on_to', { destination: toDestination(onward, look) }) },
      }),
    })
  }
  const page = plainPage(ctx, make, pagePolicy({ frameSources }))
  const headers = { ...page.headers, ...(leaves && { Refresh: `3; url=${onward}` }) }
  return { status: 200 as const, ...page, headers, cookies }
}
