import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { dpopProof, newDpopKey } from '../harness/fixtures/dpop.ts'
import { alice, asAuthorization, asMachine, asOpenId, demo, machine, pkce } from '../harness/fixtures/people.ts'
import { basic, form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

type Pushed = Wire['OAuthPushed']

const asked = { ...asOpenId, prompt: 'none' }

/** What a browser is told that comes with it. */
const arrive = async (seeds: Seeds, client_id: string, request_uri: string, browser_session?: string) => {
  const cookies: Record<string, string> = browser_session === undefined ? {} : { browser_session }
  const answer = await seeds.call('oauth.authorize', { query: { client_id, request_uri }, cookies })
  const { searchParams } = new URL(answer?.headers.get('location') ?? 'https://none.example/')
  return { status: answer?.status, error: searchParams.get('error'), code: searchParams.get('code') }
}

/** Alice, signed in in a browser, and a client of her account that has pushed a request. */
const signedIn = async (seeds: Seeds) => {
  await seeds.caller(alice)
  return seeds.browserSession(alice)
}

contract('oauth.pushAuthorizationRequest', {
  'keeps a request of a public client, for one answer': given(signedIn, {
    send: form({ ...asked, request_uri: '' }),
    expect: {
      status: 201,
      example: 'kept',
      body: ({ request_uri, expires_in }) => {
        expect(request_uri).toMatch(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/)
        expect(expires_in).toBe(90)
      },
      answer: ({ headers }) => expect(headers.get('cache-control')).toBe('no-store'),
    },
    then: async (seeds, answer, cookie) => {
      const { request_uri } = answer.body as Pushed
      // Another client comes with it, and somebody who has not signed in: nothing is taken from it.
      expect((await arrive(seeds, machine.clientId, request_uri, cookie)).status).toBe(400)
      expect(await arrive(seeds, demo.clientId, request_uri)).toMatchObject({ error: 'login_required' })
      expect((await arrive(seeds, demo.clientId, request_uri, cookie)).code).toMatch(/^[\w-]{43}$/)
      // fapi2-security-profile-final-par-attempt-reuse-request_uri
      expect((await arrive(seeds, demo.clientId, request_uri, cookie)).status).toBe(400)
    },
  }),
  'keeps one of a client that proves itself by Basic, for a minute and a half': {
    given: signedIn,
    send: {
      ...form({ redirect_uri: demo.redirectUri, response_type: 'code', scope: 'openid', state: 'x' }),
      headers: basic(machine.clientId, machine.clientSecret),
    },
    expect: { status: 201, example: 'kept' },
    then: async (seeds, answer) => {
      const { request_uri } = answer.body as Pushed
      await seeds.wait(91)
      // fapi2-security-profile-final-par-attempt-to-use-expired-request_uri
      expect((await arrive(seeds, machine.clientId, request_uri)).status).toBe(400)
    },
  },
  // RFC 8707 section 2.1
  'keeps the resource server that it is for': {
    send: form({ ...asked, resource: demo.audience }),
    expect: { status: 201, example: 'kept' },
  },
  'refuses a resource server that the client is not registered for': {
    send: form({ ...asked, resource: 'https://evil.example' }),
    expect: { error: 'invalid_audience' },
  },
  'binds the code to the key of a proof that came with it': given(
    async (seeds) => {
      const key = await newDpopKey()
      return { cookie: await signedIn(seeds), key, dpop: await dpopProof(key, { line: 'POST /oauth2/par' }) }
    },
    {
      send: ({ dpop }) => ({ ...form(asked), headers: { dpop } }),
      expect: { status: 201, example: 'kept' },
      then: async (seeds, answer, { cookie, key }) => {
        const { request_uri } = answer.body as Pushed
        const { code } = await arrive(seeds, demo.clientId, request_uri, cookie)
        const exchange = {
          grant_type: 'authorization_code',
          client_id: demo.clientId,
          code: code!,
          redirect_uri: demo.redirectUri,
          code_verifier: pkce.verifier,
        }
        // fapi2-security-profile-final-ensure-dpopproof-at-par-endpoint-binding-success,
        // fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt
        const other = await dpopProof(await newDpopKey(), { line: 'POST /oauth2/token' })
        expect((await seeds.call('oauth.issueToken', { body: exchange, headers: { dpop: other } }))?.status).toBe(400)
        const dpop = await dpopProof(key, { line: 'POST /oauth2/token' })
        expect((await seeds.call('oauth.issueToken', { body: exchange, headers: { dpop } }))?.status).toBe(200)
      },
    },
  ),
  // fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails
  'refuses a proof of another key than the request names': given(
    async () => dpopProof(await newDpopKey(), { line: 'POST /oauth2/par' }),
    {
      send: (dpop) => ({ ...form({ ...asked, dpop_jkt: 'x'.repeat(43) }), headers: { dpop } }),
      expect: { error: 'invalid_dpop_proof', detail: 'DPoP: is of another key' },
    },
  ),
  'refuses a proof with a nonce that is none of ours, and gives one': given(
    async () => dpopProof(await newDpopKey(), { line: 'POST /oauth2/par', claims: { nonce: 'stale' } }),
    {
      send: (dpop) => ({ ...form(asked), headers: { dpop } }),
      expect: { error: 'use_dpop_nonce' },
      then: async (_seeds, { headers }) => expect(headers.get('dpop-nonce')).toMatch(/^[\w-]{43}$/),
    },
  ),
  'keeps no more of public clients than an address may push': given(
    (seeds) => seeds.exhaust('oauth.pushAuthorizationRequest', () => form(asked)),
    {
      send: () => form(asked),
      expect: { error: 'too_many_requests' },
    },
  ),
  'lets nothing that stands beside the reference count': given(signedIn, {
    send: form({ ...asked, state: 'pushed' }),
    expect: { status: 201, example: 'kept' },
    then: async (seeds, answer, browser_session) => {
      const { request_uri } = answer.body as Pushed
      const query = {
        client_id: demo.clientId,
        request_uri,
        state: 'link',
        redirect_uri: 'https://evil.example/',
        scope: 'mail:burn',
        response_type: 'magic',
      }
      const came = await seeds.call('oauth.authorize', { query, cookies: { browser_session } })
      expect(came?.headers.get('location')).toMatch(/^http:\/\/localhost:3000\/callback\?code=[\w-]+&state=pushed&/)
    },
  }),
  // fapi2-security-profile-final-par-authorization-request-containing-request_uri-form-param
  'refuses a reference to another one': {
    send: form({ ...asked, request_uri: 'urn:ietf:params:oauth:request_uri:none' }),
    expect: { error: 'invalid_request', detail: 'request_uri: ' },
  },
  'refuses a parameter that is there twice': {
    send: {
      raw: { type: 'application/x-www-form-urlencoded', text: `${new URLSearchParams(asAuthorization)}&state=again` },
    },
    expect: { error: 'invalid_request' },
  },
  'refuses a redirect URI that the client has not': {
    send: form({ ...asked, redirect_uri: 'https://evil.example/' }),
    expect: { error: 'invalid_redirect_uri' },
  },
  'refuses a request without a redirect URI': {
    send: form({ client_id: demo.clientId, response_type: 'code' }),
    expect: { error: 'invalid_request', detail: 'redirect_uri: is missing' },
  },
  // fapi2-security-profile-final-par-plain-pkce-rejected
  'refuses a challenge that is plain': {
    send: form({ ...asked, code_challenge_method: 'plain' }),
    expect: { error: 'invalid_request', detail: 'code_challenge_method: ' },
  },
  'refuses a response type that there is not': {
    send: form({ ...asked, response_type: 'magic' }),
    expect: { error: 'unsupported_response_type' },
  },
  'refuses one that the client is not registered for': {
    send: form({ ...asked, response_type: 'code id_token' }),
    expect: { error: 'unauthorized_client' },
  },
  'refuses a scope that the client has not': {
    send: form({ ...asked, scope: 'openid mail:burn' }),
    expect: { error: 'invalid_scope' },
  },
  'refuses what nobody can sign in as': {
    send: form({ ...asked, claims: '{"id_token":{"acr":{"essential":true,"value":"9"}}}' }),
    expect: { error: 'unmet_authentication_requirements' },
  },
  'refuses to ask for no page where nobody stays signed in': {
    send: form({ ...asAuthorization, prompt: 'none' }),
    expect: { error: 'login_required' },
  },
  'refuses a request object that is none': {
    send: form({ client_id: demo.clientId, request: 'none' }),
    expect: { error: 'invalid_request_object' },
  },
  'refuses a wrong secret': {
    send: form({ ...asked, ...asMachine, client_secret: 'sec_guess' }),
    expect: { error: 'unknown_client' },
  },
  'refuses a wrong Basic': {
    send: { ...form(asked), headers: basic(machine.clientId, 'sec_guess') },
    expect: { error: 'unknown_client' },
  },
  'refuses nobody': { send: form({ response_type: 'code' }), expect: { error: 'unknown_client' } },
  'refuses a page of a foreign origin': {
    send: { ...form(asked), headers: { origin: 'https://evil.example' } },
    expect: { error: 'origin_not_allowed' },
  },
})
