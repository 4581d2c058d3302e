import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asOpenId, demo } from '../harness/fixtures/people.ts'
import { type Seeds, sharedWorld } from '../harness/seeds/seeds.ts'
import { callbackCases, page, sentTo, told } from '../harness/cases/provider-cases.ts'

const path = { provider: 'google' }
const without = (name: keyof typeof asAuthorization) =>
  Object.fromEntries(Object.entries(asAuthorization).filter(([key]) => key !== name))

/** Of a client that belongs to an account: nobody is sent to it for a mistake in a link. */
const ofAccount = async (seeds: Seeds) => {
  const redirect_uri = 'https://widget.example.com/callback'
  const { id } = await seeds.client(await seeds.user(alice), { redirect_uris: [redirect_uri] })
  return { ...asAuthorization, client_id: id, redirect_uri }
}

const exhausted = sharedWorld((seeds) =>
  seeds.exhaust('account.authorizeWithProvider', () => ({ path, query: asAuthorization })),
)

contract('account.authorizeWithProvider', {
  'sends to the page that asks first, where an account has registered the client': given(ofAccount, {
    send: (query) => ({ path, query }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { address, ...rest } = sentTo(answer)
        expect(address).toBe(`${demo.publicUrl}/oauth2/authorize`)
        expect(rest).toMatchObject({ connection: 'google', response_type: 'code', state: asAuthorization.state })
        expect(answer.cookies).toEqual([])
      },
    },
  }),
  'goes to no provider for an app that wants no page: its answer is where the browser is known': {
    send: { path, query: { ...asOpenId, prompt: 'none' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { address, ...rest } = sentTo(answer)
        expect(address).toBe(`${demo.publicUrl}/oauth2/authorize`)
        expect(rest).toMatchObject({ prompt: 'none', state: asOpenId.state })
        expect(answer.cookies).toEqual([])
      },
    },
  },
  'says here that there is no such response type, where an account has registered the client': given(ofAccount, {
    send: (query) => ({ path, query: { ...query, response_type: 'token' } }),
    expect: { error: 'unsupported_response_type', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  }),
  'says here that the client of an account may not have that scope': given(ofAccount, {
    send: (query) => ({ path, query: { ...query, scope: 'mail:burn' } }),
    expect: { error: 'invalid_scope', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  }),
  'sends the browser to the provider, bound to it by a cookie': {
    send: { path, query: { ...without('response_type'), login_hint: alice.email } },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { address, state, nonce, code_challenge: challenge, ...rest } = sentTo(answer)
        expect(address).toBe(`${demo.publicUrl}/sandbox/providers/google/authorize`)
        expect(rest).toEqual({
          client_id: 'sandbox-google',
          response_type: 'code',
          redirect_uri: `${demo.publicUrl}/auth/google/callback`,
          scope: 'openid email profile',
          code_challenge_method: 'S256',
          login_hint: alice.email,
        })
        for (const value of [state, nonce, challenge]) expect(value).toMatch(/^[\w-]{43}$/)
        expect(answer.cookies[0]).toMatch(
          /^provider_flow=[\w-]{43}; Max-Age=600; Path=\/auth; HttpOnly; Secure; SameSite=Lax$/,
        )
      },
    },
  },
  'asks Apple for a form, which brings its cookie along from another site': {
    send: { path: { provider: 'apple' }, query: asAuthorization },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        expect(sentTo(answer).response_mode).toBe('form_post')
        expect(answer.cookies[0]).toMatch(/; SameSite=None$/)
      },
    },
  },
  'sends nothing of the request on but hints, and those only where the provider knows them (AC-057)': {
    send: {
      path: { provider: 'github' },
      query: { ...asAuthorization, scope: 'mail:read', nonce: 'mine', login_hint: alice.email, prompt: 'consent' },
    },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { state, scope, nonce, ...rest } = sentTo(answer)
        expect(state).not.toBe(asAuthorization.state)
        expect({ scope, nonce }).toEqual({ scope: 'read:user user:email', nonce: undefined })
        expect(Object.keys(rest).sort()).toEqual(
          'address client_id code_challenge code_challenge_method prompt redirect_uri response_type'.split(' '),
        )
      },
    },
  },
  'keeps a prompt to itself that is none (AC-057)': {
    send: { path, query: { ...asAuthorization, prompt: 'login&client_id=evil' } },
    expect: { status: 303, example: 'empty', answer: (answer) => expect(sentTo(answer).prompt).toBeUndefined() },
  },
  'tells the app that it sent no code challenge (AC-049)': {
    send: { path, query: without('code_challenge') },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'tells the app that plain is no challenge (AC-049)': {
    send: { path, query: { ...asAuthorization, code_challenge_method: 'plain' } },
    expect: { status: 303, example: 'empty', answer: told('invalid_request') },
  },
  'refuses a request without a redirect URI': {
    send: { path, query: without('redirect_uri') },
    expect: { error: 'invalid_request', detail: 'redirect_uri' },
  },
  'refuses a client that nobody knows': {
    send: { path, query: { ...asAuthorization, client_id: 'cid_nobody' } },
    expect: { error: 'invalid_request', detail: 'client_id: ' },
  },
  'refuses a redirect URI that only looks like one, and sends nobody there (AC-047)': {
    send: { path, query: { ...asAuthorization, redirect_uri: 'http://localhost:3000@evil.example/callback' } },
    expect: { error: 'invalid_redirect_uri', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
  },
  'says a refusal as a page to a person': {
    send: { path, query: { ...asAuthorization, redirect_uri: 'https://evil.example/' }, headers: page },
    expect: { status: 400, example: 'refusal_page' },
  },
  'refuses a name that is none (AC-059)': {
    send: { path: { provider: '__proto__' }, query: asAuthorization },
    expect: { error: 'invalid_request', detail: 'provider: ' },
  },
  'refuses a provider that nobody knows (AC-059)': {
    send: { path: { provider: 'constructor' }, query: asAuthorization },
    expect: { error: 'provider_not_found' },
  },
  'says so as a page to a person': {
    send: { path: { provider: 'myspace' }, query: asAuthorization, headers: page },
    expect: { status: 404, example: 'refusal_page' },
  },
  'refuses to begin more sign-ins than the limit (AC-134)': given(exhausted, {
    send: () => ({ path, query: asAuthorization }),
    expect: { error: 'too_many_requests', detail: 'sign-ins with a provider' },
  }),
  'says that as a page to a person': given(exhausted, {
    send: () => ({ path, query: asAuthorization, headers: page }),
    expect: { status: 429, example: 'refusal_page' },
  }),
})

contract(
  'account.finishProviderSignIn',
  callbackCases({
    id: 'account.finishProviderSignIn',
    provider: 'google',
    cookiePath: '/auth',
    from: (seeds, person) => seeds.backFrom('google', person),
    byForm: false,
  }),
)

contract(
  'account.finishProviderForm',
  callbackCases({
    id: 'account.finishProviderForm',
    provider: 'apple',
    cookiePath: '/auth',
    from: (seeds, person) => seeds.backFrom('apple', person),
    byForm: true,
  }),
)
