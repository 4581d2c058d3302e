import { requireClientOfRefreshToken } from '../../identity/clients/clients.ts'
import { csrfTokenOf, startCsrfSession as start } from '../../identity/sessions/csrf.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle } from '../handle.ts'
import { toCsrfCookie } from './views.ts'

/** For a page that loads it with `<script src>`: asks for the token and hands it to whoever listens. */
const script = `fetch(new URL('/auth/csrf-token', document.currentScript.src), { credentials: 'include' })
  .then((answer) => answer.json())
  .then(({ csrf_token }) => {
    window.csrfToken = csrf_token
    window.dispatchEvent(new CustomEvent('csrf-token', { detail: csrf_token }))
  })
`

export const startCsrfSession: Handle<'account.startCsrfSession'> = async (_request, ctx) => {
  const { session } = start(ctx, null)
  return { status: 200, body: script, cookies: [toCsrfCookie(session)] }
}

export const getCsrfToken: Handle<'account.getCsrfToken'> = async ({ cookies }, ctx) => {
  if (!cookies.csrf_session) throw new Failure('csrf_session_missing')
  // A token that is bound to a session is for the pages of its client alone.
  if (cookies.refresh_token) await requireClientOfRefreshToken(ctx, cookies.refresh_token)
  const token = await csrfTokenOf(ctx, cookies.csrf_session, cookies.refresh_token)
  return { status: 200, body: { csrf_token: token }, headers: { 'X-CSRF-Token': token } }
}
