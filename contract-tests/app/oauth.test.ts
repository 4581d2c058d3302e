import { expect } from 'vitest'
import { stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demo, demoApp } from '../harness/fixtures/people.ts'
import { callbackCases, page, sentTo } from '../harness/cases/provider-cases.ts'
import { type Seeds, sharedWorld } from '../harness/seeds/seeds.ts'
import { asked, bare, comeBack } from './provider-sign-ins.ts'

const path = { provider: 'google' }
const shopUri = 'https://shop.example/callback'

/** An application of another tenant that has registered an address. */
const shop = async (seeds: Seeds, callbackUrls: string[] = [shopUri]) => {
  const owner = await seeds.administrator()
  const { environments } = await seeds.application(owner, { callbackUrls })
  return { owner, keys: environments.map(({ publishableKey }) => publishableKey), tenantId: owner.tenant.id }
}

/** Near the registered address, and not it. */
const mutations = [
  'https://shop.example/callback/more',
  'https://shop.example/callback?x',
  'https://shop.example/callback#f',
  'https://user@shop.example/callback',
  'https://shop.example\\callback',
  'https://shop.example/%2f../callback',
  'https://shop.example/x/../callback',
  '//shop.example/callback',
  'https://shop.example:444/callback',
  'http://shop.example/callback',
  'https://shop.example./callback',
  'https://shop.example/CALLBACK',
  'https://sub.shop.example/callback',
  'https://shop.example.evil.example/callback',
  'https://evil.example/callback',
  'https://shоp.example/callback',
  'javascript:alert(1)',
  'data:text/html,x',
  'https://shop.example/call\tback',
  'https://shop.example/callback\n',
  'https://shop.example/callback\0',
  'https://2130706433/callback',
  'https://shop.example/callback ',
  'https://shop.example/callback/',
]

const exhausted = sharedWorld((seeds) => seeds.exhaust('app.startOAuth', () => ({ path, query: bare })))

contract('app.startOAuth', {
  'sends the browser of the published client to the provider, bound to it by a cookie': {
    send: { path, query: bare },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { address, state, nonce, code_challenge, ...rest } = sentTo(answer)
        expect(address).toBe(`${demo.publicUrl}/sandbox/providers/google/authorize`)
        expect(rest).toEqual({
          client_id: 'sandbox-google',
          response_type: 'code',
          redirect_uri: `${demo.publicUrl}/api/v1/auth/oauth/google/callback`,
          scope: 'openid email profile',
          code_challenge_method: 'S256',
        })
        for (const value of [state, nonce, code_challenge]) expect(value).toMatch(/^[\w-]{43}$/)
        expect(answer.cookies[0]).toMatch(
          /^provider_flow=[\w-]{43}; Max-Age=600; Path=\/api\/v1\/auth\/oauth; HttpOnly; Secure; SameSite=Lax$/,
        )
      },
    },
    then: async (seeds) => {
      for (const provider of 'google github discord linkedin facebook apple microsoft x spotify'.split(' ')) {
        const started = await seeds.call('app.startOAuth', { path: { provider }, query: bare })
        expect(`${provider} ${started?.status}`).toBe(`${provider} 303`)
      }
    },
  },
  'sends nothing of the request on but hints (AC-057)': {
    send: { path, query: { ...asked, login_hint: alice.email, prompt: 'select_account' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { state, code_challenge, login_hint, prompt } = sentTo(answer)
        expect(state).not.toBe(asked.state)
        expect(code_challenge).not.toBe(asked.code_challenge)
        expect({ login_hint, prompt }).toEqual({ login_hint: alice.email, prompt: 'select_account' })
      },
    },
  },
  'finds an environment by its publishable key': given(shop, {
    send: ({ keys }) => ({ path, query: { redirect_uri: shopUri, tenant_id: keys[0] ?? demoApp.publishableKey } }),
    expect: { status: 303, example: 'empty' },
  }),
  'finds an application by its tenant, and takes its live environment': given(shop, {
    send: ({ tenantId }) => ({ path, query: { redirect_uri: shopUri, tenant_id: tenantId } }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, started, { owner }) => {
      const { answer, cookies } = await seeds.atStandIn('google', started)
      const finished = await seeds.call('app.finishOAuth', { path, query: answer, cookies })
      expect(sentTo(finished!).address).toBe(shopUri)
      const bearer = owner.access_token
      const [app] = ((await seeds.call('platform.listApplications', { bearer }))?.body as { data: [never] }).data
      const listed = await seeds.call('platform.listAppUsers', {
        bearer,
        path: { appId: (app as { id: string }).id },
        query: { environmentId: stageOf(app, 'production').id },
      })
      expect(listed?.body).toMatchObject({ total: 1 })
    },
  }),
  'chooses between no two applications of a tenant': given(
    async (seeds) => {
      const first = await shop(seeds)
      await seeds.application(first.owner, { slug: 'other', callbackUrls: [shopUri] })
      return first
    },
    {
      send: ({ tenantId }) => ({ path, query: { redirect_uri: shopUri, tenant_id: tenantId } }),
      expect: { error: 'invalid_redirect_uri', detail: 'More than one application' },
    },
  ),
  'refuses an address that another tenant has registered (AC-047)': given(shop, {
    send: () => ({ path, query: { redirect_uri: shopUri, tenant_id: demoApp.publishableKey } }),
    expect: {
      error: 'invalid_redirect_uri',
      answer: ({ headers }) => expect(headers.get('location')).toBeNull(),
    },
    then: async (seeds, answer) => {
      for (const tenant_id of ['pk_test_nobody', 'nobody', demoApp.applicationId]) {
        const query = { redirect_uri: shopUri, tenant_id }
        expect((await seeds.call('app.startOAuth', { path, query }))?.text).toBe(answer.text)
      }
    },
  }),
  'says what is missing where the address is none of the project': given(shop, {
    send: () => ({ path, query: { redirect_uri: shopUri } }),
    expect: { error: 'invalid_redirect_uri', detail: 'name your publishable key as tenant_id' },
  }),
  'refuses every address that is only like a registered one, and sends nobody there (AC-047)': given(shop, {
    send: ({ keys }) => ({
      path,
      query: { redirect_uri: `${shopUri}/`, tenant_id: keys[0] ?? demoApp.publishableKey },
    }),
    expect: { error: 'invalid_redirect_uri' },
    then: async (seeds, _answer, { keys }) => {
      for (const redirect_uri of mutations) {
        const query = { redirect_uri, tenant_id: keys[0]! }
        const answer = await seeds.call('app.startOAuth', { path, query })
        expect(`${answer?.status} ${redirect_uri}`).toBe(`400 ${redirect_uri}`)
        expect(answer?.headers.get('location')).toBeNull()
      }
    },
  }),
  'lets the port of a loopback address differ': {
    send: { path, query: { redirect_uri: 'http://localhost:51004/callback' } },
    expect: { status: 303, example: 'empty' },
  },
  'says a refusal as a page to a person, without the address': {
    send: { path, query: { redirect_uri: 'https://evil.example/' }, headers: page },
    expect: {
      status: 400,
      example: 'refusal_page',
      answer: ({ text }) => expect(text).not.toContain('evil.example'),
    },
  },
  'refuses a challenge that is too short (AC-049)': {
    send: { path, query: { ...asked, code_challenge: 'x'.repeat(42) } },
    expect: { error: 'invalid_request', detail: 'code_challenge' },
  },
  'refuses a challenge that is the verifier itself (AC-049)': {
    send: { path, query: { ...asked, code_challenge_method: 'plain' } },
    expect: { error: 'invalid_request', detail: 'code_challenge_method' },
  },
  'refuses the one provider of the document that is none of ours (AC-059)': {
    send: { path: { provider: 'instagram' }, query: bare },
    expect: { error: 'provider_not_found' },
  },
  'refuses a name that is none (AC-059)': {
    send: { path: { provider: '__proto__' }, query: bare },
    expect: { error: 'invalid_request', detail: 'provider: ' },
  },
  'says so as a page to a person': {
    send: { path: { provider: 'instagram' }, query: bare, headers: page },
    expect: { status: 404, example: 'refusal_page' },
  },
  'refuses to begin more sign-ins than the limit (AC-134)': given(exhausted, {
    send: () => ({ path, query: bare }),
    expect: { error: 'too_many_requests', detail: 'sign-ins with a provider' },
  }),
  'says that as a page to a person': given(exhausted, {
    send: () => ({ path, query: bare, headers: page }),
    expect: { status: 429, example: 'refusal_page' },
  }),
})

const cookiePath = '/api/v1/auth/oauth'

contract('app.finishOAuth', {
  ...callbackCases({
    id: 'app.finishOAuth',
    provider: 'google',
    cookiePath,
    from: (seeds, person) => comeBack('google')(seeds, person),
    byForm: false,
    asksLater: true,
  }),
  'goes to no address that was taken from the list meanwhile (AC-047)': given(
    async (seeds) => {
      const { owner, keys } = await shop(seeds)
      const came = await comeBack('google', { ...asked, redirect_uri: shopUri, tenant_id: keys[0] ?? '' })(seeds)
      const listed = await seeds.call('platform.listApplications', { bearer: owner.access_token })
      const [app] = (listed?.body as { data: { id: string }[] } | undefined)?.data ?? []
      await seeds.call('platform.updateApplication', {
        bearer: owner.access_token,
        path: { appId: app?.id ?? 'example' },
        body: { callbackUrls: [] },
      })
      return came
    },
    {
      send: ({ answer, cookies }) => ({ path, query: answer, cookies }),
      expect: { error: 'provider_flow_invalid', answer: ({ headers }) => expect(headers.get('location')).toBeNull() },
    },
  ),
  'brings back no state where the app sent none': given(comeBack('google', bare), {
    send: ({ answer, cookies }) => ({ path, query: answer, cookies }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        const { address, code, ...rest } = sentTo(answer)
        expect({ address, rest }).toEqual({ address: demo.redirectUri, rest: { iss: demo.publicUrl } })
        expect(code).toMatch(/^[\w-]{43}$/)
      },
    },
  }),
})

contract(
  'app.finishOAuthForm',
  callbackCases({
    id: 'app.finishOAuthForm',
    provider: 'apple',
    cookiePath,
    from: (seeds, person) => comeBack('apple')(seeds, person),
    byForm: true,
    asksLater: true,
  }),
)
