// A native app signs in: the system's browser shows the page, and comes back by a scheme of the app's own (RFC 8252), with PKCE
// (RFC 7636). The app has no secret, and sees no password.
import { createHash, randomBytes } from 'node:crypto'

export const redirectUri = 'com.example.notes:/signed-in'

export interface App {
  /** The service. */
  readonly url: string
  readonly clientId: string
  readonly fetch?: typeof fetch
}

/** A sign-in that has begun. The app keeps it until the browser is back, and uses it once. */
export interface Started {
  /** What the system's browser opens. */
  readonly url: string
  readonly verifier: string
  readonly state: string
}

export interface Session {
  readonly access_token: string
  readonly refresh_token?: string
  readonly expires_in: number
}

const secret = (): string => randomBytes(32).toString('base64url')

export const startSignIn = ({ url, clientId }: App): Started => {
  const [verifier, state] = [secret(), secret()]
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid email offline_access',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  return { url: `${url}/oauth2/authorize?${asked}`, verifier, state }
}

const askToken = async ({ url, fetch: send = fetch }: App, body: Record<string, string>): Promise<Session> => {
  const answer = await send(`${url}/oauth2/token`, { method: 'POST', body: new URLSearchParams(body) })
  const said = (await answer.json()) as Session & { readonly error?: string }
  if (!answer.ok) throw new Error(said.error ?? `The service answers ${answer.status}.`)
  return said
}

/** What the system handed to the app: the address that the browser was sent to. */
export const finishSignIn = async (app: App, { verifier, state }: Started, address: string): Promise<Session> => {
  const { searchParams } = new URL(address)
  const error = searchParams.get('error')
  if (error) throw new Error(error)
  // Any app or page can call the scheme: only an answer to this app's own question counts (RFC 6749 section 10.12).
  if (searchParams.get('state') !== state) throw new Error('This is the answer to another sign-in.')
  return askToken(app, {
    grant_type: 'authorization_code',
    client_id: app.clientId,
    redirect_uri: redirectUri,
    code: searchParams.get('code') ?? '',
    code_verifier: verifier,
  })
}

export const refresh = (app: App, refreshToken: string): Promise<Session> =>
  askToken(app, { grant_type: 'refresh_token', client_id: app.clientId, refresh_token: refreshToken })

export const whoIs = async ({ url, fetch: send = fetch }: App, { access_token }: Session): Promise<string> => {
  const answer = await send(`${url}/oauth2/userinfo`, { headers: { Authorization: `Bearer ${access_token}` } })
  if (!answer.ok) throw new Error(`The service answers ${answer.status}.`)
  return ((await answer.json()) as { readonly email: string }).email
}
