import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { type Answer } from '../harness/contract/contract.ts'
import { alice, demoProject, pkce } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, ada, cookieOf } from '../harness/seeds/seeds.ts'
import { provenAppUser } from './mailed-proofs.ts'
import { goToProvider } from './provider-journeys.ts'

const google = { provider: 'google' }
const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }
const mobile = { query: { client_type: 'mobile' } }
const locationOf = ({ headers }: Answer) => new URL(headers.get('location')!)

const flowRefused = { error: 'provider_flow_invalid' } as const
const nobodyCame = async (seeds: Seeds) => {
  const users = await seeds.call('project.listUsers', { bearer: demoProject.apiKey })
  expect(users?.body).toMatchObject({ data: [] })
}

/** A form for the code that is good in this browser, whose flow is over. */
const expectSecondStep = ({ text, cookies }: Answer): void => {
  expect(text).toMatch(/name="ticket" value="[\w-]{43}"/)
  expect(cookies.map((cookie) => cookie.split(';')[0])).toEqual([
    'provider_flow=',
    expect.stringMatching(/^hosted_form=[\w-]{43}$/),
  ])
}

contract('project.finishOAuth', {
  'sends the browser on with a code, and with nothing else (AC-058)': given((seeds) => goToProvider(seeds, 'google'), {
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
  'asks whoever has a second factor for a code of it, on a page that goes on to the app': given(
    async (seeds) => {
      const factor = await seeds.secondFactor('app', await provenAppUser(seeds))
      await seeds.wait(30)
      return { ...factor, ...(await goToProvider(seeds, 'google', { ...ada, email: alice.email })) }
    },
    {
      send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }),
      expect: {
        status: 200,
        example: 'second_factor_page',
        answer: expectSecondStep,
      },
      then: async (seeds, answer, { secret }) => {
        const fields = Object.fromEntries(
          [...answer.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [
            name!,
            value!,
          ]),
        )
        const finished = await seeds.call('project.submitSecondFactor', {
          query: { redirect: demoProject.redirectUri, code_challenge: pkce.challenge },
          cookies: { hosted_form: cookieOf(answer, 'hosted_form') },
          headers: browser,
          ...form({ ...fields, code: await seeds.totp(secret) }),
        })
        expect(new URL(finished!.headers.get('location')!).searchParams.has('insforge_code')).toBe(true)
      },
    },
  ),
  'puts out whoever signed up with an address that its owner proves (AC-060)': given(
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
  'sends nobody to an address that was taken from the list meanwhile (AC-047)': given(
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
  'refuses an answer without a state (AC-052)': given((seeds) => goToProvider(seeds, 'google'), {
    send: ({ answer, cookies }) => ({ path: google, query: { code: answer.code! }, cookies }),
    expect: flowRefused,
    then: nobodyCame,
  }),
  'refuses a state that was altered (AC-052)': given((seeds) => goToProvider(seeds, 'google'), {
    send: ({ answer, cookies }) => ({ path: google, query: { ...answer, state: `${answer.state}x` }, cookies }),
    expect: flowRefused,
    then: nobodyCame,
  }),
  'refuses a browser that did not begin (AC-052)': given((seeds) => goToProvider(seeds, 'google'), {
    send: ({ answer }) => ({ path: google, query: answer }),
    expect: flowRefused,
    then: nobodyCame,
  }),
  "refuses another browser's state (AC-052)": given(
    async (seeds) => ({ mine: await goToProvider(seeds, 'google'), other: await goToProvider(seeds, 'google') }),
    {
      send: ({ mine, other }) => ({ path: google, query: mine.answer, cookies: other.cookies }),
      expect: flowRefused,
      then: nobodyCame,
    },
  ),
  'refuses an answer that was used (AC-052)': given(
    async (seeds) => {
      const back = await goToProvider(seeds, 'google')
      await seeds.call('project.finishOAuth', { path: google, query: back.answer, cookies: back.cookies })
      return back
    },
    { send: ({ answer, cookies }) => ({ path: google, query: answer, cookies }), expect: flowRefused },
  ),
  'refuses an answer after ten minutes (AC-052)': given(
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
  'tells a person so on a page that repeats nothing of the request (AC-052)': {
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
  'refuses a provider that is not there (AC-059)': {
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
        answer: (answer) => {
          expect(locationOf(answer).searchParams.get('insforge_code')).toMatch(/^[\w-]{43}$/)
          expect(answer.cookies).toEqual([expect.stringMatching(/^provider_flow=; Max-Age=0; .*; SameSite=Lax$/)])
        },
      },
      then: async (seeds) => {
        const users = await seeds.call('project.listUsers', { bearer: demoProject.apiKey })
        expect(users?.body).toMatchObject({
          data: [{ email: ada.email, emailVerified: true, providers: ['apple'], profile: { name: 'Ada Lovelace' } }],
        })
      },
    },
  ),
  'asks whoever has a second factor for a code of it, on a page': given(
    async (seeds) => {
      await seeds.secondFactor('app', await provenAppUser(seeds))
      return goToProvider(seeds, 'apple', { ...ada, email: alice.email })
    },
    {
      send: ({ answer, cookies }) => ({ path: apple, cookies, ...form(answer) }),
      expect: {
        status: 200,
        example: 'second_factor_page',
        answer: expectSecondStep,
      },
    },
  ),
  'refuses a form from a browser that did not begin (AC-052)': given((seeds) => goToProvider(seeds, 'apple'), {
    send: ({ answer }) => ({ path: apple, ...form(answer) }),
    expect: flowRefused,
  }),
  'sends nobody to an address that was taken from the list meanwhile (AC-047)': given(
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
