// A provider on a port of this machine that can be told to answer as badly as it likes.
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, type JWK, SignJWT, exportJWK, generateKeyPair } from 'jose'

export interface Key {
  readonly kid: string
  readonly alg: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

export const newKey = async (kid: string, alg = 'ES256'): Promise<Key> => {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

/** How to answer at a path; by default it answers as it should. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void

export interface TestProvider {
  readonly url: string
  /** Requests that came, oldest first. */
  readonly requests: { line: string; authorization: string | undefined; body: URLSearchParams }[]
  /** The keys it publishes. */
  keys: readonly Key[]
  /** The body of its token answer; the ID token by itself is `idToken`. */
  tokens: () => Promise<object>
  idToken: () => Promise<string>
  profile: object
  emails: object
  /** Instead of the usual answer. */
  readonly instead: Map<string, Answer>
  /** Back to good answers. */
  reset(): Promise<void>
  close(): Promise<void>
}

export const sendJson = (response: ServerResponse, body: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** The claims of a good ID token for the flow that is tested. */
export const goodClaims = (issuer: string, now = Date.now()) => ({
  iss: issuer,
  sub: 'ada',
  aud: 'client',
  iat: Math.floor(now / 1000),
  exp: Math.floor(now / 1000) + 60,
  nonce: 'nonce-of-the-flow',
  email: 'ada@example.test',
  email_verified: true,
})

export const sign = (claims: object, { alg, kid, privateKey }: Key, header: object = { kid }): Promise<string> =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg, ...header, ...(kid === '' && { kid: undefined }) })
    .sign(privateKey)

/** Starts one. It speaks OpenID Connect at its root, and plain OAuth 2 at the paths that GitHub has. */
export const startProvider = async (): Promise<TestProvider> => {
  const first = await newKey('first')
  const requests: TestProvider['requests'] = []
  const instead = new Map<string, Answer>()
  const server = createServer((request, response) => void answer(request, response))
  const provider: TestProvider = {
    get url() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    },
    requests,
    instead,
    keys: [first],
    tokens: async () => ({ access_token: 'token', token_type: 'Bearer', id_token: await provider.idToken() }),
    idToken: () => sign(goodClaims(provider.url), provider.keys[0]!),
    profile: {},
    emails: [],
    reset: async () => {
      requests.length = 0
      instead.clear()
      provider.keys = [first]
      provider.idToken = () => sign(goodClaims(provider.url), provider.keys[0]!)
      provider.tokens = async () => ({
        access_token: 'token',
        token_type: 'Bearer',
        id_token: await provider.idToken(),
      })
      provider.profile = { sub: 'ada' }
      provider.emails = []
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const [path = ''] = (request.url ?? '').split('?')
    const body = new URLSearchParams(Buffer.concat(parts).toString())
    requests.push({ line: `${request.method} ${path}`, authorization: request.headers.authorization, body })
    const special = instead.get(path)
    if (special) return special(response, request)
    const { url } = provider
    switch (path) {
      case '/.well-known/openid-configuration':
        return sendJson(response, {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          userinfo_endpoint: `${url}/userinfo`,
          jwks_uri: `${url}/jwks`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['ES256', 'RS256'],
        })
      case '/jwks':
        return sendJson(response, { keys: provider.keys.map(({ publicJwk }) => publicJwk) })
      case '/token':
        return sendJson(response, await provider.tokens())
      case '/login/oauth/access_token':
      case '/2/oauth2/token':
        return sendJson(response, { access_token: 'token', token_type: 'bearer', scope: 'user:email' })
      case '/userinfo':
      case '/user':
      case '/2/users/me':
        return sendJson(response, provider.profile)
      case '/user/emails':
        return sendJson(response, provider.emails)
      default:
        return sendJson(response, { error: 'not_found' }, 404)
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return provider
}
