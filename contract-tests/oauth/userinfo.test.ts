import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { expect } from 'vitest'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asOpenId, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const signedIn = async (seeds: Seeds, scope: string = asOpenId.scope) => {
  const { profile } = await seeds.caller(alice)
  return { sub: profile.id, ...(await seeds.openIdTokens(alice, { ...asOpenId, scope })) }
}
const redirect_uri = 'https://widget.example.com/callback'

/** Alice, at a client of her account that has its claims signed. */
const signedClaims = async (seeds: Seeds) => {
  const owner = await seeds.user(alice)
  const { id: client_id } = await seeds.client(owner, {
    redirect_uris: [redirect_uri],
    allowed_scope: 'openid email',
    userinfo_signed_response_alg: 'RS256',
  })
  const query = { ...asOpenId, client_id, redirect_uri, scope: 'openid email' }
  const browser_session = await seeds.browserSession(alice)
  await seeds.letIn(query, browser_session)
  const sent = await seeds.call('oauth.authorize', { query, cookies: { browser_session } })
  const code = new URL(sent?.headers.get('location') ?? 'x:').searchParams.get('code') ?? ''
  return { client_id, sub: owner.profile.id, ...(await seeds.tokensOfCode(code, query)) }
}
type SignedClaims = Awaited<ReturnType<typeof signedClaims>>
const isSigned = ({ text, headers }: Answer) => {
  expect(headers.get('content-type')).toBe('application/jwt')
  expect(decodeProtectedHeader(text).alg).toBe('RS256')
}
const isFor = async (seeds: Seeds, { text }: Answer, { client_id, sub }: SignedClaims) => {
  const keys = (await seeds.call('oauth.getJwks', {}))!.body as JSONWebKeySet
  const { payload } = await jwtVerify(text, createLocalJWKSet(keys), { issuer: demo.publicUrl, audience: client_id })
  expect(payload).toMatchObject({ sub, email: alice.email })
}
const withoutOpenId = async (seeds: Seeds) => (await seeds.caller(alice)).tokens.access_token

contract('oauth.getUserinfo', {
  // oidcc-userinfo-get, oidcc-scope-email, oidcc-scope-profile
  'says who has signed in, as far as the scope goes': given((seeds) => signedIn(seeds, 'openid email'), {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'claims' },
    then: async (_seeds, { body }, { sub }) => {
      expect(body).toEqual({ sub, email: alice.email, email_verified: true })
    },
  }),
  'says no more than the scope': given((seeds) => signedIn(seeds, 'openid'), {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'claims' },
    then: async (_seeds, { body }, { sub }) => expect(body).toEqual({ sub }),
  }),
  // oidcc-userinfo-rs256
  'signs what it says for a client that has registered how': given(signedClaims, {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'signed_claims', answer: isSigned },
    then: isFor,
  }),
  'refuses a token that is not for that': given(withoutOpenId, {
    send: (token) => ({ bearer: token }),
    expect: { error: 'insufficient_scope' },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { bearer: 'x' }, expect: { error: 'invalid_token' } },
})

contract('oauth.postUserinfo', {
  'refuses somebody who has called too often': {
    inside: 'only the server itself can be told that there were too many calls',
    ...given(
      async (seeds) => {
        const tokens = await signedIn(seeds)
        seeds.calls(false)
        return tokens
      },
      { send: ({ access_token }) => ({ bearer: access_token }), expect: { error: 'too_many_requests' } },
    ),
  },
  // oidcc-userinfo-post-header
  'takes the token in the header': given(signedIn, {
    send: ({ access_token }) => ({ bearer: access_token }),
    expect: { status: 200, example: 'claims', answer: ({ text }) => expect(text).toContain(alice.email) },
    then: async (seeds, { body }, { access_token }) =>
      expect(body).toEqual((await seeds.call('oauth.getUserinfo', { bearer: access_token }))?.body),
  }),
  // oidcc-userinfo-post-body
  'takes the token in a form': given(signedIn, {
    send: ({ access_token }) => form({ access_token }),
    expect: { status: 200, example: 'claims', answer: ({ text }) => expect(text).toContain(alice.email) },
  }),
  'signs what it says for a client that has registered how': given(signedClaims, {
    send: ({ access_token }) => form({ access_token }),
    expect: { status: 200, example: 'signed_claims', answer: isSigned },
    then: isFor,
  }),
  'refuses a token that is there twice': given(signedIn, {
    send: ({ access_token }) => ({ bearer: access_token, ...form({ access_token }) }),
    expect: { error: 'invalid_request', detail: 'access_token: is sent twice' },
  }),
  'refuses a token that is not for that': given(withoutOpenId, {
    send: (token) => form({ access_token: token }),
    expect: { error: 'insufficient_scope' },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: form({ access_token: 'x' }), expect: { error: 'invalid_token' } },
})
