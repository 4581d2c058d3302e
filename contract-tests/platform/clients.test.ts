import { SignJWT } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { notRedirects } from '../harness/fixtures/addresses.ts'
import { dana, newcomersShop, stageOf } from '../harness/seeds/backend.ts'
import { fapi, openIdFields, publicKey, unfit } from '../harness/fixtures/client-metadata.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demo } from '../harness/fixtures/people.ts'
import { basic, form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const nowhere = '0199c0de-0000-7000-8000-00000000dead'

const shop = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  const app = await seeds.application(owner)
  return { bearer: owner.access_token, app, stage: stageOf(app, 'production'), path: { appId: app.id } }
}

const web = {
  name: 'Shop',
  type: 'confidential' as const,
  redirectUris: ['https://shop.example/callback'],
  allowedOrigins: ['https://shop.example'],
  audiences: ['https://api.shop.example'],
  scopes: ['orders:read'],
}

const shopWithClient = async (seeds: Seeds) => {
  const made = await shop(seeds)
  const { bearer, path, stage } = made
  const body = { ...web, environmentId: stage.id }
  const answer = await seeds.call('platform.createAppClient', { bearer, path, body })
  const client = (answer?.body as Wire['PlatformClientWithSecretAnswer'] | undefined)?.data
  return { ...made, client, path: { ...path, clientId: client?.clientId ?? 'cid_example' } }
}

/** A client that keeps no secret. */
const withPhone = async (seeds: Seeds) => {
  const { bearer, path, stage } = await shop(seeds)
  const body = { environmentId: stage.id, name: 'Phone' }
  const answer = await seeds.call('platform.createAppClient', { bearer, path, body })
  const { clientId = 'cid_example' } = (answer?.body as Wire['PlatformClientWithSecretAnswer'] | undefined)?.data ?? {}
  return { bearer, path: { ...path, clientId } }
}

/** Whether a client gets a token for its audience with that secret. */
const asksForToken = async (seeds: Seeds, clientId: string, secret: string) => {
  const body = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: secret,
    audience: web.audiences[0]!,
  }
  return (await seeds.call('oauth.issueToken', form(body)))?.status
}

contract('platform.listAppClients', {
  'lists clients of the environments without their secrets': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'clients' },
    then: async (_seeds, answer, { client }) => {
      const { clientSecret, ...rest } = client!
      expect(answer.body).toEqual({ data: [rest] })
      expect(answer.text).not.toContain(clientSecret)
    },
  }),
  'lists those of one environment': given(shopWithClient, {
    send: ({ bearer, path, app }) => ({ bearer, path, query: { environmentId: stageOf(app).id } }),
    expect: { status: 200, example: 'clients' },
    then: async (_seeds, answer) => expect(answer.body).toEqual({ data: [] }),
  }),
  'refuses an environment of somebody else': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { environmentId: nowhere } }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.createAppClient', {
  'refuses a secret to who has not proven their own address': given(newcomersShop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { ...web, environmentId: stage.id } }),
    expect: { error: 'email_not_verified' },
    then: async (seeds, _answer, { bearer, path }) =>
      expect((await seeds.call('platform.listAppClients', { bearer, path }))?.body).toEqual({ data: [] }),
  }),
  'registers a client whose people sign in and whose machine gets tokens, and shows its secret once': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { ...web, environmentId: stage.id },
    }),
    expect: {
      status: 200,
      example: 'registered',
      body: ({ data }) => {
        expect(data).toMatchObject({ ...web, defaultScopes: [], isActive: true })
        expect(data.clientSecret).toMatch(/^sec_[\w-]{43}$/)
      },
    },
    then: async (seeds, answer) => {
      const { clientId, clientSecret } = (answer.body as Wire['PlatformClientWithSecretAnswer']).data
      expect(await asksForToken(seeds, clientId, clientSecret!)).toBe(200)
      const headers = { origin: web.allowedOrigins[0]! }
      const signedUp = await seeds.call('account.signUp', { headers, body: { ...alice, client_id: clientId } })
      expect(signedUp?.status).toBe(201)
    },
  }),
  'registers what OpenID Connect asks for, and how long its tokens live': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: {
        ...web,
        environmentId: stage.id,
        accessTokenSeconds: 900,
        refreshTokenSeconds: 7200,
        openid: openIdFields,
      },
    }),
    expect: { status: 200, example: 'registered' },
    then: async (seeds, answer) => {
      const { data } = answer.body as Wire['PlatformClientWithSecretAnswer']
      expect(data).toMatchObject({ accessTokenSeconds: 900, refreshTokenSeconds: 7200, openid: openIdFields })
      // Its tokens are bound to a key.
      const asked = { ...form({ grant_type: 'client_credentials' }), headers: basic(data.clientId, data.clientSecret!) }
      const refused = await seeds.call('oauth.issueToken', asked)
      expect(refused?.body).toMatchObject({ error: 'invalid_dpop_proof' })
    },
  }),
  'registers one whose access tokens live as long as it was said': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { ...web, environmentId: stage.id, accessTokenSeconds: 120, refreshTokenSeconds: null },
    }),
    expect: { status: 200, example: 'registered' },
    then: async (seeds, answer) => {
      const { clientId } = (answer.body as Wire['PlatformClientWithSecretAnswer']).data
      const headers = { origin: web.allowedOrigins[0]! }
      const signedUp = await seeds.call('account.signUp', { headers, body: { ...alice, client_id: clientId } })
      expect(signedUp?.body).toMatchObject({ tokens: { expires_in: 120 } })
    },
  }),
  'registers one that proves itself by keys, and has no secret': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { environmentId: stage.id, name: 'Bank', type: 'confidential', openid: fapi },
    }),
    expect: { status: 200, example: 'registered' },
    then: async (seeds, answer) => {
      const { data } = answer.body as Wire['PlatformClientWithSecretAnswer']
      expect(data).toMatchObject({ type: 'confidential', clientSecret: null, openid: fapi })
      const body = { grant_type: 'client_credentials', client_id: data.clientId }
      expect((await seeds.call('oauth.issueToken', { body }))?.status).toBe(401)
    },
  }),
  ...Object.fromEntries(
    unfit.map(([what, openid, detail]) => [
      `refuses ${what}`,
      given(shop, {
        send: ({ bearer, path, stage }) => ({
          bearer,
          path,
          body: { environmentId: stage.id, name: 'Shop', type: 'confidential', openid },
        }),
        expect: { error: 'invalid_request' as const, detail: `openid.${detail}` },
      }),
    ]),
  ),
  'refuses proof by a key to a public client': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: {
        environmentId: stage.id,
        name: 'Shop',
        openid: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } },
      },
    }),
    expect: { error: 'invalid_request', detail: 'openid.token_endpoint_auth_method: is for confidential clients' },
  }),
  'registers a public client, which has no secret': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { environmentId: stage.id, name: 'Phone' } }),
    expect: { status: 200, example: 'registered' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({ data: { type: 'public', clientSecret: null, redirectUris: [] } }),
  }),
  ...Object.fromEntries(
    notRedirects.map((url) => [
      `refuses the redirect URI ${url}`,
      given(shop, {
        send: ({ bearer, path, stage }) => ({
          bearer,
          path,
          body: { environmentId: stage.id, name: 'Shop', redirectUris: [url] },
        }),
        expect: { error: 'invalid_request' as const, detail: 'redirectUris' },
      }),
    ]),
  ),
  'refuses a wildcard among its origins': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { environmentId: stage.id, name: 'Shop', allowedOrigins: ['https://*.shop.example'] },
    }),
    expect: { error: 'invalid_request', detail: 'allowedOrigins.0' },
  }),
  'refuses a default scope that it may not ask for': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { environmentId: stage.id, name: 'Shop', scopes: ['a'], defaultScopes: ['b'] },
    }),
    expect: { error: 'invalid_scope' },
  }),
  'refuses an environment of somebody else': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { environmentId: nowhere, name: 'Shop' } }),
    expect: { error: 'environment_not_found' },
  }),
  'refuses more clients than one environment may have': given(
    async (seeds) => {
      const made = await shopWithClient(seeds)
      await seeds.allow({ clientsPerEnvironment: 1 })
      return made
    },
    {
      inside: 'quotas are set from within',
      send: ({ bearer, app, stage }) => ({
        bearer,
        path: { appId: app.id },
        body: { environmentId: stage.id, name: 'Shop' },
      }),
      expect: { error: 'quota_exceeded', detail: /Quota: 1 / },
    },
  ),
})

contract('platform.getAppClient', {
  'gives a client': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'client' },
    then: async (_seeds, answer, { client }) => {
      const { clientSecret: _, ...rest } = client!
      expect(answer.body).toEqual({ data: rest })
    },
  }),
  'refuses one that an account has registered': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const { id } = await seeds.client(hers)
      return { ...(await shop(seeds)), clientId: id }
    },
    {
      send: ({ bearer, path, clientId }) => ({ bearer, path: { ...path, clientId } }),
      expect: { error: 'client_not_found' },
    },
  ),
})

contract('platform.updateAppClient', {
  'takes no key from a session whose last proof is older than ten minutes, and leaves the secret': given(
    async (seeds) => {
      const made = await shopWithClient(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ bearer, path }) => ({
        bearer,
        path,
        body: { openid: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } } },
      }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { client }) =>
        expect(await asksForToken(seeds, client!.clientId, client!.clientSecret!)).toBe(200),
    },
  ),
  'changes only what is sent': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path, body: { allowedOrigins: ['https://www.shop.example'] } }),
    expect: { status: 200, example: 'client' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({
        data: { ...web, allowedOrigins: ['https://www.shop.example'], isActive: true },
      }),
  }),
  'changes what OpenID Connect asks for, and leaves the rest of it': given(shopWithClient, {
    send: ({ bearer, path }) => ({
      bearer,
      path,
      body: { openid: { backchannel_logout_uri: 'https://shop.example/out' }, accessTokenSeconds: 300 },
    }),
    expect: { status: 200, example: 'client' },
    then: async (seeds, answer, { client, bearer, path }) => {
      const { data } = answer.body as Wire['PlatformClientAnswer']
      expect(data.openid).toEqual({ ...client!.openid, backchannel_logout_uri: 'https://shop.example/out' })
      const cleared = { bearer, path, body: { openid: { backchannel_logout_uri: null }, accessTokenSeconds: null } }
      const after = (await seeds.call('platform.updateAppClient', cleared))?.body
      expect(after).toMatchObject({ data: { openid: client!.openid, accessTokenSeconds: null } })
    },
  }),
  'lets a client sign with the secret that it gets next': given(shopWithClient, {
    send: ({ bearer, path }) => ({
      bearer,
      path,
      body: { openid: { token_endpoint_auth_method: 'client_secret_jwt' } },
    }),
    expect: { status: 200, example: 'client' },
    then: async (seeds, _answer, { client, bearer, path }) => {
      // What it signs with now is told in no other way.
      expect(await asksForToken(seeds, client!.clientId, client!.clientSecret!)).toBe(401)
      const renewed = (await seeds.call('platform.renewAppClientSecret', { bearer, path }))?.body
      const { clientSecret } = (renewed as Wire['PlatformClientWithSecretAnswer']).data
      const claims = { iss: path.clientId, sub: path.clientId, aud: demo.publicUrl, jti: 'one' }
      const assertion = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt()
        .setExpirationTime('1m')
        .sign(new TextEncoder().encode(clientSecret!))
      const body = {
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
        audience: web.audiences[0]!,
      }
      expect((await seeds.call('oauth.issueToken', form(body)))?.status).toBe(200)
    },
  }),
  'takes no secret any more from a client that proves itself by keys': given(shopWithClient, {
    send: ({ bearer, path }) => ({
      bearer,
      path,
      body: { openid: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } } },
    }),
    expect: { status: 200, example: 'client' },
    then: async (seeds, _answer, { client }) =>
      expect(await asksForToken(seeds, client!.clientId, client!.clientSecret!)).toBe(401),
  }),
  'refuses proof by a key to a client that is public': given(withPhone, {
    send: ({ bearer, path }) => ({
      bearer,
      path,
      body: { openid: { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [publicKey] } } },
    }),
    expect: { error: 'invalid_request', detail: 'openid.token_endpoint_auth_method: is for confidential clients' },
  }),
  'refuses no proof at all to a client that has a secret': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path, body: { openid: { token_endpoint_auth_method: 'none' } } }),
    expect: { error: 'invalid_request', detail: 'openid.token_endpoint_auth_method: is not for' },
  }),
  'switches a client off, which nobody knows then': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path, body: { isActive: false } }),
    expect: { status: 200, example: 'client' },
    then: async (seeds, answer, { client }) => {
      expect(answer.body).toMatchObject({ data: { isActive: false } })
      const body = { ...alice, client_id: client!.clientId }
      expect((await seeds.call('account.signUp', { body }))?.body).toMatchObject({ code: 'unknown_client' })
      expect(await asksForToken(seeds, client!.clientId, client!.clientSecret!)).toBe(401)
    },
  }),
  'refuses a default scope that it may not ask for': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path, body: { defaultScopes: ['orders:write'] } }),
    expect: { error: 'invalid_scope' },
  }),
  'refuses an address that leads elsewhere': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path, body: { postLogoutRedirectUris: ['http://shop.example/bye'] } }),
    expect: { error: 'invalid_request', detail: 'postLogoutRedirectUris.0' },
  }),
})

contract('platform.deleteAppClient', {
  'deletes a client, and the sessions that were signed in through it': given(
    async (seeds) => {
      const made = await shopWithClient(seeds)
      const body = { ...alice, client_id: made.path.clientId }
      const answer = await seeds.call('account.signUp', { body })
      return { ...made, token: (answer?.body as Wire['AuthenticationResult'] | undefined)?.tokens.access_token }
    },
    {
      send: ({ bearer, path }) => ({ bearer, path }),
      expect: { status: 200, example: 'deleted' },
      then: async (seeds, _answer, { token }) =>
        expect((await seeds.call('account.me', { bearer: token! }))?.status).toBe(401),
    },
  ),
})

contract('platform.renewAppClientSecret', {
  'refuses a session whose last proof is older than ten minutes, and leaves the old secret': given(
    async (seeds) => {
      const made = await shopWithClient(seeds)
      await seeds.wait(601)
      return made
    },
    {
      send: ({ bearer, path }) => ({ bearer, path }),
      expect: { error: 'reauthentication_required' },
      then: async (seeds, _answer, { client }) =>
        expect(await asksForToken(seeds, client!.clientId, client!.clientSecret!)).toBe(200),
    },
  ),
  'gives a new secret, and the old one is dead at once': given(shopWithClient, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { status: 200, example: 'registered' },
    then: async (seeds, answer, { client }) => {
      const { clientId, clientSecret } = (answer.body as Wire['PlatformClientWithSecretAnswer']).data
      expect(await asksForToken(seeds, clientId, client!.clientSecret!)).toBe(401)
      expect(await asksForToken(seeds, clientId, clientSecret!)).toBe(200)
    },
  }),
  'refuses who has not proven their own address': given(
    async (seeds) => {
      const { bearer, path, stage } = await newcomersShop(seeds)
      const body = { environmentId: stage.id, name: 'Phone' }
      const answer = await seeds.call('platform.createAppClient', { bearer, path, body })
      const { clientId = 'cid_example' } =
        (answer?.body as Wire['PlatformClientWithSecretAnswer'] | undefined)?.data ?? {}
      return { bearer, path: { ...path, clientId } }
    },
    { send: ({ bearer, path }) => ({ bearer, path }), expect: { error: 'email_not_verified' } },
  ),
  'refuses a client that has no secret': given(withPhone, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: { error: 'invalid_request', detail: 'no secret' },
  }),
})
