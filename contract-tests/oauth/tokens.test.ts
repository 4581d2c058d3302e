import { type JSONWebKeySet, createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import {
  alice,
  asAuthorization,
  asMachine,
  asOpenId,
  bob,
  demo,
  demoApp,
  demoPlatform,
  machine,
  pkce,
} from '../harness/fixtures/people.ts'
import { dpopProof, newDpopKey, withDpop } from '../harness/fixtures/dpop.ts'
import { basic, form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { asked, waiting } from './waiting-devices.ts'

const clientCredentials = { grant_type: 'client_credentials', ...asMachine }
const asExchange = (code: string) => ({
  grant_type: 'authorization_code',
  client_id: demo.clientId,
  code,
  redirect_uri: demo.redirectUri,
  code_verifier: pkce.verifier,
})
const wrongCode = asExchange('Jm2b7cR4vXyT0qWnE9sK1uHpLdG6oAfZi8eVxBtCrNw')
const asDevice = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: demo.clientId }
const asTokenExchange = (subject_token: string) => ({
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  client_id: demo.clientId,
  subject_token,
  subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  audience: demo.audience,
})
const asRefresh = (refresh_token: string) => ({
  grant_type: 'refresh_token',
  client_id: demo.clientId,
  refresh_token,
})

contract('oauth.issueToken', {
  'gives a machine a token for an audience': {
    send: { body: { ...clientCredentials, audience: demo.audience, scope: 'mail:read' } },
    expect: {
      status: 200,
      example: 'machine_token',
      body: ({ access_token, expires_in, refresh_token, scope }) => {
        const claims = decodeJwt(access_token)
        expect(claims).toMatchObject({
          sub: machine.clientId,
          cid: machine.clientId,
          client_id: machine.clientId,
          aud: demo.audience,
          scope: 'mail:read',
        })
        expect(Object.keys(claims)).not.toContain('uid')
        expect(expires_in).toBe(900)
        expect({ refresh_token, scope }).toEqual({ refresh_token: undefined, scope: 'mail:read' })
      },
      answer: ({ headers }) => expect(headers.get('cache-control')).toBe('no-store'),
    },
  },
  'gives an ID token with who has signed in, and no refresh token, where the scope says openid': given(
    async (seeds) => ({ user: await seeds.caller(alice), code: await seeds.code(alice, asOpenId) }),
    {
      send: ({ code }) => form(asExchange(code)),
      expect: {
        status: 200,
        example: 'openid_tokens',
        body: ({ id_token, access_token, refresh_token }) => {
          const { sub, auth_time } = decodeJwt(access_token)
          const claims = decodeJwt(id_token!)
          expect(claims).toMatchObject({ iss: demo.publicUrl, sub, aud: demo.clientId, azp: demo.clientId, auth_time })
          expect(claims).toMatchObject({ nonce: asOpenId.nonce, acr: '1', amr: ['pwd'] })
          // OpenID Connect Core 1.0 section 5.4: these are told at userinfo.
          expect(Object.keys(claims)).not.toContain('email')
          expect(decodeProtectedHeader(id_token!).alg).toBe('RS256')
          expect(refresh_token).toBeUndefined()
        },
      },
      then: async (seeds, answer) => {
        const { id_token } = answer.body as Wire['OAuthTokens']
        const keys = (await seeds.call('oauth.getJwks', {}))!.body as JSONWebKeySet
        await jwtVerify(id_token!, createLocalJWKSet(keys), { issuer: demo.publicUrl, audience: demo.clientId })
      },
    },
  ),
  'binds tokens to the key that a proof is of (RFC 9449)': given(
    async (seeds) => {
      await seeds.caller(alice)
      const key = await newDpopKey()
      return { key, code: await seeds.code(alice), dpop: await dpopProof(key, { line: 'POST /oauth2/token' }) }
    },
    {
      send: ({ code, dpop }) => ({ body: asExchange(code), headers: { dpop } }),
      expect: {
        status: 200,
        example: 'bound_tokens',
        body: ({ access_token }) => expect(decodeJwt(access_token).cnf).toHaveProperty('jkt'),
      },
      then: async (seeds, answer, { key }) => {
        const { access_token: token } = answer.body as Wire['OAuthTokens']
        expect(decodeJwt(token).cnf).toEqual({ jkt: key.thumbprint })
        const headers = await withDpop(key, { line: 'GET /auth/me', token })
        expect((await seeds.call('account.me', { headers }))?.status).toBe(200)
        expect((await seeds.call('account.me', { bearer: token }))?.status).toBe(401)
      },
    },
  ),
  'refuses a proof that is for another address, and takes nothing from the code': given(
    async (seeds) => {
      await seeds.caller(alice)
      const dpop = await dpopProof(await newDpopKey(), { line: 'POST /oauth2/revoke' })
      return { code: await seeds.code(alice), dpop }
    },
    {
      send: ({ code, dpop }) => ({ body: asExchange(code), headers: { dpop } }),
      expect: { error: 'invalid_dpop_proof', detail: 'DPoP: htu is not ' },
      then: async (seeds, _answer, { code }) => {
        expect((await seeds.call('oauth.issueToken', { body: asExchange(code) }))?.status).toBe(200)
      },
    },
  ),
  'refuses a proof with a nonce that is none of ours, and gives one': given(
    async () => dpopProof(await newDpopKey(), { line: 'POST /oauth2/token', claims: { nonce: 'stale' } }),
    {
      send: (dpop) => ({ body: wrongCode, headers: { dpop } }),
      expect: { error: 'use_dpop_nonce' },
      then: async (_seeds, { headers }) => expect(headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/),
    },
  ),
  'tells a device that nobody has let it in, and to wait where it asks too soon': given(
    async (seeds) => (await waiting(seeds)).device_code,
    {
      send: (device_code) => ({ body: { ...asDevice, device_code } }),
      expect: { error: 'authorization_pending' },
      then: async (seeds, _answer, device_code) => {
        const again = () => seeds.call('oauth.issueToken', { body: { ...asDevice, device_code } })
        expect((await again())?.body).toMatchObject({ error: 'slow_down' })
        await seeds.wait(6)
        expect((await again())?.body).toMatchObject({ error: 'slow_down' })
        await seeds.wait(20)
        expect((await again())?.body).toMatchObject({ error: 'authorization_pending' })
      },
    },
  ),
  'tells a device to slow down': given(
    async (seeds) => {
      const { device_code } = await waiting(seeds)
      await seeds.call('oauth.issueToken', { body: { ...asDevice, device_code } })
      return device_code
    },
    { send: (device_code) => ({ body: { ...asDevice, device_code } }), expect: { error: 'polling_too_fast' } },
  ),
  'tells a device that it has waited for too long': given(
    async (seeds) => {
      const { device_code } = await waiting(seeds)
      await seeds.wait(601)
      return device_code
    },
    { send: (device_code) => ({ body: { ...asDevice, device_code } }), expect: { error: 'device_code_expired' } },
  ),
  'tells a device that it was kept out': given(
    async (seeds) => {
      const made = await asked(seeds)
      await seeds.call('oauth.answerDevicePage', {
        cookies: made.cookies,
        ...form({ ...made.fields, answer: 'deny' }),
      })
      return made.device_code
    },
    { send: (device_code) => ({ body: { ...asDevice, device_code } }), expect: { error: 'device_denied' } },
  ),
  'refuses a device code that is none, or of another client': given(
    async (seeds) => (await waiting(seeds)).device_code,
    {
      send: () => ({ body: { ...asDevice, device_code: 'none' } }),
      expect: { error: 'invalid_device_code' },
      then: async (seeds, _answer, device_code) => {
        const stolen = { ...asDevice, ...asMachine, device_code }
        expect((await seeds.call('oauth.issueToken', { body: stolen }))?.body).toMatchObject({ error: 'invalid_grant' })
      },
    },
  ),
  'exchanges a token of its own for one at a resource server (RFC 8693)': given(
    async (seeds) => {
      await seeds.caller(alice)
      return seeds.tokensOfCode(await seeds.code(alice), asAuthorization)
    },
    {
      send: ({ access_token }) => ({ body: asTokenExchange(access_token) }),
      expect: { status: 200, example: 'exchanged_token', body: ({ expires_in }) => expect(expires_in).toBe(900) },
      then: async (seeds, { body }, { access_token }) => {
        const made = (body as Wire['OAuthTokens']).access_token
        const { sub, sid, acc, role, client_id, cid } = decodeJwt(access_token)
        expect(decodeJwt(made)).toMatchObject({ sub, sid, acc, role, client_id, cid, aud: demo.audience })
        // What it gave is no token of this service, and none to exchange.
        expect((await seeds.call('account.me', { bearer: made }))?.status).toBe(401)
        expect((await seeds.call('oauth.issueToken', { body: asTokenExchange(made) }))?.status).toBe(400)
        const wider = { ...asTokenExchange(access_token), scope: 'mail:read' }
        expect((await seeds.call('oauth.issueToken', { body: wider }))?.body).toMatchObject({ error: 'invalid_scope' })
        const elsewhere = { ...asTokenExchange(access_token), audience: 'https://evil.example' }
        const refused = await seeds.call('oauth.issueToken', { body: elsewhere })
        expect(refused?.body).toMatchObject({ error: 'invalid_target' })
      },
    },
  ),
  'refuses to exchange a token of another client': given(
    async (seeds) => (await seeds.caller(alice)).tokens.access_token,
    {
      send: (token) => ({ body: { ...asTokenExchange(token), ...asMachine } }),
      expect: { error: 'invalid_subject_token' },
    },
  ),
  'gives an access token for a resource, and takes nothing from the code for one that is not registered (RFC 8707)':
    given(
      async (seeds) => {
        await seeds.caller(alice)
        return seeds.code(alice)
      },
      {
        send: (code) => ({ body: { ...asExchange(code), resource: 'https://evil.example' } }),
        expect: { error: 'invalid_audience' },
        then: async (seeds, _answer, code) => {
          const sent = { body: { ...asExchange(code), resource: demo.audience } }
          const { access_token, expires_in } = (await seeds.call('oauth.issueToken', sent))?.body as Wire['OAuthTokens']
          expect([decodeJwt(access_token).aud, expires_in]).toEqual([demo.audience, 900])
          expect((await seeds.call('account.me', { bearer: access_token }))?.status).toBe(401)
        },
      },
    ),
  'takes a form and Basic': {
    send: {
      ...form({ grant_type: 'client_credentials' }),
      headers: basic(machine.clientId, machine.clientSecret),
    },
    expect: {
      status: 200,
      example: 'machine_token',
      body: ({ access_token }) => expect(decodeJwt(access_token).aud).toBe(demo.publicUrl),
    },
  },
  'gives a session for a code': given(
    async (seeds) => ({
      user: await seeds.user(alice),
      code: await seeds.code(alice, { ...asAuthorization, scope: 'mail:read' }),
    }),
    {
      send: ({ code }) => form(asExchange(code)),
      expect: { status: 200, example: 'session_tokens', body: ({ scope }) => expect(scope).toBe('mail:read') },
      then: async (seeds, answer, { user }) => {
        const { access_token } = answer.body as { access_token: string }
        expect(decodeJwt(access_token)).toMatchObject({ cid: demo.clientId, scope: 'mail:read', role: 'owner' })
        expect((await seeds.call('account.me', { bearer: access_token }))?.body).toEqual(user.profile)
      },
    },
  ),
  'refuses a code that comes back, and ends the session it started (AC-051)': given(
    async (seeds) => {
      await seeds.caller(alice)
      const code = await seeds.code(alice)
      const first = await seeds.call('oauth.issueToken', { body: asExchange(code) })
      return { code, tokens: first?.body as { access_token: string; refresh_token: string } }
    },
    {
      send: ({ code }) => ({ body: asExchange(code) }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, { tokens }) => {
        expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
        const refreshed = await seeds.call('oauth.issueToken', { body: asRefresh(tokens.refresh_token) })
        expect(refreshed?.status).toBe(400)
      },
    },
  ),
  'refuses a code after a minute (AC-051)': given(
    async (seeds) => {
      await seeds.caller(alice)
      const code = await seeds.code(alice)
      await seeds.wait(61)
      return code
    },
    { send: (code) => ({ body: asExchange(code) }), expect: { error: 'invalid_authorization_code' } },
  ),
  'refuses a code without its own verifier, and takes nothing from it (AC-049)': given(
    async (seeds) => {
      await seeds.caller(alice)
      return seeds.code(alice)
    },
    {
      send: (code) => ({ body: { ...asExchange(code), code_verifier: pkce.challenge } }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, code) =>
        expect((await seeds.call('oauth.issueToken', { body: asExchange(code) }))?.status).toBe(200),
    },
  ),
  'refuses a code from another client, or with another redirect URI (AC-058)': given(
    async (seeds) => {
      await seeds.caller(alice)
      return seeds.code(alice)
    },
    {
      send: (code) => ({ body: { ...asExchange(code), ...asMachine } }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, code) => {
        const elsewhere = { ...asExchange(code), redirect_uri: 'http://localhost:3001/callback' }
        expect((await seeds.call('oauth.issueToken', { body: elsewhere }))?.status).toBe(400)
      },
    },
  ),
  'gives a part of the scope, and keeps the rest for later (AC-029)': given(
    async (seeds) => {
      await seeds.caller(alice)
      const body = asExchange(await seeds.code(alice, { ...asAuthorization, scope: 'mail:read mail:send' }))
      const first = await seeds.call('oauth.issueToken', { body })
      return (first?.body as { refresh_token: string } | undefined)?.refresh_token ?? 'example'
    },
    {
      send: (token) => ({ body: { ...asRefresh(token), scope: 'mail:send' } }),
      expect: { status: 200, example: 'session_tokens', body: ({ scope }) => expect(scope).toBe('mail:send') },
      then: async (seeds, answer) => {
        const { refresh_token } = answer.body as { refresh_token: string }
        const later = await seeds.call('oauth.issueToken', { body: asRefresh(refresh_token) })
        expect(later?.body).toMatchObject({ scope: 'mail:read mail:send' })
      },
    },
  ),
  'gives new tokens for a refresh token': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ ...form(asRefresh(tokens.refresh_token)), headers: { origin: demo.origin } }),
    expect: {
      status: 200,
      example: 'session_tokens',
      answer: ({ headers }) => expect(headers.get('access-control-allow-origin')).toBe(demo.origin),
    },
    then: async (seeds, answer, { profile }) => {
      const { access_token } = answer.body as { access_token: string }
      expect((await seeds.call('account.me', { bearer: access_token }))?.body).toMatchObject({ id: profile.id })
    },
  }),
  'refuses a request without a grant type': {
    send: { body: { client_id: demo.clientId } as never },
    expect: { error: 'invalid_request', detail: 'grant_type: is missing' },
  },
  'names the field that a grant needs': {
    send: { body: { grant_type: 'authorization_code', client_id: demo.clientId, code: 'x', redirect_uri: 'x' } },
    expect: { error: 'invalid_authorization_code', detail: 'code_verifier: is missing' },
  },
  'refuses a field that is sent twice': {
    send: {
      raw: {
        type: 'application/x-www-form-urlencoded',
        text: 'grant_type=refresh_token&grant_type=client_credentials',
      },
    },
    expect: { error: 'invalid_request' },
  },
  'refuses a client that proves itself in two ways': {
    send: { body: clientCredentials, headers: basic(machine.clientId, machine.clientSecret) },
    expect: { error: 'invalid_request', detail: 'client_secret: is sent beside another proof' },
  },
  'refuses a client that is not the one of its header': {
    send: {
      body: { grant_type: 'client_credentials', client_id: demo.clientId },
      headers: basic(machine.clientId, machine.clientSecret),
    },
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  },
  'refuses a code that never was (AC-049)': {
    send: { body: wrongCode },
    expect: { error: 'invalid_authorization_code' },
  },
  'refuses a refresh token that never was': {
    send: { body: asRefresh('never') },
    expect: { error: 'invalid_refresh_token' },
  },
  'refuses the refresh token of another client, and takes nothing from it (AC-029)': given(
    (seeds) => seeds.caller(alice),
    {
      send: ({ tokens }) => ({
        body: { grant_type: 'refresh_token', ...asMachine, refresh_token: tokens.refresh_token },
      }),
      expect: { error: 'invalid_refresh_token' },
      then: async (seeds, _answer, { tokens }) => {
        const later = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
        expect(later?.status).toBe(200)
      },
    },
  ),
  'refuses a scope that grows (AC-029)': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ body: { ...asRefresh(tokens.refresh_token), scope: 'mail:read' } }),
    expect: { error: 'invalid_scope' },
    then: async (seeds, _answer, { tokens }) => {
      const later = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      expect(later?.status).toBe(200)
    },
  }),
  'refuses a scope that the client has not': {
    send: { body: { ...clientCredentials, scope: 'mail:read mail:burn' } },
    expect: { error: 'invalid_scope' },
  },
  'refuses an audience that the client is not registered for (AC-074)': {
    send: { body: { ...clientCredentials, audience: `${demo.audience}.evil.example` } },
    expect: { error: 'invalid_audience' },
  },
  'refuses a machine token to a client without a secret': {
    send: { body: { grant_type: 'client_credentials', client_id: demo.clientId } },
    expect: { error: 'unauthorized_client' },
  },
  'refuses a grant type that it does not know': {
    send: { body: { grant_type: 'password', client_id: demo.clientId } },
    expect: { error: 'unsupported_grant_type' },
  },
  'refuses a grant type that every object knows': {
    send: { body: { grant_type: 'constructor', client_id: demo.clientId } },
    expect: { error: 'unsupported_grant_type' },
  },
  'refuses a wrong secret': {
    send: { body: { ...clientCredentials, client_secret: 'sec_guess' } },
    expect: { error: 'unknown_client' },
  },
  'refuses a wrong secret by Basic, and asks for Basic': {
    send: { body: { grant_type: 'client_credentials' }, headers: basic(machine.clientId, 'sec_guess') },
    expect: {
      error: 'unknown_client',
      answer: ({ headers }) => expect(headers.get('www-authenticate')).toMatch(/^Basic realm=/),
    },
  },
  'does not take a wrong Basic for none': {
    send: { body: { ...wrongCode }, headers: basic(demo.clientId, 'sec_guess') },
    expect: { error: 'unknown_client' },
  },
  'refuses Basic that is none': {
    send: { body: { grant_type: 'client_credentials' }, headers: { authorization: 'Basic Og==' } },
    expect: { error: 'unknown_client' },
  },
  'refuses Basic with what no id may hold': {
    send: { body: { grant_type: 'client_credentials' }, headers: basic('cid_\0', 'sec_guess') },
    expect: { error: 'unknown_client' },
  },
  'refuses a client without the secret it has': {
    send: { body: { grant_type: 'client_credentials', client_id: machine.clientId } },
    expect: { error: 'unknown_client' },
  },
  'refuses a secret from a client that has none': {
    send: { body: { ...wrongCode, client_secret: 'sec_any' } },
    expect: { error: 'unknown_client' },
  },
  'refuses nobody': { send: { body: { grant_type: 'client_credentials' } }, expect: { error: 'unknown_client' } },
  'refuses a page of a foreign origin': {
    send: { headers: { origin: 'https://evil.example' }, body: wrongCode },
    expect: {
      error: 'origin_not_allowed',
      answer: ({ headers }) => expect(headers.get('access-control-allow-origin')).toBeNull(),
    },
  },
})

const introspect = (seeds: Seeds, token: string) =>
  seeds.call('oauth.introspectToken', { body: { ...asMachine, token } })

contract('oauth.introspectToken', {
  'refuses an origin that the client does not allow': {
    send: {
      ...form({ token: 'none' }),
      headers: { ...basic(machine.clientId, machine.clientSecret), origin: 'https://evil.example' },
    },
    expect: { error: 'origin_not_allowed' },
  },
  'signs the answer for who asks for that (RFC 9701)': given((seeds) => seeds.machine(), {
    send: (token) => ({
      ...form({ token }),
      headers: { ...basic(machine.clientId, machine.clientSecret), accept: 'application/token-introspection+jwt' },
    }),
    expect: {
      status: 200,
      example: 'signed_answer',
      answer: ({ text }) => {
        expect(decodeProtectedHeader(text)).toMatchObject({ typ: 'token-introspection+jwt', alg: 'RS256' })
        expect(decodeJwt(text)).toHaveProperty('token_introspection.active')
      },
    },
    then: async (seeds, { text }, token) => {
      const keys = (await seeds.call('oauth.getJwks', {}))!.body as JSONWebKeySet
      const { payload } = await jwtVerify(text, createLocalJWKSet(keys), { audience: machine.clientId })
      const plain = await seeds.call('oauth.introspectToken', { body: { token, ...asMachine } })
      expect(payload).toMatchObject({ iss: demo.publicUrl, token_introspection: plain?.body })
    },
  }),
  'tells what an access token is good for': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({
      ...form({ token: tokens.access_token, token_type_hint: 'access_token' }),
      headers: basic(machine.clientId, machine.clientSecret),
    }),
    expect: { status: 200, example: 'active' },
    then: async (_seeds, answer, { tokens, profile, accountId }) => {
      const { iat, exp, jti, aud, iss } = decodeJwt(tokens.access_token)
      const { id: uid, application_id: app } = profile
      const client = { client_id: demo.clientId, cid: demo.clientId }
      const who = { sub: uid, uid, app, acc: accountId, role: 'owner' }
      expect(answer.body).toEqual({ active: true, token_type: 'Bearer', iat, exp, jti, aud, iss, ...client, ...who })
    },
  }),
  'tells what a refresh token is good for': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ body: { ...asMachine, token: tokens.refresh_token } }),
    expect: { status: 200, example: 'active' },
    then: async (_seeds, answer, { profile, accountId }) => {
      expect(answer.body).toMatchObject({ active: true, token_type: 'refresh_token', sub: profile.id, acc: accountId })
      const { exp, iat } = answer.body as { exp: number; iat: number }
      expect(exp - iat).toBe(14 * 24 * 3600)
    },
  }),
  'tells of a machine, and of a token for another audience': given((seeds) => seeds.machine(demo.audience), {
    send: (token) => ({ body: { ...asMachine, token } }),
    expect: { status: 200, example: 'active' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({ active: true, sub: machine.clientId, aud: demo.audience }),
  }),
  'says no more than no of a text that is no token': {
    send: { body: { ...asMachine, token: 'nonsense' } },
    expect: { status: 200, example: 'inactive', body: (body) => expect(body).toEqual({ active: false }) },
  },
  'says no of what a browser shows our own pages: it is no token': given(
    async (seeds) => {
      await seeds.caller(alice)
      return seeds.browserSession(alice)
    },
    {
      send: (cookie) => ({ body: { ...asMachine, token: cookie } }),
      expect: { status: 200, example: 'inactive', body: (body) => expect(body).toEqual({ active: false }) },
    },
  ),
  'says no of a token whose session has ended': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      await seeds.call('account.signOut', { bearer: tokens.access_token })
      return tokens
    },
    {
      send: ({ access_token }) => ({ body: { ...asMachine, token: access_token } }),
      expect: { status: 200, example: 'inactive', body: (body) => expect(body).toEqual({ active: false }) },
      then: async (seeds, _answer, { refresh_token }) =>
        expect((await introspect(seeds, refresh_token))?.body).toEqual({ active: false }),
    },
  ),
  'says no of the tokens of a member who was removed, for the account and for another audience': given(
    async (seeds) => {
      const owner = await seeds.user(alice)
      const his = await seeds.member(owner, bob, 'owner')
      const here = { account_id: owner.accountId }
      const bearer = his.tokens.access_token
      const switched = await seeds.call('account.switchAccount', { bearer, body: here })
      const own = (switched?.body as Wire['AccountSwitched'] | undefined)?.tokens.access_token ?? 'example'
      const asked = { path: here, bearer: own, body: { audience: demo.audience } }
      const answer = await seeds.call('account.issueAccountToken', asked)
      const token = (answer?.body as Wire['AccountToken'] | undefined)?.access_token ?? 'example'
      const member = { bearer: owner.tokens.access_token, path: { ...here, member_id: his.membershipId } }
      const told = async () => [(await introspect(seeds, own))?.body, (await introspect(seeds, token))?.body]
      await seeds.call('account.updateMember', { ...member, body: { role: 'viewer' } })
      const demoted = await told()
      await seeds.call('account.removeMember', member)
      return { token, demoted, told }
    },
    {
      send: ({ token }) => ({ body: { ...asMachine, token } }),
      expect: { status: 200, example: 'inactive', body: (body) => expect(body).toEqual({ active: false }) },
      then: async (_seeds, _answer, { demoted, told }) => {
        expect(demoted).toMatchObject([
          { active: true, role: 'viewer' },
          { active: true, role: 'viewer', aud: demo.audience },
        ])
        expect(await told()).toEqual([{ active: false }, { active: false }])
      },
    },
  ),
  'says no of the tokens of a user who was suspended': given(
    async (seeds) => {
      const { tokens, profile } = await seeds.caller(alice)
      const owner = await seeds.call('platform.login', { body: demoPlatform })
      await seeds.call('platform.updateAppUser', {
        bearer: (owner?.body as Wire['PlatformSignedIn'] | undefined)?.access_token ?? 'example',
        path: { appId: demoApp.applicationId, userId: profile.id.slice('uid_'.length) },
        body: { isActive: false },
      })
      return tokens
    },
    {
      send: ({ access_token }) => ({ body: { ...asMachine, token: access_token } }),
      expect: { status: 200, example: 'inactive', body: (body) => expect(body).toEqual({ active: false }) },
      then: async (seeds, _answer, { refresh_token }) =>
        expect((await introspect(seeds, refresh_token))?.body).toEqual({ active: false }),
    },
  ),
  'says no of a token past its end': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      await seeds.wait(3600)
      return tokens
    },
    {
      send: ({ access_token }) => ({ body: { ...asMachine, token: access_token } }),
      expect: { status: 200, example: 'inactive', body: (body) => expect(body).toEqual({ active: false }) },
    },
  ),
  'refuses a request without a token': {
    send: { body: asMachine as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
  'refuses a client without a secret': {
    send: { body: { client_id: demo.clientId, token: 'any' } },
    expect: { error: 'unauthorized_client' },
  },
  'refuses nobody': { send: { body: { token: 'any' } }, expect: { error: 'unknown_client' } },
})

contract('oauth.revokeToken', {
  'ends the session of a refresh token': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => form({ client_id: demo.clientId, token: tokens.refresh_token }),
    expect: { status: 200, example: 'empty' },
    then: async (seeds, _answer, { tokens }) => {
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
      const refreshed = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      expect(refreshed?.status).toBe(401)
    },
  }),
  'ends the session of an access token': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ body: { client_id: demo.clientId, token: tokens.access_token } }),
    expect: { status: 200, example: 'empty' },
    then: async (seeds, _answer, { tokens }) =>
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401),
  }),
  'ends a token for another audience, and not its session': given(
    async (seeds) => {
      const { tokens, accountId } = await seeds.user(alice)
      const issued = await seeds.call('account.issueAccountToken', {
        path: { account_id: accountId },
        bearer: tokens.access_token,
        body: { audience: demo.audience },
      })
      return { tokens, token: (issued?.body as { access_token: string } | undefined)?.access_token ?? 'example' }
    },
    {
      send: ({ token }) => ({ body: { client_id: demo.clientId, token } }),
      expect: { status: 200, example: 'empty' },
      then: async (seeds, _answer, { tokens, token }) => {
        expect((await introspect(seeds, token))?.body).toEqual({ active: false })
        expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200)
      },
    },
  ),
  "ends a machine's token": given((seeds) => seeds.machine(), {
    send: (token) => ({ ...form({ token }), headers: basic(machine.clientId, machine.clientSecret) }),
    expect: { status: 200, example: 'empty' },
    then: async (seeds, _answer, token) => {
      expect((await introspect(seeds, token))?.body).toEqual({ active: false })
      expect((await introspect(seeds, await seeds.machine()))?.body).toMatchObject({ active: true })
    },
  }),
  'says the same of a token that never was': {
    send: { body: { client_id: demo.clientId, token: 'never' } },
    expect: { status: 200, example: 'empty' },
  },
  'says the same of the token of another client, and leaves it alone': given((seeds) => seeds.caller(bob), {
    send: ({ tokens }) => ({ body: { ...asMachine, token: tokens.refresh_token } }),
    expect: { status: 200, example: 'empty' },
    then: async (seeds, _answer, { tokens }) =>
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200),
  }),
  'refuses a request without a token': {
    send: { body: { client_id: demo.clientId } as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
  'refuses an unknown client': {
    send: { body: { client_id: 'cid_nobody', token: 'any' } },
    expect: { error: 'unknown_client' },
  },
  'refuses a page of a foreign origin': {
    send: { headers: { origin: 'https://evil.example' }, body: { client_id: demo.clientId, token: 'any' } },
    expect: { error: 'origin_not_allowed' },
  },
})
