import type { Context } from '../../context.ts'
import { requireForm } from '../../identity/authorization/forms.ts'
import { asOwner, completeOnOwnPage, placeOfPage, signInOnOwnPage } from '../../identity/sign-in/own-page.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { Failure } from '../../model/failure.ts'
import { toBrowserCookie } from '../browser-cookie.ts'
import { isPlainKey } from '../../pages/texts.ts'
import type { Handle } from '../handle.ts'
import { runAction } from './own-page-actions.ts'
import { type Said, showAccount, showSignIn, toOwnPage } from './own-page-views.ts'

export const openOwnPage: Handle<'account.openOwnPage'> = async ({ query }, ctx) => {
  const { client_id, linked, error } = query
  return { status: 303, headers: { Location: toOwnPage(ctx, { client_id, linked, error }) } }
}

export const showOwnPage: Handle<'account.showOwnPage'> = async ({ query, cookies }, ctx) => {
  const owner = await asOwner(ctx, cookies.browser_session)
  if (owner) return { status: 200, ...(await showAccount(owner, said(query))) }
  return { status: 200, ...(await showSignIn(ctx, query.client_id, {})) }
}

export const submitOwnPage: Handle<'account.submitOwnPage'> = async ({ body, cookies }, ctx) => {
  const cookie = cookies.browser_session
  const owner = await asOwner(ctx, cookie)
  const { action } = body
  const form = { session: cookies.account_form, token: body.form_token }
  // Signed in or out meanwhile: nothing is done, and the page begins anew.
  if (action === 'sign_in' || action === 'second_factor') {
    if (owner) return backToPage(owner)
  } else {
    if (!owner) return backToPage(ctx, body.client_id)
    requireForm(ctx, form, requireUser(owner).session.id)
    return runAction(owner, action, body)
  }
  requireForm(ctx, form)
  try {
    const place = await placeOfPage(ctx, body.client_id)
    if (!place) return backToPage(ctx, body.client_id)
    const { email = '', password = '', code, ticket = '', credential } = body
    if (action === 'second_factor') {
      return enter(ctx, await completeOnOwnPage(ctx, place, { ticket, typed: { code, credential } }, cookie))
    }
    const entered = await signInOnOwnPage(ctx, place, { email, password, code: code ?? '' }, cookie)
    if (entered.kind === 'signed_in') return enter(ctx, entered.cookie)
    return { status: 200, ...(await showSignIn(ctx, body.client_id, { ticket: entered.ticket })) }
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'unknown_client') throw error
    const { email, ticket } = body
    return { status: 400, ...(await showSignIn(ctx, body.client_id, { failure: error, email, ticket })) }
  }
}

const enter = (ctx: Context, cookie: string) => ({
  status: 303 as const,
  headers: { Location: toOwnPage(ctx) },
  cookies: [toBrowserCookie(cookie)],
})

const backToPage = (ctx: Context, client_id?: string) => ({
  status: 303 as const,
  headers: { Location: toOwnPage(ctx, { client_id }) },
  cookies: [],
})

/** What happened elsewhere, in words of ours: nothing of an address is shown as it came. */
const said = ({ done, linked, error }: { done?: string; linked?: string; error?: string }): Said => {
  if (error === 'user_exists') return { problem: 'not_linked_taken' }
  if (error !== undefined) return { problem: 'not_linked' }
  if (linked !== undefined) return { note: 'done_linked' }
  const note = `done_${done}`
  return isPlainKey(note) ? { note } : {}
}
