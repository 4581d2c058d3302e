import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, demo, pkce } from '../harness/fixtures/people.ts'
import { basic } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

type Registered = Wire['OAuthRegistration']

const noClient = 'cid_0199c0de-0000-7000-8000-00000000dead'
const redirectUri = 'https://calendar.example.com/callback?kept=1&kept=2'
const calendar = {
  client_name: 'Calendar',
  redirect_uris: [redirectUri],
  scope: 'openid email offline_access',
} satisfies Wire['OAuthRegistrationRequest']
const publicKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
  y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
}

const registered =
  (fields: Wire['OAuthRegistrationRequest'] = {}) =>
  (seeds: Seeds): Promise<Registered> =>
    seeds.registration({ ...calendar, ...fields })
const at = ({ client_id, registration_access_token }: Registered) => ({
  path: { client_id },
  bearer: registration_access_token,
})

const registrationKey = (seeds: Seeds) => seeds.registrationKey()

/** What cannot be registered, and the word of RFC 7591 for it. */
const refusing = (
  error: 'invalid_client_metadata' | 'unregistrable_redirect_uri',
  rows: Readonly<Record<string, readonly [fields: Wire['OAuthRegistrationRequest'], detail: string]>>,
) =>
  Object.fromEntries(
    Object.entries(rows).map(([what, [fields, detail]]) => [
      `refuses ${what}`,
      { send: { body: { ...calendar, ...fields } }, expect: { error, detail } },
    ]),
  )

contract('oauth.registerClient', {
  'registers a client with a secret, and the redirect URI to the letter': {
    send: { body: { ...calendar, unheard_of: 1, 'client_name#ja': 'カレンダー' } as never },
    expect: {
      status: 201,
      example: 'registered',
      body: (client) => {
        expect(client).toMatchObject({
          ...calendar,
          grant_types: ['authorization_code'],
          response_types: ['code'],
          token_endpoint_auth_method: 'client_secret_basic',
          id_token_signed_response_alg: 'RS256',
          client_secret_expires_at: 0,
          registration_client_uri: `${demo.publicUrl}/oauth2/register/${client.client_id}`,
        })
        expect(client.client_secret).toMatch(/^sec_[\w-]{43}$/)
        expect(client.registration_access_token).toMatch(/^rat_[\w-]{43}$/)
      },
      answer: ({ headers }) => expect(headers.get('cache-control')).toBe('no-store'),
    },
    then: async (seeds, answer) => {
      const { client_id, client_secret } = answer.body as Registered
      const send = (body: Wire['OAuthTokenRequest']) =>
        seeds.call('oauth.issueToken', { body, headers: basic(client_id, client_secret!) })
      // Its secret is good; a machine it is not, nor does it refresh.
      for (const grant_type of ['client_credentials', 'refresh_token']) {
        expect((await send({ grant_type }))?.body).toMatchObject({ error: 'unauthorized_client' })
      }
      expect((await send({ grant_type: 'authorization_code' }))?.body).toMatchObject({ error: 'invalid_request' })
    },
  },
  'registers a public client of this machine, and one that has keys': {
    send: {
      body: {
        ...calendar,
        redirect_uris: ['http://localhost:6274/oauth/callback'],
        token_endpoint_auth_method: 'none',
      },
    },
    expect: { status: 201, example: 'registered' },
    then: async (seeds, answer) => {
      expect(answer.body).toMatchObject({ require_pkce: true })
      expect(Object.keys(answer.body as Registered)).not.toContain('client_secret')
      const byKey = await registered({ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } })(
        seeds,
      )
      expect(byKey).toMatchObject({ jwks: { keys: [publicKey] }, token_endpoint_auth_method: 'private_key_jwt' })
      expect(Object.keys(byKey)).not.toContain('client_secret')
    },
  },
  'finds a name for a client that has none, and whose addresses have no host': {
    send: {
      body: {
        redirect_uris: ['com.example.app:/cb'],
        application_type: 'native',
        token_endpoint_auth_method: 'none',
      },
    },
    expect: {
      status: 201,
      example: 'registered',
      body: ({ client_name }) => expect(client_name).toBe('An app without a name'),
    },
  },
  'registers with a key of the application, also where nobody may without': given(registrationKey, {
    send: (bearer) => ({ bearer, body: calendar }),
    expect: { status: 201, example: 'registered' },
  }),
  'gives no more scopes than there are': {
    send: { body: { ...calendar, scope: 'openid mail:read world:burn' } },
    expect: { status: 201, example: 'registered' },
    then: async (_seeds, answer) => expect((answer.body as Registered).scope).toBe('openid mail:read'),
  },
  'lets nobody in at the account surface by its name': {
    send: { body: calendar },
    expect: { status: 201, example: 'registered' },
    then: async (seeds, answer) => {
      await seeds.caller(alice)
      const { client_id } = answer.body as Registered
      for (const id of ['account.signIn', 'account.signUp'] as const) {
        const body = { client_id, email: alice.email, password: alice.password }
        expect([id, (await seeds.call(id, { body }))?.status]).toEqual([id, 401])
      }
      const mail = { client_id, email: alice.email, redirect_uri: redirectUri }
      expect((await seeds.call('account.sendMagicLink', { body: mail }))?.status).toBe(401)
      expect((await seeds.call('account.sendPasswordReset', { body: mail }))?.status).toBe(401)
    },
  },
  // oidcc-redirect-uri-regfrag
  ...refusing('unregistrable_redirect_uri', {
    'a redirect URI with a fragment': [{ redirect_uris: [`${redirectUri}#x`] }, 'redirect_uris: must be https'],
    'a redirect URI by http': [{ redirect_uris: ['http://evil.example/cb'] }, 'redirect_uris: must be https'],
    'a redirect URI that a browser runs': [{ redirect_uris: ['javascript:alert(1)'] }, 'redirect_uris: must be https'],
    'a redirect URI with a name in it': [{ redirect_uris: ['https://a@evil.example/'] }, 'redirect_uris: '],
    'one of several': [{ redirect_uris: [redirectUri, 'https://*.example.com/cb'] }, 'redirect_uris: '],
    'a client without any': [{ redirect_uris: [] }, 'redirect_uris: is missing'],
  }),
  ...refusing('invalid_client_metadata', {
    // oidcc-idtoken-unsigned
    'an algorithm that is none': [
      { id_token_signed_response_alg: 'none' },
      'id_token_signed_response_alg: must be one',
    ],
    'a response type that nobody knows': [{ response_types: ['magic'] }, 'response_types: must be one of'],
    'a grant for people without their page': [{ grant_types: ['password'] }, 'grant_types: must be one of'],
    'a machine': [{ grant_types: ['authorization_code', 'client_credentials'] }, 'grant_types: client_credentials'],
    'tokens in the front beside tokens of a key': [
      {
        response_types: ['code token'],
        grant_types: ['authorization_code', 'implicit'],
        dpop_bound_access_tokens: true,
      },
      'response_types: must have no token',
    ],
    'ID tokens in the front without their grant': [{ response_types: ['code id_token'] }, 'grant_types: must have'],
    'subjects of its own': [{ subject_type: 'pairwise' }, 'subject_type: must be one of public'],
    'what is encrypted': [{ id_token_encrypted_response_alg: 'RSA-OAEP' }, 'id_token_encrypted_response_alg: '],
    'proof by a key without one': [{ token_endpoint_auth_method: 'private_key_jwt' }, 'token_endpoint_auth_method: '],
    'a key of a curve that nothing here verifies with': [
      { jwks: { keys: [{ ...publicKey, crv: 'secp256k1' }] } },
      'jwks.keys.0: ',
    ],
    'a key with its private part': [{ jwks: { keys: [{ ...publicKey, d: 'x' }] } }, 'jwks.keys.0: '],
    // oidcc-3rd_party-init-login-nohttps
    'a login page of this machine by http': [
      { initiate_login_uri: 'http://localhost/' },
      'initiate_login_uri: must be https',
    ],
    'a login page by http': [{ initiate_login_uri: 'http://a.example/' }, 'initiate_login_uri: must be https'],
    'an address that a browser runs': [{ policy_uri: 'javascript:alert(1)' }, 'policy_uri: must be https'],
    'a public client without PKCE': [
      { token_endpoint_auth_method: 'none', require_pkce: false },
      'require_pkce: must be true',
    ],
    'FAPI 2.0 with a secret': [{ profile: 'fapi2' }, 'token_endpoint_auth_method: must be private_key_jwt'],
    'an address after sign-out by http': [
      { post_logout_redirect_uris: ['http://evil.example/'] },
      'post_logout_redirect_uris: ',
    ],
  }),
  'refuses a name that turns the text around it': {
    send: { body: { ...calendar, client_name: 'Calendar \u202emoc.elpmaxe' } },
    expect: { error: 'invalid_request', detail: 'client_name' },
  },
  'refuses a name with what nobody sees': {
    send: { body: { ...calendar, client_name: 'Calen\u200bdar' } },
    expect: { error: 'invalid_request', detail: 'client_name' },
  },
  'refuses a body that is no registration': {
    send: { body: { ...calendar, redirect_uris: 'https://a.example' } as never },
    expect: { error: 'invalid_request', detail: 'redirect_uris' },
  },
  'refuses a token that is none': { send: { body: calendar, bearer: 'none' }, expect: { error: 'invalid_token' } },
  'refuses the token of a client, which registers no other one': given(registered(), {
    send: ({ registration_access_token: bearer }) => ({ bearer, body: calendar }),
    expect: { error: 'invalid_token' },
  }),
  'refuses anybody without a key, where one is needed': {
    given: (seeds) => seeds.settings({ clientRegistration: 'token' }),
    send: { body: calendar },
    expect: { error: 'unauthorized' },
    inside: 'who may register is a setting of the environment',
  },
  'refuses everybody where nobody may': given(
    async (seeds) => {
      const bearer = await registrationKey(seeds)
      await seeds.settings({ clientRegistration: 'off' })
      return bearer
    },
    {
      send: (bearer) => ({ bearer, body: calendar }),
      expect: { error: 'registration_closed' },
      inside: 'who may register is a setting of the environment',
    },
  ),
  'refuses a page of a foreign origin': {
    send: { body: calendar, headers: { origin: 'https://evil.example' } },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses more than an environment may have': {
    given: async (seeds) => {
      await registered()(seeds)
      await seeds.allow({ registeredClientsPerEnvironment: 1 })
    },
    send: { body: calendar },
    expect: { error: 'quota_exceeded', detail: /Quota: 1 / },
    inside: 'quotas are set from within',
  },
  'refuses too many from one address': {
    given: async (seeds) => {
      await seeds.allow({ registrationsPerIp: 1 })
      await registered()(seeds)
    },
    send: { body: calendar },
    expect: { error: 'too_many_requests', detail: 'registrations of clients' },
    inside: 'limits are set from within',
  },
})

contract('oauth.getRegistration', {
  'tells a client what it has registered, without its secret': given(registered(), {
    send: at,
    expect: { status: 200, example: 'registration' },
    then: async (_seeds, answer, { client_secret, client_secret_expires_at: _, ...rest }) => {
      expect(answer.body).toEqual(rest)
      expect(answer.text).not.toContain(client_secret)
    },
  }),
  ...guarded({ path: { client_id: noClient } }),
  'refuses an id that is none': given(registered(), {
    send: (client) => ({ ...at(client), path: { client_id: 'wonderland' } }),
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  }),
  'refuses the token of another client, and a key that only registers': given(
    async (seeds) => ({ mine: await registered()(seeds), theirs: await registered()(seeds) }),
    {
      send: ({ mine, theirs }) => ({ ...at(mine), path: { client_id: theirs.client_id } }),
      expect: { error: 'invalid_token' },
      then: async (seeds, _answer, { mine }) => {
        const bearer = await registrationKey(seeds)
        expect((await seeds.call('oauth.getRegistration', { ...at(mine), bearer }))?.status).toBe(401)
      },
    },
  ),
})

contract('oauth.updateRegistration', {
  'takes all of it anew: what is left out is gone': given(
    registered({ policy_uri: 'https://calendar.example.com/p' }),
    {
      send: (client) => ({
        ...at(client),
        body: { client_id: client.client_id, redirect_uris: [redirectUri], client_name: 'Calendar 2' },
      }),
      expect: { status: 200, example: 'registration' },
      then: async (seeds, answer, client) => {
        expect(answer.body).toMatchObject({ client_name: 'Calendar 2', client_id: client.client_id })
        expect(Object.keys(answer.body as Registered)).not.toContain('policy_uri')
        expect((await seeds.call('oauth.getRegistration', at(client)))?.body).toEqual(answer.body)
        // The secret stays as it was.
        const body = { grant_type: 'authorization_code' }
        const asked = await seeds.call('oauth.issueToken', {
          body,
          headers: basic(client.client_id, client.client_secret!),
        })
        expect(asked?.body).toMatchObject({ error: 'invalid_request' })
      },
    },
  ),
  'makes a client public, whose secret is then good for nothing': given(registered(), {
    send: (client) => ({
      ...at(client),
      body: {
        ...calendar,
        client_id: client.client_id,
        client_secret: client.client_secret,
        token_endpoint_auth_method: 'none',
      },
    }),
    expect: { status: 200, example: 'registration' },
    then: async (seeds, answer, client) => {
      expect(answer.body).toMatchObject({ require_pkce: true, token_endpoint_auth_method: 'none' })
      const body = { grant_type: 'authorization_code' }
      const asked = await seeds.call('oauth.issueToken', {
        body,
        headers: basic(client.client_id, client.client_secret!),
      })
      expect(asked?.status).toBe(401)
    },
  }),
  ...guarded({ path: { client_id: noClient }, body: { client_id: noClient } }),
  'refuses another client than that of the address': given(registered(), {
    send: (client) => ({ ...at(client), body: { ...calendar, client_id: noClient } }),
    expect: { error: 'invalid_client_metadata', detail: 'client_id: ' },
  }),
  'refuses a secret that is not its own': given(registered(), {
    send: (client) => ({ ...at(client), body: { ...calendar, client_id: client.client_id, client_secret: 'sec_x' } }),
    expect: { error: 'invalid_client_metadata', detail: 'client_secret: ' },
  }),
  'refuses a redirect URI that nobody can be sent to': given(registered(), {
    send: (client) => ({
      ...at(client),
      body: { ...calendar, client_id: client.client_id, redirect_uris: ['http://evil.example/'] },
    }),
    expect: { error: 'unregistrable_redirect_uri' },
    then: async (seeds, _answer, client) =>
      expect((await seeds.call('oauth.getRegistration', at(client)))?.body).toMatchObject(calendar),
  }),
  'refuses a registration without the id': given(registered(), {
    send: (client) => ({ ...at(client), body: calendar as never }),
    expect: { error: 'invalid_request', detail: 'client_id' },
  }),
  'refuses a page of a foreign origin': given(registered(), {
    send: (client) => ({
      ...at(client),
      body: { ...calendar, client_id: client.client_id },
      headers: { origin: 'https://evil.example' },
    }),
    expect: { error: 'origin_not_allowed' },
  }),
})

contract('oauth.deleteRegistration', {
  'ends the client and its token': given(registered(), {
    send: at,
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, client) => {
      expect((await seeds.call('oauth.getRegistration', at(client)))?.status).toBe(401)
      const query = {
        client_id: client.client_id,
        redirect_uri: redirectUri,
        response_type: 'code',
        code_challenge: pkce.challenge,
        code_challenge_method: 'S256',
      }
      expect((await seeds.call('oauth.authorize', { query }))?.status).toBe(400)
    },
  }),
  ...guarded({ path: { client_id: noClient } }),
  'refuses an id that is none': given(registered(), {
    send: (client) => ({ ...at(client), path: { client_id: 'wonderland' } }),
    expect: { error: 'invalid_request' },
  }),
  'refuses a page of a foreign origin': given(registered(), {
    send: (client) => ({ ...at(client), headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})
