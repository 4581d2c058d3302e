// Access tokens as a foreign library reads them (RFC 9068), and ones that our own key signed with claims that are not ours.
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type SignedClaims, signJwt } from '../../server/outside/jwt.ts'
import { type TestServer, audience, clientId, password, signUp, startReachableServer } from '../server-for-tests.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'

const { app, platform, project, oauth: machine } = sandboxCredentials
const headers = { 'x-publishable-key': app.publishableKey }

type Tokens = Readonly<Record<'account' | 'app' | 'project' | 'platform' | 'admin' | 'machine' | 'audience', string>>

let server: TestServer
let tokens: Tokens
let bob: { readonly id: string; readonly refresh_token: string }

beforeAll(async () => {
  server = await startReachableServer({ LOG_LEVEL: 'silent' })
  const { send } = server
  const { email, profile, access_token } = await signUp(send)
  const other = await signUp(send)
  bob = { id: other.profile.id, refresh_token: other.refresh_token }
  const credentials = { email, password }
  const text = async (...sent: Parameters<typeof send>) =>
    JSON.parse((await send(...sent)).text) as Record<string, string>
  const asMachine = { client_id: machine.client_id, client_secret: machine.client_secret }
  const accountId = profile.active_membership!.account_id
  const admin = { email: project.adminEmail, password: project.adminPassword }
  tokens = {
    account: access_token,
    app: (await text('POST /api/v1/auth/login', { headers, body: credentials })).access_token!,
    project: (await text('POST /api/auth/sessions', { body: credentials })).accessToken!,
    platform: (await text('POST /api/platform/auth/login', { body: platform })).access_token!,
    admin: (await text('POST /api/auth/admin/sessions', { body: admin })).accessToken!,
    machine: (await text('POST /oauth2/token', { body: { grant_type: 'client_credentials', ...asMachine } }))
      .access_token!,
    audience: (await text(`POST /api/accounts/${accountId}/token`, { bearer: access_token, body: { audience } }))
      .access_token!,
  }
})
afterAll(() => server.close())

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as SignedClaims

/** The operation that each kind of token opens. */
const calls = {
  account: ['GET /auth/me', {}],
  app: ['GET /api/v1/auth/me', { headers }],
  project: ['GET /api/auth/sessions/current', {}],
  platform: ['GET /api/platform/auth/me', {}],
  admin: ['GET /api/auth/config', {}],
  machine: ['GET /api/accounts/acc_01900000-0000-7000-8000-00000000dead', {}],
} as const
type Name = keyof typeof calls
const surfaces = Object.keys(calls) as Name[]

const open = async (name: Name, bearer: string) => {
  const [line, more] = calls[name]
  return (await server.send(line, { ...more, bearer })).status
}

/** The machine's account is none, which only who may ask is told. */
const welcome: Readonly<Record<Name, number>> = {
  account: 200,
  app: 200,
  project: 200,
  platform: 200,
  admin: 200,
  machine: 404,
}

describe('an access token', () => {
  it.each([...surfaces, 'audience'] as const)(
    'of the kind %s is one of RFC 9068 to a foreign library',
    async (kind) => {
      const issuer = new URL(server.url)
      const options = { [oauth.allowInsecureRequests]: true }
      const discovered = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oidc' })
      const service = await oauth.processDiscoveryResponse(issuer, discovered)
      const request = new Request('https://api.example/things', {
        headers: { authorization: `Bearer ${tokens[kind]}` },
      })
      const wanted = kind === 'audience' ? audience : server.url
      const claims = await oauth.validateJwtAccessToken(service, request, wanted, options)
      expect(claims).toMatchObject({ iss: server.url, aud: wanted, jti: expect.any(String) })

      const keys = createRemoteJWKSet(new URL(service.jwks_uri!))
      const { payload } = await jwtVerify(tokens[kind], keys, { issuer: server.url, audience: wanted, typ: 'at+jwt' })
      expect(payload).toEqual(claims)
    },
  )

  it.each(['account', 'audience', 'machine'] as const)('of the kind %s names the client it was issued to', (kind) => {
    const id = kind === 'machine' ? machine.client_id : clientId
    expect(claimsOf(tokens[kind])).toMatchObject({ client_id: id, cid: id })
  })

  it.each(['app', 'project', 'admin'] as const)('of the kind %s, without a client, names its environment', (kind) => {
    expect(claimsOf(tokens[kind])).toMatchObject({ client_id: app.environmentId })
  })

  it.each(['app', 'project', 'platform', 'admin'] as const)(
    'of the kind %s says with an address whether it was proven',
    (kind) => {
      expect(claimsOf(tokens[kind])).toMatchObject({ email: expect.any(String), email_verified: kind === 'platform' })
    },
  )

  it('keeps over a refresh the time at which its user signed in', async () => {
    await server.send('POST /sandbox/clock', { body: { advance: 100 } })
    const { body } = await server.send('POST /auth/refresh', { body: { refresh_token: bob.refresh_token } })
    const { auth_time, iat } = claimsOf(body.access_token)
    expect(iat - (auth_time as number)).toBeGreaterThanOrEqual(100)
  })
})

describe('claims that are not ours under our own key', () => {
  const signed = async (claims: object) => signJwt({ ...claims }, await server.world.keyring.signingKey())
  const seconds = () => Math.floor(server.world.clock.now() / 1000)
  const tenYears = 10 * 365 * 24 * 3600

  const twists = (claims: SignedClaims): Readonly<Record<string, object>> => ({
    'a subject that is missing': { sub: undefined },
    'a subject that is empty': { sub: '' },
    "another user's subject": { sub: bob.id.slice(claims.sub.startsWith('uid_') ? 0 : 'uid_'.length) },
    'the subject in the spelling of another surface': {
      sub: claims.sub.startsWith('uid_') ? claims.sub.slice('uid_'.length) : `uid_${claims.sub}`,
    },
    'the type of another surface': { type: claims.type === 'platform' ? 'app_user' : 'platform' },
    'another client': { client_id: 'cid_nobody' },
    'a time to come': { iat: seconds() + 60, exp: seconds() + 120 },
    'ten years to live': { exp: claims.iat + tenYears },
    'more to live than its surface gives': { exp: claims.iat + 86_401 },
    'an audience that is a list with ours in it': { aud: [claims.aud, 'https://api.example'] },
    'an audience that is a list of ours alone': { aud: [claims.aud] },
    'no name of its own': { jti: undefined },
    'a time before which it is not good': { nbf: seconds() + 60 },
  })

  it.each(surfaces)('are refused where the token is of the kind %s', async (name) => {
    const claims = claimsOf(tokens[name])
    expect(await open(name, await signed(claims))).toBe(welcome[name])
    for (const [what, twist] of Object.entries(twists(claims))) {
      expect([what, await open(name, await signed({ ...claims, ...twist }))]).toEqual([what, 401])
    }
  })

  it.each(['app', 'project', 'platform'] as const)('are held to the quarter of an hour of %s', async (name) => {
    const claims = claimsOf(tokens[name])
    expect(await open(name, await signed({ ...claims, exp: claims.iat + 901 }))).toBe(401)
  })
})
