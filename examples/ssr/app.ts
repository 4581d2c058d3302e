// An app whose pages are rendered on a server, and work without JavaScript. It speaks Request and Response, as most do by now.
import { isAuthError } from '@countersign/client'
import { openServerSession } from '@countersign/client/ssr'

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const page = (body: string, status = 200): Response =>
  new Response(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark"><link rel="icon" href="data:,"><title>Notes</title><main><h1>Notes</h1>${body}</main></html>`,
    { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } },
  )

const signInForm = (problem = '', email = ''): string => `
  <form method="post" action="/sign-in">
    <label>Email <input name="email" type="email" value="${escape(email)}" required></label>
    <label>Password <input name="password" type="password" required></label>
    ${problem && `<p role="alert">${problem}</p>`}
    <button>Sign in</button>
  </form>`

const redirect = (location: string): Response => new Response(null, { status: 303, headers: { Location: location } })

export const createApp =
  (baseUrl: string) =>
  async (request: Request): Promise<Response> => {
    const session = openServerSession(request, { baseUrl, clientId: 'cid_inbox_manager' })
    const { pathname } = new URL(request.url)
    // Another site's form would sign the visitor in as somebody else: a cookie's SameSite keeps it from being sent, not from being set.
    const site = request.headers.get('Sec-Fetch-Site')
    if (request.method === 'POST' && site !== null && site !== 'same-origin') {
      return page('<p>That form is of another site.</p>', 403)
    }

    if (request.method === 'POST' && pathname === '/sign-in') {
      const fields = await request.formData()
      const email = String(fields.get('email'))
      try {
        await session.auth.signIn({ email, password: String(fields.get('password')) })
        return session.answer(redirect('/'))
      } catch (error) {
        if (!isAuthError(error)) throw error
        const isWrong = error.code === 'invalid_credentials'
        const problem = isWrong ? 'The email or the password is wrong.' : 'That did not work. Try again.'
        return page(signInForm(problem, email), isWrong ? 401 : 503)
      }
    }
    if (request.method === 'POST' && pathname === '/sign-out') {
      await session.auth.signOut()
      return session.answer(redirect('/'))
    }
    if (pathname !== '/') return page('<p>There is no such page.</p>', 404)
    const user = await session.user()
    const greeting = `<p>Signed in as ${escape(user?.identity.email ?? '')}</p><form method="post" action="/sign-out"><button>Sign out</button></form>`
    return session.answer(page(user ? greeting : signInForm()))
  }
