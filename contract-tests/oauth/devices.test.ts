import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demo, machine } from '../harness/fixtures/people.ts'
import { basic, form } from '../harness/requests/request.ts'
import { type Seeds, sharedWorld } from '../harness/seeds/seeds.ts'
import { asDevice, asked, opened, waiting } from './waiting-devices.ts'

const page = { accept: 'text/html' }

/** What the device is told. */
const poll = (seeds: Seeds, device_code: string) =>
  seeds.call('oauth.issueToken', {
    body: { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: demo.clientId, device_code },
  })
const said = (answer: Answer | undefined) => (answer?.body as { error?: string } | undefined)?.error

contract('oauth.authorizeDevice', {
  'gives a code to ask with and one to type': {
    send: { body: asDevice },
    expect: {
      status: 200,
      example: 'device_codes',
      body: ({ user_code, verification_uri, verification_uri_complete }) => {
        expect(user_code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
        expect(verification_uri_complete).toBe(`${verification_uri}?user_code=${user_code}`)
      },
    },
  },
  'takes a client with a secret': {
    send: { ...form({ scope: 'openid' }), headers: basic(machine.clientId, machine.clientSecret) },
    expect: { status: 200, example: 'device_codes' },
  },
  'refuses a wrong secret': {
    send: { ...form({ scope: 'openid' }), headers: basic(machine.clientId, 'wrong') },
    expect: { error: 'unknown_client' },
  },
  'refuses an unknown client': { send: { body: { client_id: 'cid_nobody' } }, expect: { error: 'unknown_client' } },
  'refuses a scope that the client may not have': {
    send: { body: { ...asDevice, scope: 'everything' } },
    expect: { error: 'invalid_scope' },
  },
  'refuses what is there twice': {
    send: { raw: { type: 'application/x-www-form-urlencoded', text: 'client_id=a&client_id=b' } },
    expect: { error: 'invalid_request' },
  },
  'refuses a client that is not registered for devices': given(
    async (seeds) => seeds.client(await seeds.user(alice), { redirect_uris: [demo.redirectUri] }),
    { send: ({ id }) => ({ body: { client_id: id } }), expect: { error: 'unauthorized_client' } },
  ),
  'refuses an origin that the client does not allow': {
    send: { body: asDevice, headers: { origin: 'https://evil.example' } },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses an address that asks too often': given(
    (seeds) => seeds.exhaust('oauth.authorizeDevice', () => ({ body: asDevice })),
    { send: () => ({ body: asDevice }), expect: { error: 'too_many_requests' } },
  ),
})

contract('oauth.showDevicePage', {
  'asks for the code, and lets nobody in by a link': given(waiting, {
    send: ({ user_code }) => ({ query: { user_code } }),
    expect: { status: 200, example: 'code_page' },
    then: async (seeds, { text }, { user_code, device_code }) => {
      expect(text).toContain(user_code)
      expect(said(await poll(seeds, device_code))).toBe('authorization_pending')
    },
  }),
  'refuses what is too long for a code': {
    send: { query: { user_code: 'x'.repeat(41) } },
    expect: { error: 'invalid_request' },
  },
  'shows the refusal to a browser': {
    send: { query: { user_code: 'x'.repeat(41) }, headers: page },
    expect: { status: 400, example: 'refusal_page' },
  },
})

const guessed = sharedWorld(async (seeds) => {
  const made = await opened(seeds)
  const fields = { ...made.fields, user_code: 'ZZZZ-ZZZZ' }
  await seeds.exhaust('oauth.answerDevicePage', () => ({ cookies: made.cookies, ...form(fields) }))
  return { ...made, fields }
})

contract('oauth.answerDevicePage', {
  'has whoever is not signed in do so, and come back with the code': given(opened, {
    send: ({ cookies, fields }) => ({ cookies, ...form(fields) }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, { headers }, { fields }) => {
      const query = Object.fromEntries(new URL(headers.get('location') ?? '', demo.publicUrl).searchParams)
      const login = await seeds.call('oauth.authorize', { query: query as never })
      expect(login?.text).toContain('name="password"')
      expect(login?.text).toContain('Sign in to Inbox Manager')
      await seeds.caller(alice)
      const browser_session = await seeds.browserSession(alice)
      const signedIn = await seeds.call('oauth.authorize', { query: query as never, cookies: { browser_session } })
      const page = `/oauth2/device?user_code=${fields.user_code}`
      expect([signedIn?.status, signedIn?.headers.get('location')]).toEqual([303, page])
    },
  }),
  'asks whoever is signed in, and says what a yes would do': given(
    async (seeds) => {
      await seeds.caller(alice)
      const browser_session = await seeds.browserSession(alice)
      const made = await opened(seeds)
      return { ...made, cookies: { ...made.cookies, browser_session } }
    },
    {
      send: ({ cookies, fields }) => ({ cookies, ...form(fields) }),
      expect: { status: 200, example: 'confirmation_page' },
      then: async (_seeds, { text }) => {
        expect(text).toContain('Inbox Manager')
        expect(text).toContain('only if the device is in front of you')
      },
    },
  ),
  'takes no password: there is one page for that': given(
    async (seeds) => {
      await seeds.caller(alice)
      return opened(seeds)
    },
    {
      send: ({ cookies, fields }) => ({ cookies, ...form({ ...fields, ...alice }) }),
      expect: { status: 303, example: 'empty' },
      then: async (_seeds, { cookies }) => expect(cookies.join()).not.toContain('browser_session='),
    },
  ),
  'has somebody else sign in anew': given(asked, {
    send: ({ cookies, fields }) => ({ cookies, ...form({ ...fields, answer: 'other' }) }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, { headers }, { cookies }) => {
      const query = Object.fromEntries(new URL(headers.get('location') ?? '', demo.publicUrl).searchParams)
      const login = await seeds.call('oauth.authorize', {
        query: query as never,
        cookies: { browser_session: cookies.browser_session },
      })
      expect(login?.text).toContain('name="password"')
    },
  }),
  'lets the device in, once': given(asked, {
    send: ({ cookies, fields }) => ({ cookies, ...form({ ...fields, answer: 'allow' }) }),
    expect: { status: 200, example: 'done_page' },
    then: async (seeds, _answer, { device_code, cookies, fields }) => {
      const again = await seeds.call('oauth.answerDevicePage', { cookies, ...form({ ...fields, answer: 'deny' }) })
      expect(again?.status).toBe(400)
      const tokens = (await poll(seeds, device_code))?.body as Wire['OAuthTokens']
      expect((await seeds.call('oauth.getUserinfo', { bearer: tokens.access_token }))?.status).toBe(200)
      expect(said(await poll(seeds, device_code))).toBe('invalid_grant')
    },
  }),
  'keeps the device out': given(asked, {
    send: ({ cookies, fields }) => ({ cookies, ...form({ ...fields, answer: 'deny' }) }),
    expect: { status: 200, example: 'done_page' },
    then: async (seeds, _answer, { device_code }) => expect(said(await poll(seeds, device_code))).toBe('access_denied'),
  }),
  'takes no answer to a page that nobody was shown': given(asked, {
    send: ({ cookies, fields: { form_token, user_code } }) => ({
      cookies,
      ...form({ form_token, user_code, answer: 'allow' }),
    }),
    expect: { status: 200, example: 'confirmation_page' },
    then: async (seeds, _answer, { device_code }) =>
      expect(said(await poll(seeds, device_code))).toBe('authorization_pending'),
  }),
  'refuses a form of another browser': given(opened, {
    send: ({ fields }) => ({ cookies: { device_form: 'other' }, ...form(fields) }),
    expect: { error: 'csrf_mismatch' },
  }),
  'shows the refusal to a browser': given(opened, {
    send: ({ fields }) => ({ headers: page, cookies: { device_form: 'other' }, ...form(fields) }),
    expect: { status: 403, example: 'refusal_page' },
  }),
  'refuses a code that no device has': given(opened, {
    send: ({ cookies, fields }) => ({ cookies, ...form({ ...fields, user_code: 'ZZZZ-ZZZZ' }) }),
    expect: { error: 'invalid_user_code' },
  }),
  'asks a browser for the code again': given(opened, {
    send: ({ cookies, fields }) => ({ headers: page, cookies, ...form({ ...fields, user_code: 'ZZZZ-ZZZZ' }) }),
    expect: { status: 400, example: 'code_page' },
  }),
  'refuses what is missing': {
    send: form({ form_token: 'x' }),
    expect: { error: 'invalid_request', detail: 'user_code: ' },
  },
  'refuses whoever guesses too often': given(guessed, {
    send: ({ cookies, fields }) => ({ cookies, ...form(fields) }),
    expect: { error: 'too_many_requests' },
  }),
  'shows a browser that it guesses too often': given(guessed, {
    send: ({ cookies, fields }) => ({ headers: page, cookies, ...form(fields) }),
    expect: { status: 429, example: 'refusal_page' },
  }),
})
