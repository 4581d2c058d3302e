import type { Context } from '../../context.ts'
import { requireForm } from '../../identity/authorization/forms.ts'
import { withQuery } from '../../identity/authorization/redirects.ts'
import { asOwner, completeOnOwnPage, placeOfPage, signInOnOwnPage } from '../../identity/sign-in/own-page.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { Failure } from '../../model/failure.ts'
import { toBrowserCookie } from '../browser-cookie.ts'
import type { Handle } from '../handle.ts'
import { runAction } from './own-page-actions.ts'
import { showAccount, showSignIn, toOwnPage } from './own-page-views.ts'

export const openOwnPage: Handle<'account.openOwnPage'> = async ({ query }, ctx) => {
  const { client_id, linked, error } = query
  return { status: 303, headers: { Location: withQuery(toOwnPage(ctx), { client_id, linked, error }) } }
}

export const showOwnPage: Handle<'account.showOwnPage'> = async ({ query, cookies }, ctx) => {
  const owner = await asOwner(ctx, cookies.browser_session)
  if (owner) return { status: 200, ...(await showAccount(owner, said(query))) }
  return { status: 200, ...(await showSignIn(ctx, query.client_id, {})) }
}

export const submitOwnPage: Handle<'account.submitOwnPage'> = async ({ body, cookies }, ctx) => {
  const cookie = cookies.browser_session
  const owner = await asOwner(ctx, cookie)
  // Signed out meanwhile: nothing is done, and the page begins anew.
  if (!owner && !['sign_in', 'second_factor'].includes(body.action)) return backToSignIn(ctx, body.client_id)
  const form = { session: cookies.account_form, token: body.form_token }
  requireForm(ctx, form, owner ? requireUser(owner).session.id : null)
  if (owner) return runAction(owner, body)
  try {
    const place = await placeOfPage(ctx, body.client_id)
    if (!place) return await backToSignIn(ctx, body.client_id)
    const { email = '', password = '', code, ticket = '', credential } = body
    if (body.action === 'second_factor') {
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

const backToSignIn = async (ctx: Context, client_id: string | undefined) => ({
  status: 303 as const,
  headers: { Location: withQuery(toOwnPage(ctx), { client_id }) },
  cookies: [],
})

const notes: Readonly<Record<string, string>> = {
  password: 'Your password was changed. Every other device was signed out.',
  email: 'If you can have that address, a link is on its way there.',
  prove: 'Thank you. For ten minutes you can change how you sign in.',
  end_session: 'That device is signed out.',
  end_others: 'Every other device is signed out.',
  forget_device: 'That browser is asked for a code again.',
  unlink: 'It signs in no more.',
  add_passkey: 'The passkey signs you in from now on, with nothing typed.',
  remove_passkey: 'The passkey signs in no more.',
  factor_off: 'Two-step sign-in is off.',
}

/** What happened elsewhere, in words of ours: nothing of an address is shown as it came. */
const said = ({ done, linked, error }: { done?: string; linked?: string; error?: string }) => {
  if (error === 'user_exists') return { problem: 'That account signs somebody else in already. Nothing was linked.' }
  if (error !== undefined) return { problem: 'Nothing was linked. Try again, or choose another provider.' }
  if (linked !== undefined) return { note: 'It is linked: you can sign in with it from now on.' }
  return { note: done !== undefined && Object.hasOwn(notes, done) ? notes[done] : undefined }
}
