import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/index.ts'
import { type Answer } from '../harness/contract.ts'
import { alice, demo, demoProject, pkce } from '../harness/people.ts'
import { form } from '../harness/request.ts'
import { type Seeds, ada } from '../harness/seeds.ts'
import { codeFromProvider, goToProvider, oauthQuery } from './provider-journeys.ts'

const google = { provider: 'google' }
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const mobile = { query: { client_type: 'mobile' } }
const names = ['google', 'github', 'discord', 'linkedin', 'facebook', 'apple', 'microsoft', 'x', 'spotify']

/** Near the allowed address, and not it. */
const mutations = [
  'http://localhost:3000/callback/more',
  'http://localhost:3000/callback?x',
  'http://localhost:3000/callback#f',
  'http://user@localhost:3000/callback',
  'http://localhost:3000\\callback',
  'http://localhost:3000/%2f../callback',
  'http://localhost:3000/x/../callback',
  '//localhost:3000/callback',
  'https://localhost:3000/callback',
  'http://localhost.:3000/callback',
  'http://localhost:3000/CALLBACK',
  'http://app.localhost:3000/callback',
  'http://localhost.evil.example/callback',
  'http://evil.example/callback',
  'http://lоcalhost:3000/callback',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://localhost:3000/call\tback',
  'http://localhost:3000/callback\n',
  'http://2130706433:3000/callback',
  'http://127.0.0.1:3000/callback',
  'http://localhost:3000/callback ',
  'myapp://callback',
  '',
]

const locationOf = ({ headers }: Answer) => new URL(headers.get('location')!)

/** Refusals of a request to start, which are the same at both addresses. */
const startRefusals = {
  'AC-049 refuses a request without a code challenge': {
    send: { path: google, query: { redirect_uri: demoProject.redirectUri } },
    expect: { error: 'invalid_request', detail: 'code_challenge: is missing' },
  },
  'AC-049 refuses a challenge that is too short': {
    send: { path: google, query: { ...oauthQuery, code_challenge: 'x'.repeat(42) } },
    expect: { error: 'invalid_request', detail: 'code_challenge' },
  },
  'AC-049 refuses a challenge that is the verifier itself': {
    send: { path: google, query: { ...oauthQuery, code_challenge_method: 'plain' } },
    expect: { error: 'invalid_request', detail: 'code_challenge_method' },
  },
  'AC-057 refuses parameters that are for the service alone to set': {
    send: { path: google, query: { ...oauthQuery, scope: 'everything' } },
    expect: { error: 'invalid_request', detail: 'scope: is not a parameter of this request' },
  },
  'AC-047 refuses an address that is not allowed': {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'https://evil.example/callback' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'AC-047 tells a person so on a page, and sends them nowhere': {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'https://evil.example/callback' }, headers: browser },
    expect: {
      status: 400,
      example: 'refusal_page',
      answer: ({ headers, text }: Answer) => {
        expect(headers.get('location')).toBeNull()
        expect(text).not.toContain('evil.example')
      },
    },
  },
  'AC-059 refuses a provider that is not there': {
    send: { path: { provider: 'myspace' }, query: oauthQuery },
    expect: { error: 'provider_not_found' },
  },
  'AC-059 refuses a name that is none': {
    send: { path: { provider: '__proto__' }, query: oauthQuery },
    expect: { error: 'invalid_request', detail: 'provider' },
  },
  'tells a person on a page that a provider is not there': {
    send: { path: { provider: 'myspace' }, query: oauthQuery, headers: browser },
    expect: { status: 404, example: 'refusal_page' },
  },
} as const

contract('project.startOAuth', {
  'answers with the address to open': {
    send: { path: google, query: { ...oauthQuery, prompt: 'select_account' } },
    expect: {
      status: 200,
      example: 'auth_url',
      body: ({ authUrl }) => {
        const url = new URL(authUrl)
        expect(url.origin + url.pathname).toBe(`${demo.publicUrl}/api/auth/oauth/google/authorize`)
        expect(Object.fromEntries(url.searchParams)).toEqual({ ...oauthQuery, prompt: 'select_account' })
      },
    },
    then: async (seeds) => {
      for (const provider of names) {
        const started = await seeds.call('project.startOAuth', { path: { provider }, query: oauthQuery })
        expect(started?.status).toBe(200)
      }
      const known = (await seeds.call('project.getPublicConfig', {}))?.body as Wire['ProjectPublicConfig']
      expect(known.oAuthProviders).toEqual(names.map((provider) => ({ provider, useSharedKey: true })))
    },
  },
  'sends a browser that asks for a page there': {
    send: { path: google, query: oauthQuery, headers: browser },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => expect(locationOf(answer).pathname).toBe('/api/auth/oauth/google/authorize'),
    },
  },
  'lets the port of a loopback address differ': {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'http://localhost:51004/callback' } },
    expect: { status: 200, example: 'auth_url' },
  },
  'AC-047 refuses every address that is only like an allowed one': {
    send: { path: google, query: { ...oauthQuery, redirect_uri: 'http://localhost:3000/callback/' } },
    expect: { error: 'invalid_redirect_uri' },
    then: async (seeds) => {
      for (const redirect_uri of mutations) {
        const answer = await seeds.call('project.startOAuth', { path: google, query: { ...oauthQuery, redirect_uri } })
        expect(`${answer?.status} ${redirect_uri}`).toBe(`400 ${redirect_uri}`)
      }
    },
  },
  ...startRefusals,
})

contract('project.openOAuth', {
  'AC-057 goes on to the provider with what it needs, and no more': {
    send: { path: google, query: { ...oauthQuery, login_hint: 'ada@example.test' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { pathname, searchParams } = locationOf(answer)
        expect(pathname).toBe('/sandbox/providers/google/authorize')
        expect([...searchParams.keys()].sort()).toEqual([
          'client_id',
          'code_challenge',
          'code_challenge_method',
          'login_hint',
          'nonce',
          'redirect_uri',
          'response_type',
          'scope',
          'state',
        ])
        expect(searchParams.get('code_challenge')).not.toBe(oauthQuery.code_challenge)
        expect(answer.cookies[0]).toMatch(
          /^provider_flow=[\w-]{43}; Max-Age=600; Path=\/api\/auth\/oauth; HttpOnly; Secure; SameSite=Lax$/,
        )
      },
    },
  },
  'lets the cookie come along with the form of another site where the provider sends one': {
    send: { path: { provider: 'apple' }, query: oauthQuery },
    expect: { status: 303, example: 'empty', answer: ({ cookies }) => expect(cookies[0]).toContain('SameSite=None') },
  },
  'AC-059 refuses who starts many': {
    given: (seeds) => seeds.exhaust('project.openOAuth', () => ({ path: google, query: oauthQuery })),
    send: { path: google, query: oauthQuery },
    expect: { error: 'too_many_requests', detail: 'sign-ins with a provider' },
  },
  ...startRefusals,
})

const flowRefused = { error: 'provider_flow_invalid' } as const
const nobodyCame = async (seeds: Seeds) => {
  const users = await seeds.call('project.listUsers', { bearer: demoProject.apiKey })
  expect(users?.body).toMatchObject({ data: [] })
}

contract('project.finishOAuth', {
  'AC-058 sends the browser on with a code, and with nothing else': given((seeds) => goToProvider(seeds, 'google'), {
    send: ({ answer, cookies }) => ({ path: google, query: { ...answer, authuser: '0' }, cookies }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { origin, pathname, searchParams, hash } = locationOf(answer)
        expect(origin + pathname + hash).toBe(demoProject.redirectUri)
        expect([...searchParams.keys()]).toEqual(['insforge_code'])
        expect(answer.cookies).toEqual([
          'provider_flow=; Max-Age=0; Path=/api/auth/oauth; HttpOnly; Secure; SameSite=Lax',
        ])
      },
    },
  }),
  'tells the app that the person said no': given((seeds) => goToProvider(seeds, 'google', { decision: 'cancel' }), {
    send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) =>
        expect(locationOf(answer).searchParams.get('error')).toBe('The provider says that the sign-in was cancelled'),
    },
    then: nobodyCame,
  }),
  'tells the app that a known address is not proven at the provider': given(
    async (seeds) => {
      await seeds.projectUser(alice)
      return goToProvider(seeds, 'google', { email: alice.email, name: 'Alice' })
    },
    {
      send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }),
      expect: {
        status: 303,
        example: 'empty',
        answer: (answer) => expect(locationOf(answer).searchParams.get('error_code')).toBe('AUTH_EMAIL_EXISTS'),
      },
    },
  ),
  'AC-060 puts out whoever signed up with an address that its owner proves': given(
    async (seeds) => {
      const squatter = await seeds.projectUser(alice)
      return { squatter, ...(await goToProvider(seeds, 'google', { ...ada, email: alice.email })) }
    },
    {
      send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }),
      expect: { status: 303, example: 'empty' },
      then: async (seeds, _answer, { squatter }) => {
        expect((await seeds.call('project.getCurrentUser', { bearer: squatter.accessToken }))?.status).toBe(401)
        expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(401)
        const { refreshToken } = squatter
        expect((await seeds.call('project.refresh', { ...mobile, body: { refreshToken } }))?.status).toBe(401)
      },
    },
  ),
  'AC-047 sends nobody to an address that was taken from the list meanwhile': given(
    async (seeds) => {
      const back = await goToProvider(seeds, 'google')
      await seeds.projectConfig({ allowedRedirectUrls: [] })
      return back
    },
    {
      send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }),
      expect: { error: 'invalid_redirect_uri' },
    },
  ),
  'AC-052 refuses an answer without a state': given((seeds) => goToProvider(seeds, 'google'), {
    send: ({ answer, cookies }) => ({ path: google, query: { code: answer.code! }, cookies }),
    expect: flowRefused,
    then: nobodyCame,
  }),
  'AC-052 refuses a state that was altered': given((seeds) => goToProvider(seeds, 'google'), {
    send: ({ answer, cookies }) => ({ path: google, query: { ...answer, state: `${answer.state}x` }, cookies }),
    expect: flowRefused,
    then: nobodyCame,
  }),
  'AC-052 refuses a browser that did not begin': given((seeds) => goToProvider(seeds, 'google'), {
    send: ({ answer }) => ({ path: google, query: answer }),
    expect: flowRefused,
    then: nobodyCame,
  }),
  "AC-052 refuses another browser's state": given(
    async (seeds) => ({ mine: await goToProvider(seeds, 'google'), other: await goToProvider(seeds, 'google') }),
    {
      send: ({ mine, other }) => ({ path: google, query: mine.answer, cookies: other.cookies }),
      expect: flowRefused,
      then: nobodyCame,
    },
  ),
  'AC-052 refuses an answer that was used': given(
    async (seeds) => {
      const back = await goToProvider(seeds, 'google')
      await seeds.call('project.finishOAuth', { path: google, query: back.answer, cookies: back.cookies })
      return back
    },
    { send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }), expect: flowRefused },
  ),
  'AC-052 refuses an answer after ten minutes': given(
    async (seeds) => {
      const back = await goToProvider(seeds, 'google')
      await seeds.wait(601)
      return back
    },
    {
      send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }),
      expect: flowRefused,
      then: nobodyCame,
    },
  ),
  'AC-052 tells a person so on a page that repeats nothing of the request': {
    send: { path: google, query: { code: 'x', state: '<script>alert(1)</script>' }, headers: browser },
    expect: {
      status: 400,
      example: 'refusal_page',
      answer: ({ text }) => expect(text).not.toContain('alert(1)'),
    },
  },
  'refuses a state that is too long': {
    send: { path: google, query: { code: 'x', state: 'x'.repeat(513) } },
    expect: { error: 'invalid_request', detail: 'state: must have at most 512 characters' },
  },
  'AC-059 refuses a provider that is not there': {
    send: { path: { provider: 'myspace' }, query: { code: 'x', state: 'x' } },
    expect: { error: 'provider_not_found' },
  },
  'tells a person on a page that a provider is not there': {
    send: { path: { provider: 'myspace' }, query: { code: 'x', state: 'x' }, headers: browser },
    expect: { status: 404, example: 'refusal_page' },
  },
})

const apple = { provider: 'apple' }

contract('project.finishOAuthForm', {
  'takes the answer of a provider that sends a form, with the name it tells once': given(
    (seeds) => goToProvider(seeds, 'apple'),
    {
      send: ({ answer, cookies }) => ({ path: apple, cookies, ...form(answer) }),
      expect: {
        status: 303,
        example: 'empty',
        answer: (answer) => expect(locationOf(answer).searchParams.get('insforge_code')).toMatch(/^[\w-]{43}$/),
      },
      then: async (seeds) => {
        const users = await seeds.call('project.listUsers', { bearer: demoProject.apiKey })
        expect(users?.body).toMatchObject({
          data: [{ email: ada.email, emailVerified: true, providers: ['apple'], profile: { name: 'Ada Lovelace' } }],
        })
      },
    },
  ),
  'AC-052 refuses a form from a browser that did not begin': given((seeds) => goToProvider(seeds, 'apple'), {
    send: ({ answer }) => ({ path: apple, ...form(answer) }),
    expect: flowRefused,
  }),
  'AC-047 sends nobody to an address that was taken from the list meanwhile': given(
    async (seeds) => {
      const back = await goToProvider(seeds, 'apple')
      await seeds.projectConfig({ allowedRedirectUrls: [] })
      return back
    },
    {
      send: ({ answer, cookies }) => ({ path: apple, cookies, ...form(answer) }),
      expect: { error: 'invalid_redirect_uri' },
    },
  ),
  'refuses a field that is too long': {
    send: { path: apple, ...form({ code: 'x', state: 'x'.repeat(513) }) },
    expect: { error: 'invalid_request', detail: 'state' },
  },
  'tells a person so on a page': {
    send: { path: apple, headers: browser, ...form({ code: 'x', state: 'x' }) },
    expect: { status: 400, example: 'refusal_page' },
  },
  'refuses a provider that is not there': {
    send: { path: { provider: 'myspace' }, ...form({ code: 'x', state: 'x' }) },
    expect: { error: 'provider_not_found' },
  },
  'tells a person on a page that a provider is not there': {
    send: { path: { provider: 'myspace' }, headers: browser, ...form({ code: 'x', state: 'x' }) },
    expect: { status: 404, example: 'refusal_page' },
  },
})

const exchange = (code: string) => ({ code, code_verifier: pkce.verifier })

contract('project.exchangeOAuthCode', {
  'AC-058 signs a browser in by cookie, and gives no refresh token': given((seeds) => codeFromProvider(seeds), {
    send: (code) => ({ body: exchange(code) }),
    expect: {
      status: 200,
      example: 'exchanged_web',
      body: (body) => {
        expect(body.user).toMatchObject({ email: ada.email, emailVerified: true, providers: ['google'] })
        expect(body).toMatchObject({ refreshToken: null, redirectTo: null })
        expect(body.csrfToken).toMatch(/^[\w-]{43}$/)
      },
      answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
    },
  }),
  'signs a mobile client in, and says where the project goes on': given(
    async (seeds) => {
      await seeds.projectConfig({ signInRedirectTo: 'https://myapp.com/dashboard' })
      return codeFromProvider(seeds, 'github')
    },
    {
      send: (code) => ({ ...mobile, body: exchange(code) }),
      expect: {
        status: 200,
        example: 'exchanged_mobile',
        body: (body) => {
          expect(body).toMatchObject({ redirectTo: 'https://myapp.com/dashboard' })
          expect(body.refreshToken).toMatch(/^[\w-]{43}$/)
          expect(body).not.toHaveProperty('csrfToken')
        },
      },
      then: async (seeds, answer) => {
        const { refreshToken } = answer.body as { refreshToken: string }
        expect((await seeds.call('project.refresh', { ...mobile, body: { refreshToken } }))?.status).toBe(200)
      },
    },
  ),
  'knows a person again who comes by another provider with the same proven address': given(
    async (seeds) => {
      const first = await codeFromProvider(seeds, 'google')
      await seeds.call('project.exchangeOAuthCode', { body: exchange(first) })
      return codeFromProvider(seeds, 'github')
    },
    {
      send: (code) => ({ body: exchange(code) }),
      expect: {
        status: 200,
        example: 'exchanged_web',
        body: ({ user }) => expect(user.providers).toEqual(['google', 'github']),
      },
    },
  ),
  'AC-049 refuses a code with another verifier, and the code is gone': given((seeds) => codeFromProvider(seeds), {
    send: (code) => ({ body: { code, code_verifier: 'y'.repeat(43) } }),
    expect: { error: 'invalid_authorization_code' },
  }),
  'AC-051 refuses a code that was used, and ends the session that it started': given(
    async (seeds) => {
      const code = await codeFromProvider(seeds)
      const first = await seeds.call('project.exchangeOAuthCode', { ...mobile, body: exchange(code) })
      return { code, accessToken: (first?.body as { accessToken: string } | undefined)?.accessToken ?? '' }
    },
    {
      send: ({ code }) => ({ body: exchange(code) }),
      expect: { error: 'invalid_authorization_code' },
      then: async (seeds, _answer, { accessToken }) =>
        expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.status).toBe(401),
    },
  ),
  'AC-051 lets one of many at once through': given((seeds) => codeFromProvider(seeds), {
    send: { body: exchange('never') },
    expect: { error: 'invalid_authorization_code' },
    then: async (seeds, _answer, code) => {
      const tries = Array.from({ length: 20 }, () => seeds.call('project.exchangeOAuthCode', { body: exchange(code) }))
      const statuses = (await Promise.all(tries)).map((answer) => answer?.status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      expect(statuses.filter((status) => status === 400)).toHaveLength(19)
    },
  }),
  'AC-051 refuses a code after a minute': given(
    async (seeds) => {
      const code = await codeFromProvider(seeds)
      await seeds.wait(61)
      return code
    },
    { send: (code) => ({ body: exchange(code) }), expect: { error: 'invalid_authorization_code' } },
  ),
  'AC-058 gives no session to the same code at another surface': given((seeds) => codeFromProvider(seeds), {
    send: { body: exchange('never') },
    expect: { error: 'invalid_authorization_code' },
    then: async (seeds, _answer, code) => {
      const elsewhere = await seeds.call(
        'oauth.issueToken',
        form({
          grant_type: 'authorization_code',
          client_id: demo.clientId,
          redirect_uri: demoProject.redirectUri,
          code,
          code_verifier: pkce.verifier,
        }),
      )
      expect(elsewhere?.status).toBe(400)
    },
  }),
  'refuses a verifier that is too short': {
    send: { body: { code: 'x', code_verifier: 'short' } },
    expect: { error: 'invalid_request', detail: 'code_verifier' },
  },
})
