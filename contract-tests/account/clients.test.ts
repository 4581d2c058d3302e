import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { fapi, openIdFields, publicKey, unfit } from '../harness/fixtures/client-metadata.ts'
import { contract, given, guarded } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asMachine, bob, demo } from '../harness/fixtures/people.ts'
import { basic, form } from '../harness/requests/request.ts'
import type { Seeds, Caller, SignedIn } from '../harness/seeds/seeds.ts'
import { assertionClaims, makeKey, signBy, withAssertion } from '../openid/keys.ts'

type WithSecret = Wire['AccountClientWithSecret']

const clientKey = await makeKey()

const nowhere = 'acc_0199c0de-0000-7000-8000-00000000dead'
const noClient = 'cid_0199c0de-0000-7000-8000-00000000dead'
const widget = {
  name: 'Mail Widget',
  audience: demo.audience,
  allowed_origins: ['https://widget.example.com'],
  redirect_uris: ['https://widget.example.com/callback'],
  allowed_scope: 'mail:read mail:send',
  default_scope: 'mail:read',
  access_token_config: { expires_in: 900 },
}

const inAccount = ({ accountId, tokens }: SignedIn) => ({
  path: { account_id: accountId },
  bearer: tokens.access_token,
})
const atClient = ({ id }: WithSecret, { tokens }: Caller) => ({
  path: { client_id: id },
  bearer: tokens.access_token,
})

const withClient =
  (fields: Partial<Wire['AccountClientCreate']> = {}) =>
  async (seeds: Seeds) => {
    const hers = await seeds.user(alice)
    return { hers, client: await seeds.client(hers, fields) }
  }
/** Her client, and him: a viewer of her account. */
const withViewer = async (seeds: Seeds) => {
  const made = await withClient({ type: 'confidential' })(seeds)
  return { ...made, his: await seeds.member(made.hers, bob, 'viewer') }
}
/** Her client, and him in an account of his own. */
const withStranger = async (seeds: Seeds) => ({ ...(await withClient()(seeds)), his: await seeds.caller(bob) })

const machineTokenOf = async (seeds: Seeds, { id, client_secret }: WithSecret) => {
  const body = { grant_type: 'client_credentials', client_id: id, client_secret: client_secret ?? '' }
  const answer = await seeds.call('oauth.issueToken', { body })
  return (answer?.body as { access_token?: string } | undefined)?.access_token ?? 'example'
}
/** Her client, which asks by itself. */
const withMachine = async (seeds: Seeds) => {
  const made = await withClient({ type: 'confidential' })(seeds)
  return { ...made, bearer: await machineTokenOf(seeds, made.client) }
}

contract('account.listClients', {
  'lists the clients to everybody in the account, without secrets': given(withViewer, {
    send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token }),
    expect: { status: 200, example: 'clients' },
    then: async (_seeds, answer, { client }) => {
      expect(answer.body).toMatchObject({ total: 1, limit: 100, offset: 0, data: [{ id: client.id }] })
      expect(answer.text).not.toContain(client.client_secret)
      expect(answer.text).not.toContain('secret')
    },
  }),
  'gives the page that is asked for': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      await seeds.client(hers, { allowed_origins: ['https://a.example', 'https://b.example'] })
      return { hers, second: await seeds.client(hers, { allowed_origins: ['https://c.example', 'https://d.example'] }) }
    },
    {
      send: ({ hers }) => ({ ...inAccount(hers), query: { limit: 1, offset: 1 } }),
      expect: { status: 200, example: 'clients' },
      then: async (_seeds, answer, { second }) =>
        expect(answer.body).toMatchObject({
          total: 2,
          data: [{ id: second.id, allowed_origins: ['https://c.example', 'https://d.example'] }],
        }),
    },
  ),
  'lists them to a machine of the account': given(withMachine, {
    send: ({ hers, bearer }) => ({ ...inAccount(hers), bearer }),
    expect: { status: 200, example: 'clients' },
  }),
  ...guarded({ path: { account_id: nowhere } }),
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token }),
    expect: { error: 'account_not_found' },
  }),
})

/** What apps of several frameworks are registered with (RFC 8252 section 7). */
const native = {
  allowed_origins: [
    'capacitor://localhost',
    'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
    'http://192.168.1.20:5173',
    'ionic://localhost',
    'tauri://localhost',
  ],
  redirect_uris: [
    'com.example.app:/oauth2redirect',
    'myapp://callback',
    'exp://192.168.1.20:8081/--/callback',
    'http://127.0.0.1:8080/callback',
    'http://192.168.1.20:5173/callback',
  ],
}

/** Confidential clients that cannot be as they say. */
const refusing = (...rows: readonly (readonly [string, Partial<Wire['AccountClientCreate']>, string])[]) =>
  Object.fromEntries(
    rows.map(([what, fields, detail]) => [
      `refuses ${what}`,
      given<'account.createClient', SignedIn>((seeds) => seeds.user(alice), {
        send: (hers) => ({ ...inAccount(hers), body: { name: 'Widget', type: 'confidential', ...fields } }),
        expect: { error: 'invalid_request', detail },
      }),
    ]),
  )

/** All that OpenID Connect Dynamic Client Registration 1.0 has a word for. */
const everything = { post_logout_redirect_uris: ['https://widget.example.com/bye'], ...openIdFields }

contract('account.createClient', {
  'registers what OpenID Connect asks for': given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { name: 'Widget', type: 'confidential', allowed_scope: 'openid email', ...everything },
    }),
    expect: { status: 201, example: 'registered', body: (client) => expect(client).toMatchObject(everything) },
  }),
  "refuses an address after sign-out that is nobody's alone": given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { name: 'Widget', post_logout_redirect_uris: ['http://evil.example/bye'] },
    }),
    expect: { error: 'invalid_request', detail: 'post_logout_redirect_uris.0: ' },
  }),
  'registers one that proves itself by keys, and has no secret': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { name: 'Bank', type: 'confidential', ...fapi } }),
    expect: {
      status: 201,
      example: 'registered',
      body: (client) => expect(client).toMatchObject({ ...fapi, type: 'confidential', client_secret: null }),
    },
    then: async (seeds, answer) => {
      const { id } = answer.body as WithSecret
      const body = { grant_type: 'client_credentials', client_id: id }
      expect((await seeds.call('oauth.issueToken', { body }))?.status).toBe(401)
    },
  }),
  ...refusing(...unfit),
  'refuses proof by a key to a public client': given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { name: 'App', token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } },
    }),
    expect: { error: 'invalid_request', detail: 'token_endpoint_auth_method: is for confidential clients' },
  }),
  'refuses to let a public client go without PKCE': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { name: 'App', require_pkce: false } }),
    expect: { error: 'invalid_request', detail: 'require_pkce: must be true' },
  }),
  'refuses a name that turns the text around it': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { name: 'App \u2066moc.elpmaxe' } }),
    expect: { error: 'invalid_request', detail: 'name' },
  }),
  'refuses a secret to somebody who has not proven their address': given((seeds) => seeds.newcomer(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { name: 'Backend', type: 'confidential' } }),
    expect: { error: 'email_not_verified' },
    then: async (seeds, _answer, hers) =>
      expect((await seeds.call('account.listClients', inAccount(hers)))?.body).toMatchObject({ total: 0 }),
  }),
  'registers a public client': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: widget }),
    expect: {
      status: 201,
      example: 'registered',
      body: (client) =>
        expect(client).toMatchObject({ ...widget, type: 'public', client_secret: null, refresh_token_config: null }),
    },
    then: async (_seeds, answer, { accountId }) =>
      expect(answer.body).toMatchObject({ resource_id: accountId, account_id: accountId }),
  }),
  'registers a confidential client, whose secret works': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { name: 'Nightly', type: 'confidential', audience: demo.audience } }),
    expect: {
      status: 201,
      example: 'registered',
      body: ({ client_secret }) => expect(client_secret).toMatch(/^sec_[\w-]{43}$/),
    },
    then: async (seeds, answer, { accountId }) => {
      const { id, client_secret } = answer.body as WithSecret
      const body = { grant_type: 'client_credentials', audience: demo.audience }
      const issued = await seeds.call('oauth.issueToken', { body, headers: basic(id, client_secret!) })
      expect(issued?.status).toBe(200)
      const { access_token: token } = issued?.body as { access_token: string }
      const told = await seeds.call('oauth.introspectToken', { body: { ...asMachine, token } })
      expect(told?.body).toMatchObject({ active: true, sub: id, acc: accountId, aud: demo.audience })
    },
  }),
  'registers an app that is no web page': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { ...widget, ...native } }),
    expect: { status: 201, example: 'registered', body: (client) => expect(client).toMatchObject(native) },
    then: async (seeds, answer) => {
      const { id: client_id } = answer.body as WithSecret
      for (const origin of native.allowed_origins) {
        const asked = await seeds.call('account.listLoginMethods', { headers: { origin }, body: { client_id } })
        expect([origin, asked?.status, asked?.headers.get('access-control-allow-origin')]).toEqual([
          origin,
          200,
          origin,
        ])
      }
      for (const redirect_uri of [...native.redirect_uris, 'http://127.0.0.1:51004/callback']) {
        const query = { ...asAuthorization, client_id, redirect_uri }
        expect([redirect_uri, (await seeds.call('oauth.authorize', { query }))?.status]).toEqual([redirect_uri, 200])
      }
    },
  }),
  'refuses an address that a browser would run': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { ...widget, redirect_uris: ['javascript:/alert(1)'] } }),
    expect: { error: 'invalid_request', detail: 'redirect_uris.0: ' },
  }),
  'refuses a redirect URI with a wildcard': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { ...widget, redirect_uris: ['https://*.example.com/callback'] } }),
    expect: { error: 'invalid_request', detail: 'redirect_uris.0: must be https' },
  }),
  'refuses a redirect URI that is not https': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { ...widget, redirect_uris: ['http://widget.example.com/cb'] } }),
    expect: { error: 'invalid_request', detail: 'redirect_uris.0: ' },
  }),
  'refuses an origin with a path': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { ...widget, allowed_origins: ['https://widget.example.com/'] } }),
    expect: { error: 'invalid_request', detail: 'allowed_origins.0: ' },
  }),
  'refuses an audience that the application has not (AC-074)': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { ...widget, audience: 'https://api.others.example' } }),
    expect: { error: 'invalid_audience' },
  }),
  'refuses a scope that the application has not': given((seeds) => seeds.user(alice), {
    send: (hers) => ({ ...inAccount(hers), body: { ...widget, allowed_scope: 'mail:read mail:burn' } }),
    expect: { error: 'invalid_scope' },
  }),
  'refuses a default scope that is not allowed': given((seeds) => seeds.user(alice), {
    send: (hers) => ({
      ...inAccount(hers),
      body: { ...widget, allowed_scope: 'mail:read', default_scope: 'mail:send' },
    }),
    expect: { error: 'invalid_scope', detail: 'default_scope: ' },
  }),
  ...guarded({ path: { account_id: nowhere }, body: widget }),
  'refuses a viewer (AC-088)': given(withViewer, {
    send: ({ hers, his }) => ({ ...inAccount(hers), bearer: his.tokens.access_token, body: widget }),
    expect: { error: 'insufficient_role' },
  }),
  'refuses a machine, which makes no other one (AC-097)': given(withMachine, {
    send: ({ hers, bearer }) => ({ ...inAccount(hers), bearer, body: widget }),
    expect: { error: 'insufficient_role', detail: 'Only people' },
  }),
  'refuses an account that does not exist': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { account_id: nowhere }, bearer: tokens.access_token, body: widget }),
    expect: { error: 'account_not_found' },
  }),
})

contract('account.getClient', {
  'gives a client to everybody in its account': given(withViewer, {
    send: ({ client, his }) => atClient(client, his),
    expect: { status: 200, example: 'client' },
    then: async (_seeds, answer, { client }) => {
      const { client_secret, ...rest } = client
      expect(answer.body).toEqual(rest)
      expect(answer.text).not.toContain(client_secret)
    },
  }),
  'refuses an id that is none': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { client_id: 'wonderland' }, bearer: tokens.access_token }),
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  }),
  ...guarded({ path: { client_id: noClient } }),
  'refuses the client of another account in the words of one that does not exist (AC-085)': given(withStranger, {
    send: ({ client, his }) => atClient(client, his),
    expect: { error: 'client_not_found' },
    then: async (seeds, answer, { his }) => {
      const sent = { path: { client_id: noClient }, bearer: his.tokens.access_token }
      expect((await seeds.call('account.getClient', sent))?.text).toBe(answer.text)
    },
  }),
  "refuses the application's own client": given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ path: { client_id: demo.clientId }, bearer: tokens.access_token }),
    expect: { error: 'client_not_found' },
  }),
})

contract('account.updateClient', {
  'takes a key from an owner, who answers for it from then on': given(
    async (seeds) => {
      const made = await withClient({ type: 'confidential' })(seeds)
      return { ...made, his: await seeds.member(made.hers, bob, 'owner') }
    },
    {
      send: ({ client, his }) => ({
        ...atClient(client, his),
        body: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [clientKey.publicJwk] } },
      }),
      expect: { status: 200, example: 'client' },
      then: async (seeds, _answer, { hers, his, client }) => {
        const enter = async () => {
          const proof = withAssertion(await signBy(clientKey, assertionClaims(client.id)))
          return (await seeds.call('oauth.issueToken', form({ grant_type: 'client_credentials', ...proof })))?.status
        }
        expect(await enter()).toBe(200)
        const path = { account_id: hers.accountId, member_id: his.membershipId }
        const out = await seeds.call('account.removeMember', { path, bearer: hers.tokens.access_token })
        expect(out?.status).toBe(204)
        expect(await enter()).toBe(401)
      },
    },
  ),
  'takes none from an owner who has not proven their address': given(
    async (seeds) => {
      const made = await withClient({ type: 'confidential' })(seeds)
      const his = await seeds.newcomer(bob)
      const added = { ...inAccount(made.hers), body: { user_id: his.profile.id, role: 'owner' } as const }
      await seeds.call('account.addMember', added)
      return { ...made, his }
    },
    {
      send: ({ client, his }) => ({
        ...atClient(client, his),
        body: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
  'takes no key from a session whose last proof is older than ten minutes, and other changes all the same': given(
    async (seeds) => {
      const made = await withClient({ type: 'confidential' })(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ client, hers }) => ({
        ...atClient(client, hers),
        body: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } },
      }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { client, hers }) => {
        const renamed = { ...atClient(client, hers), body: { name: 'Renamed' } }
        expect((await seeds.call('account.updateClient', renamed))?.status).toBe(200)
      },
    },
  ),
  'changes how its ID tokens are signed, and leaves the rest': given(
    withClient({ ...openIdFields, type: 'confidential' }),
    {
      send: ({ hers, client }) => ({ ...atClient(client, hers), body: { id_token_signed_response_alg: 'RS256' } }),
      expect: {
        status: 200,
        example: 'client',
        body: (client) => expect(client).toMatchObject({ ...openIdFields, id_token_signed_response_alg: 'RS256' }),
      },
    },
  ),
  'refuses to leave a confidential client without proof': given(withClient({ ...fapi, type: 'confidential' }), {
    send: ({ hers, client }) => ({
      ...atClient(client, hers),
      body: { token_endpoint_auth_method: 'client_secret_basic', profile: null },
    }),
    expect: { error: 'invalid_request', detail: 'token_endpoint_auth_method: needs a secret' },
  }),
  'changes what is sent, clears what is null, and leaves the rest': given(withClient(widget), {
    send: ({ hers, client }) => ({ ...atClient(client, hers), body: { name: 'Widget 2', default_scope: null } }),
    expect: { status: 200, example: 'client' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({ ...widget, name: 'Widget 2', default_scope: null }),
  }),
  'takes a merge patch': given(withClient(widget), {
    send: ({ hers, client }) => ({
      ...atClient(client, hers),
      raw: { type: 'application/merge-patch+json', text: '{"access_token_config":null,"allowed_origins":[]}' },
    }),
    expect: { status: 200, example: 'client' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({ access_token_config: null, allowed_origins: [], name: widget.name }),
  }),
  'refuses a redirect URI with a fragment': given(withClient(), {
    send: ({ hers, client }) => ({
      ...atClient(client, hers),
      body: { redirect_uris: ['https://a.example/ok', 'https://a.example/cb#f'] },
    }),
    expect: { error: 'invalid_request', detail: 'redirect_uris.1: ' },
  }),
  'refuses to change what a client is (AC-087)': given(withClient(), {
    send: ({ hers, client }) => ({ ...atClient(client, hers), body: { type: 'confidential' } as never }),
    expect: { error: 'invalid_request', detail: 'type: is not a field' },
  }),
  'refuses an audience that the application has not (AC-074)': given(withClient(), {
    send: ({ hers, client }) => ({ ...atClient(client, hers), body: { audience: `${demo.audience}/` } }),
    expect: { error: 'invalid_audience' },
  }),
  'refuses to leave a default scope that is not allowed any more': given(withClient(widget), {
    send: ({ hers, client }) => ({ ...atClient(client, hers), body: { allowed_scope: 'mail:send' } }),
    expect: { error: 'invalid_scope' },
  }),
  ...guarded({ path: { client_id: noClient }, body: { name: 'X' } }),
  'refuses a viewer (AC-088)': given(withViewer, {
    send: ({ client, his }) => ({ ...atClient(client, his), body: { name: 'X' } }),
    expect: { error: 'insufficient_role' },
  }),
  'refuses the client of another account (AC-085)': given(withStranger, {
    send: ({ client, his }) => ({ ...atClient(client, his), body: { name: 'X' } }),
    expect: { error: 'client_not_found' },
  }),
})

contract('account.deleteClient', {
  'ends the client, and its tokens': given(withMachine, {
    send: ({ hers, client }) => atClient(client, hers),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { hers, client, bearer }) => {
      expect((await seeds.call('account.getClient', atClient(client, hers)))?.status).toBe(404)
      expect((await seeds.call('account.listClients', { ...inAccount(hers), bearer }))?.status).toBe(401)
    },
  }),
  'refuses an id that is none': given((seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ path: { client_id: 'wonderland' }, bearer: tokens.access_token }),
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  }),
  ...guarded({ path: { client_id: noClient } }),
  'refuses a viewer (AC-088)': given(withViewer, {
    send: ({ client, his }) => atClient(client, his),
    expect: { error: 'insufficient_role' },
  }),
  'refuses the client of another account (AC-085)': given(withStranger, {
    send: ({ client, his }) => atClient(client, his),
    expect: { error: 'client_not_found' },
    then: async (seeds, _answer, { client, hers }) =>
      expect((await seeds.call('account.getClient', atClient(client, hers)))?.status).toBe(200),
  }),
})

contract('account.renewClientSecret', {
  'refuses a session whose last proof is older than ten minutes, and leaves the old secret': given(
    async (seeds) => {
      const made = await withClient({ type: 'confidential' })(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ hers, client }) => atClient(client, hers),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { client }) => expect(await machineTokenOf(seeds, client)).not.toBe('example'),
    },
  ),
  'refuses an owner who has not proven their address': given(
    async (seeds) => {
      const made = await withClient({ type: 'confidential' })(seeds)
      const his = await seeds.newcomer(bob)
      const body = { user_id: his.profile.id, role: 'owner' as const }
      await seeds.call('account.addMember', { ...inAccount(made.hers), body })
      return { ...made, his }
    },
    {
      send: ({ client, his }) => atClient(client, his),
      expect: { error: 'email_not_verified' },
      then: async (seeds, _answer, { client }) => expect(await machineTokenOf(seeds, client)).not.toBe('example'),
    },
  ),
  'gives a new secret; the old one and its tokens die at once': given(withMachine, {
    send: ({ hers, client }) => atClient(client, hers),
    expect: { status: 200, example: 'renewed' },
    then: async (seeds, answer, { hers, client, bearer }) => {
      const renewed = answer.body as WithSecret
      const changed = { client_secret: renewed.client_secret, updated_at: renewed.updated_at }
      expect(renewed).toEqual({ ...client, ...changed })
      expect(renewed.client_secret).toMatch(/^sec_[\w-]{43}$/)
      expect(renewed.client_secret).not.toBe(client.client_secret)
      const old = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.client_secret! }
      expect((await seeds.call('oauth.issueToken', { body: old }))?.status).toBe(401)
      expect((await seeds.call('account.listClients', { ...inAccount(hers), bearer }))?.status).toBe(401)
      const told = await seeds.call('oauth.introspectToken', { body: { ...asMachine, token: bearer } })
      expect(told?.body).toEqual({ active: false })
      const fresh = await machineTokenOf(seeds, renewed)
      expect((await seeds.call('account.listClients', { ...inAccount(hers), bearer: fresh }))?.status).toBe(200)
    },
  }),
  'refuses a public client, which has none': given(withClient(), {
    send: ({ hers, client }) => atClient(client, hers),
    expect: { error: 'invalid_request', detail: 'This client has no secret' },
  }),
  ...guarded({ path: { client_id: noClient } }),
  'refuses a viewer (AC-088)': given(withViewer, {
    send: ({ client, his }) => atClient(client, his),
    expect: { error: 'insufficient_role' },
  }),
  'refuses the machine itself (AC-097)': given(withMachine, {
    send: ({ client, bearer }) => ({ path: { client_id: client.id }, bearer }),
    expect: { error: 'insufficient_role' },
  }),
  'refuses the client of another account (AC-085)': given(withStranger, {
    send: ({ client, his }) => atClient(client, his),
    expect: { error: 'client_not_found' },
  }),
})
