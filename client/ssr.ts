// A session on a server that renders pages, for any server that speaks Request and Response.
import type { Wire } from '../generated/operations.ts'
import { type AuthClient, createAuthClient } from './auth-client.ts'
import type { AuthClientOptions } from './auth-client-options.ts'
import { isAuthError } from './auth-error.ts'
import type { Tokens } from './session.ts'

export interface ServerSessionOptions extends Pick<AuthClientOptions, 'baseUrl' | 'clientId' | 'fetch' | 'origin'> {
  /** The name of the cookie, `countersign_session` by default. */
  readonly cookieName?: string
  /** How long a browser keeps it, in seconds; 14 days by default. The service may end the session earlier. */
  readonly maxAge?: number
}

export interface ServerSession {
  /** Calls for this visitor. It refreshes by itself; the new tokens are in the cookies to set. */
  readonly auth: AuthClient
  /** Who is signed in; null for nobody, also where the session has ended meanwhile. */
  user(): Promise<Wire['SessionProfile'] | null>
  /** Values of `Set-Cookie` for the answer, as things stand: none where nothing has changed. */
  setCookies(): readonly string[]
  /** The same answer with those cookies. An answer that has them must not be stored by a cache. */
  answer(response: Response): Response
}

const cookieNameByDefault = 'countersign_session'
const fortnight = 14 * 24 * 60 * 60

/**
 * The session of whoever sent this request, kept in a cookie of your own site: no script of the page can read it, and whoever
 * copies it out of the browser has the session. `SameSite=Lax` keeps other sites from using it; that they sign a visitor in as
 * somebody else is yours to refuse, by `Sec-Fetch-Site` or a token in your form. A `GET` of yours must change nothing.
 *
 * One for each request, never one for several: it holds the tokens of one visitor.
 */
export const openServerSession = (
  request: { readonly headers: Headers },
  { cookieName = cookieNameByDefault, maxAge = fortnight, ...options }: ServerSessionOptions,
): ServerSession => {
  const found = readCookie(request.headers.get('Cookie') ?? '', cookieName)
  let held = found
  const auth = createAuthClient({ ...options, ...(found && { tokens: found }), onTokens: (tokens) => (held = tokens) })

  const setCookies = (): readonly string[] => {
    if (held === found) return []
    const kept = held?.refresh_token === undefined ? undefined : toValue(held.refresh_token, held.access_token)
    return [`${cookieName}=${kept ?? ''}; Max-Age=${kept ? maxAge : 0}; Path=/; HttpOnly; Secure; SameSite=Lax`]
  }

  return {
    auth,
    setCookies,

    user: async () => {
      if (!held) return null
      try {
        return await auth.me()
      } catch (error) {
        if (isAuthError(error) && error.status === 401 && error.code !== 'unexpected_answer') return null
        throw error
      }
    },

    answer: (response) => {
      const cookies = setCookies()
      if (cookies.length === 0) return response
      // Those of a redirect or of another server cannot be changed.
      const answer = new Response(response.body, response)
      for (const cookie of cookies) answer.headers.append('Set-Cookie', cookie)
      answer.headers.set('Cache-Control', 'private, no-store')
      return answer
    },
  }
}

type Kept = Partial<Tokens> & { readonly refresh_token?: string }

// RFC 6265 section 4.1.1: neither token holds anything that a cookie may not, and the sign between them is in neither.
const toValue = (refreshToken: string, accessToken: string | undefined): string =>
  accessToken === undefined ? refreshToken : `${refreshToken}!${accessToken}`

/** Of several cookies of one name the first that reads as ours. */
const readCookie = (header: string, name: string): Kept | null => {
  for (const pair of header.split(/; */)) {
    if (!pair.startsWith(`${name}=`)) continue
    const [, refresh_token, access_token] = /^([\w-]+)(?:!([\w.-]+))?$/.exec(pair.slice(name.length + 1)) ?? []
    if (refresh_token) return { refresh_token, ...(access_token && { access_token }) }
  }
  return null
}
