// What people have allowed a client was for the app that it was, at the site where it was.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asOpenId, pkce } from '../harness/fixtures/people.ts'
import { basic } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const redirect_uri = 'https://calendar.example.com/callback'
const elsewhere = 'https://other.example.com/callback'
const sameSite = 'https://calendar.example.com/signed-in'

type Query = Readonly<Record<string, string>>

/** What the app is told where no page is to be shown. */
const silently = async (seeds: Seeds, query: Query, browser_session: string): Promise<URLSearchParams> => {
  const asked = { query: { ...query, prompt: 'none' }, cookies: { browser_session } }
  const answer = await seeds.call('oauth.authorize', asked)
  return new URL(answer?.headers.get('location') ?? 'x:').searchParams
}

/** Alice has let in a client that has registered itself, which has a code on its way. */
const allowed =
  (fields: Wire['OAuthRegistrationRequest'] = {}) =>
  async (seeds: Seeds) => {
    await seeds.caller(alice)
    const client = await seeds.registration({ redirect_uris: [redirect_uri], ...fields })
    const own = { ...asOpenId, client_id: client.client_id, scope: 'openid' }
    const query = { ...own, redirect_uri: client.redirect_uris?.[0] ?? redirect_uri }
    const cookie = await seeds.browserSession(alice)
    await seeds.letIn(query, cookie)
    const code = (await silently(seeds, query, cookie)).get('code') ?? ''
    return { client, query, cookie, code }
  }

/** What the client gets for a code that came to that page of it. */
const exchange = (seeds: Seeds, client: Wire['OAuthRegistration'], uri: string, code: string) =>
  seeds.call('oauth.issueToken', {
    headers: basic(client.client_id, client.client_secret!),
    body: { grant_type: 'authorization_code', redirect_uri: uri, code, code_verifier: pkce.verifier },
  })

const registering = (
  { client }: { readonly client: Wire['OAuthRegistration'] },
  changes: Wire['OAuthRegistrationRequest'],
) => ({
  path: { client_id: client.client_id },
  bearer: client.registration_access_token,
  body: { client_id: client.client_id, redirect_uris: [redirect_uri], ...changes },
})

contract('oauth.updateRegistration', {
  'asks people again once the client leads to another site, and takes back what is on its way': given(allowed(), {
    send: (made) => registering(made, { redirect_uris: [redirect_uri, elsewhere] }),
    expect: { status: 200, example: 'registration' },
    then: async (seeds, _answer, { client, query, cookie, code }) => {
      for (const uri of [redirect_uri, elsewhere]) {
        const told = await silently(seeds, { ...query, redirect_uri: uri }, cookie)
        expect(told.get('error')).toBe('consent_required')
      }
      expect((await exchange(seeds, client, redirect_uri, code))?.body).toMatchObject({ error: 'invalid_grant' })
    },
  }),
  'asks people again once whoever knows its id may come in its name': given(allowed(), {
    send: (made) => registering(made, { token_endpoint_auth_method: 'none' }),
    expect: { status: 200, example: 'registration' },
    then: async (seeds, _answer, { query, cookie }) =>
      expect((await silently(seeds, query, cookie)).get('error')).toBe('consent_required'),
  }),
  'asks nobody again for another page of the same site': given(allowed(), {
    send: (made) => registering(made, { redirect_uris: [sameSite] }),
    expect: { status: 200, example: 'registration' },
    then: async (seeds, _answer, { client, query, cookie }) => {
      const told = await silently(seeds, { ...query, redirect_uri: sameSite }, cookie)
      expect((await exchange(seeds, client, sameSite, told.get('code') ?? ''))?.status).toBe(200)
    },
  }),
})

contract('account.updateClient', {
  'asks people again once the client leads to another site': given(
    async (seeds) => {
      const hers = await seeds.user(alice)
      const { id } = await seeds.client(hers, { redirect_uris: [redirect_uri], allowed_scope: 'openid' })
      const query = { ...asOpenId, client_id: id, redirect_uri, scope: 'openid' }
      const cookie = await seeds.browserSession(alice)
      await seeds.letIn(query, cookie)
      return { id, query, cookie, bearer: hers.tokens.access_token }
    },
    {
      send: ({ id, bearer }) => ({
        path: { client_id: id },
        bearer,
        body: { redirect_uris: [redirect_uri, elsewhere] },
      }),
      expect: { status: 200, example: 'client' },
      then: async (seeds, _answer, { query, cookie }) =>
        expect((await silently(seeds, query, cookie)).get('error')).toBe('consent_required'),
    },
  ),
})

// RFC 8252 section 8.6: any program of the device may listen there.
contract('oauth.authorize', {
  'asks each time for a public client of another that comes back to the device': given(
    allowed({
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      redirect_uris: ['http://127.0.0.1/callback'],
    }),
    {
      send: ({ query, cookie }) => ({ query: { ...query, prompt: 'none' }, cookies: { browser_session: cookie } }),
      expect: {
        status: 303,
        example: 'empty',
        answer: ({ headers }) =>
          expect(new URL(headers.get('location')!).searchParams.get('error')).toBe('consent_required'),
      },
    },
  ),
})
