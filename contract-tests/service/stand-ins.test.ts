import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { ada } from '../harness/seeds/seeds.ts'

const path = { provider: 'github' }
const query = {
  response_type: 'code',
  client_id: 'sandbox-github',
  redirect_uri: `${demo.publicUrl}/auth/github/callback`,
  state: 'state-of-a-test',
}
const apple = { ...query, client_id: 'sandbox-apple', redirect_uri: `${demo.publicUrl}/auth/apple/callback` }
const refusals = {
  'refuses a request with an empty state': {
    send: { path, query: { ...query, state: '' }, ...form(ada) },
    expect: { error: 'invalid_request', detail: 'state: must not be empty' },
  },
  'sends nobody to another service': {
    send: { path, query: { ...query, redirect_uri: 'https://evil.example/auth/github/callback' }, ...form(ada) },
    expect: { error: 'invalid_redirect_uri' },
  },
  'knows one client': {
    send: { path, query: { ...query, client_id: 'sandbox-google' }, ...form(ada) },
    expect: { error: 'unknown_client' },
  },
  'stands in for nobody else': {
    send: { path: { provider: 'myspace' }, query, ...form(ada) },
    expect: { error: 'provider_not_found' },
  },
} as const

contract('service.showStandIn', {
  'shows the page, which says whom it stands in for': {
    send: { path, query: { ...query, login_hint: 'grace@example.test' } },
    expect: {
      status: 200,
      example: 'page',
      answer: ({ text, headers }) => {
        expect(text).toContain('Stand-in for GitHub')
        expect(text).toContain('value="grace@example.test"')
        expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      },
    },
  },
  ...Object.fromEntries(
    Object.entries(refusals).map(([title, one]) => [title, { ...one, send: { ...one.send, raw: undefined } as never }]),
  ),
})

contract('service.answerStandIn', {
  'sends the person back with a code': {
    send: { path, query, ...form(ada) },
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) => {
        const back = new URL(headers.get('location')!)
        expect(back.origin + back.pathname).toBe(query.redirect_uri)
        expect([...back.searchParams.keys()]).toEqual(['code', 'state', 'iss'])
        expect(back.searchParams.get('state')).toBe(query.state)
      },
    },
  },
  'goes on with a form where the provider does': {
    send: { path: { provider: 'apple' }, query: apple, ...form(ada) },
    expect: {
      status: 200,
      example: 'page',
      answer: ({ text }) => {
        expect(text).toContain(`action="${apple.redirect_uri}"`)
        expect(text).toContain('&quot;firstName&quot;:&quot;Ada&quot;')
      },
    },
  },
  ...refusals,
})

contract('service.getStandInConfiguration', {
  'says where things are': {
    send: { path: { provider: 'google' } },
    expect: { status: 200, example: 'configuration' },
  },
  'does not answer for a provider without OpenID Connect': {
    send: { path },
    expect: { error: 'provider_not_found' },
  },
  'refuses a name that is none': {
    send: { path: { provider: '__proto__' } },
    expect: { error: 'invalid_request', detail: 'provider: ' },
  },
})

const grant = { grant_type: 'authorization_code' } as const

contract('service.exchangeStandInCode', {
  'gives tokens, and an ID token where the provider does': given(
    (seeds) => seeds.standInCode('google', { ...ada, name: 'Ada' }),
    {
      send: (code) => ({ path: { provider: 'google' }, ...form({ ...grant, ...code }) }),
      expect: { status: 200, example: 'tokens' },
      then: async (seeds, answer) => {
        const keys = await seeds.call('oauth.getJwks', {})
        const { id_token: idToken } = answer.body as Wire['StandInTokens']
        const { payload } = await jwtVerify(idToken ?? '', createLocalJWKSet(keys?.body as never), {
          issuer: `${demo.publicUrl}/sandbox/providers/google`,
          audience: 'sandbox-google',
        })
        expect(payload).toMatchObject({ email: ada.email, email_verified: true, given_name: 'Ada' })
      },
    },
  ),
  'says what the provider would say of an address that is not verified': given(
    (seeds) => seeds.standInCode('google', { email: 'ada@example.test', name: '' }),
    {
      send: (code) => ({ path: { provider: 'google' }, ...form({ ...grant, ...code }) }),
      expect: { status: 200, example: 'tokens' },
      then: async (_seeds, answer) => {
        const claims = decodeJwt((answer.body as Wire['StandInTokens']).id_token ?? '')
        expect(claims).toMatchObject({ email: 'ada@example.test', email_verified: false })
      },
    },
  ),
  'refuses a code after a minute': given(
    async (seeds) => {
      const code = await seeds.standInCode('github')
      await seeds.wait(61)
      return code
    },
    {
      send: (code) => ({ path, ...form({ ...grant, ...code }) }),
      expect: { error: 'invalid_authorization_code' },
    },
  ),
  'refuses a code of another provider': given((seeds) => seeds.standInCode('google'), {
    send: ({ code }) => ({
      path,
      ...form({ ...grant, code, client_id: 'sandbox-github', client_secret: 'secret-of-github', redirect_uri: 'x' }),
    }),
    expect: { error: 'invalid_authorization_code' },
  }),
  'refuses a wrong secret': given((seeds) => seeds.standInCode('github'), {
    send: (code) => ({ path, ...form({ ...grant, ...code, client_secret: 'guess' }) }),
    expect: { error: 'unknown_client' },
  }),
  'refuses another grant': {
    send: { path, ...form({ grant_type: 'password' }) },
    expect: { error: 'invalid_request' },
  },
  'stands in for nobody else': given((seeds) => seeds.standInCode('github'), {
    send: (code) => ({ path: { provider: 'myspace' }, ...form({ ...grant, ...code }) }),
    expect: { error: 'provider_not_found' },
  }),
})

const isSubject = expect.stringMatching(/^\w{1,20}$/)

contract('service.getStandInProfile', {
  'tells what GitHub would': given((seeds) => seeds.standInToken('github'), {
    send: (bearer) => ({ path, bearer }),
    expect: {
      status: 200,
      example: 'profile',
      body: (body) =>
        expect(body).toEqual({ id: isSubject, login: isSubject, name: ada.name, email: null, avatar_url: null }),
    },
  }),
  'tells what Spotify would': given((seeds) => seeds.standInToken('spotify'), {
    send: (bearer) => ({ path: { provider: 'spotify' }, bearer }),
    expect: {
      status: 200,
      example: 'profile',
      body: (body) => expect(body).toEqual({ id: isSubject, display_name: ada.name, images: [], email: ada.email }),
    },
  }),
  'refuses nobody': { send: { path }, expect: { error: 'unauthorized' } },
  'refuses a token of another provider': given((seeds) => seeds.standInToken('spotify'), {
    send: (bearer) => ({ path, bearer }),
    expect: { error: 'invalid_token' },
  }),
  'stands in for nobody else': given((seeds) => seeds.standInToken('github'), {
    send: (bearer) => ({ path: { provider: 'myspace' }, bearer }),
    expect: { error: 'provider_not_found' },
  }),
})

contract('service.listStandInEmails', {
  'lists the addresses at GitHub': given((seeds) => seeds.standInToken('github'), {
    send: (bearer) => ({ path, bearer }),
    expect: {
      status: 200,
      example: 'emails',
      body: (body) => expect(body).toEqual([{ email: ada.email, primary: true, verified: true }]),
    },
  }),
  'lists none of somebody without one': given((seeds) => seeds.standInToken('github', { name: 'Nobody' }), {
    send: (bearer) => ({ path, bearer }),
    expect: { status: 200, example: 'emails', body: (body) => expect(body).toEqual([]) },
  }),
  'refuses nobody': { send: { path }, expect: { error: 'unauthorized' } },
  'refuses a token of another provider': given((seeds) => seeds.standInToken('spotify'), {
    send: (bearer) => ({ path, bearer }),
    expect: { error: 'invalid_token' },
  }),
  'has none elsewhere': given((seeds) => seeds.standInToken('spotify'), {
    send: (bearer) => ({ path: { provider: 'spotify' }, bearer }),
    expect: { error: 'provider_not_found' },
  }),
})
