import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { demo } from '../harness/fixtures/people.ts'

contract('oauth.getJwks', {
  'refuses an origin that the client who asks does not allow': {
    send: { query: { client_id: demo.clientId }, headers: { origin: 'https://evil.example' } },
    expect: { error: 'origin_not_allowed' },
  },
  'gives the public keys and nothing private': {
    expect: {
      status: 200,
      example: 'keys',
      body: ({ keys }) => expect(keys.length).toBeGreaterThan(0),
      answer: ({ text, headers }) => {
        expect(text).not.toContain('"d"')
        expect(headers.get('cache-control')).toBe('public, max-age=300')
        expect(headers.get('access-control-allow-origin')).toBe('*')
      },
    },
  },
  'takes the client that asks': {
    send: { query: { client_id: demo.clientId } },
    expect: { status: 200, example: 'keys' },
  },
  'says that a copy is still good': given(
    async (seeds) => (await seeds.call('oauth.getJwks', {}))?.headers.get('etag') ?? '"0"',
    {
      send: (etag) => ({ headers: { 'if-none-match': etag } }),
      expect: { status: 304, example: 'empty' },
    },
  ),
  'refuses a client that is there twice': {
    send: { query: { client_id: [demo.clientId, demo.clientId] } },
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  },
  'refuses an unknown client': { send: { query: { client_id: 'cid_nobody' } }, expect: { error: 'unknown_client' } },
})

contract('oauth.getConfiguration', {
  'refuses an origin that the client who asks does not allow': {
    send: { query: { client_id: demo.clientId }, headers: { origin: 'https://evil.example' } },
    expect: { error: 'origin_not_allowed' },
  },
  'names the issuer and its addresses': {
    expect: {
      status: 200,
      example: 'configuration',
      body: ({ issuer, jwks_uri, ...rest }) => {
        expect(jwks_uri).toBe(`${issuer}/.well-known/jwks.json`)
        for (const endpoint of ['token', 'introspection', 'revocation'] as const) {
          const methods = ['client_secret_basic', 'client_secret_post']
          expect(rest[`${endpoint}_endpoint_auth_methods_supported`]).toEqual(expect.arrayContaining(methods))
        }
      },
    },
  },
  'says that a copy is still good': given(
    async (seeds) => (await seeds.call('oauth.getConfiguration', {}))?.headers.get('etag') ?? '"0"',
    {
      send: (etag) => ({ headers: { 'if-none-match': etag } }),
      expect: { status: 304, example: 'empty' },
    },
  ),
  'refuses a client that is there twice': {
    send: { query: { client_id: [demo.clientId, demo.clientId] } },
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  },
  'refuses an unknown client': { send: { query: { client_id: 'cid_nobody' } }, expect: { error: 'unknown_client' } },
})

contract('oauth.getAuthorizationServer', {
  'refuses an origin that the client who asks does not allow': {
    send: { query: { client_id: demo.clientId }, headers: { origin: 'https://evil.example' } },
    expect: { error: 'origin_not_allowed' },
  },
  'says what the discovery document says': {
    expect: { status: 200, example: 'configuration' },
    then: async (seeds, answer) => expect((await seeds.call('oauth.getConfiguration', {}))?.body).toEqual(answer.body),
  },
  'says that a copy is still good': given(
    async (seeds) => (await seeds.call('oauth.getAuthorizationServer', {}))?.headers.get('etag') ?? '"0"',
    { send: (etag) => ({ headers: { 'if-none-match': etag } }), expect: { status: 304, example: 'empty' } },
  ),
  'refuses a client that is there twice': {
    send: { query: { client_id: [demo.clientId, demo.clientId] } },
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  },
  'refuses an unknown client': { send: { query: { client_id: 'cid_nobody' } }, expect: { error: 'unknown_client' } },
})
