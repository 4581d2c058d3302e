import { expect } from 'vitest'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asOpenId, bob, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'

const post_logout_redirect_uri = demo.redirectUri
const page = { accept: 'text/html,application/xhtml+xml' }

/** Alice is signed in in a browser, and an app has an ID token of that very session. */
const signedIn = async (seeds: Seeds) => {
  await seeds.caller(alice)
  const browser_session = await seeds.browserSession(alice)
  const sent = await seeds.call('oauth.authorize', {
    query: { ...asOpenId, prompt: 'none' },
    cookies: { browser_session },
  })
  const code = new URL(sent?.headers.get('location') ?? 'x:').searchParams.get('code') ?? ''
  const tokens = await seeds.tokensOfCode(code, asOpenId)
  return { cookies: { browser_session }, tokens, id_token_hint: tokens.id_token ?? '' }
}
type SignedIn = Awaited<ReturnType<typeof signedIn>>

const isSignedIn = async (seeds: Seeds, { cookies }: SignedIn): Promise<boolean> => {
  const sent = await seeds.call('oauth.authorize', { query: { ...asOpenId, prompt: 'none' }, cookies })
  return new URL(sent!.headers.get('location')!).searchParams.has('code')
}
const stays = async (seeds: Seeds, _answer: Answer, made: SignedIn) => expect(await isSignedIn(seeds, made)).toBe(true)
const nowhere = ({ headers }: Answer) => expect(headers.get('location')).toBeNull()
const asks = (answer: Answer) => {
  nowhere(answer)
  expect(answer.text).toContain('Sign out?')
}

const bothGone = (cookies: readonly string[]) =>
  expect(cookies.toSorted()).toEqual([
    expect.stringMatching(/^browser_session=; Max-Age=0; /),
    expect.stringMatching(/^sign_out_form=; Max-Age=0; Path=\/oauth2\/logout; /),
  ])
const isDone = ({ text, cookies }: Answer) => {
  expect(text).toContain('You are signed out')
  bothGone(cookies)
}

contract('oauth.logout', {
  // oidcc-rp-initiated-logout
  'signs out with the ID token of the session, and goes back to the app': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({
      query: { id_token_hint, post_logout_redirect_uri, state: 'x y' },
      cookies,
    }),
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers, cookies }) => {
        expect(headers.get('location')).toBe(`${demo.redirectUri}?state=x+y`)
        bothGone(cookies)
      },
    },
    then: async (seeds, _answer, made) => {
      expect(await isSignedIn(seeds, made)).toBe(false)
      // What the app got in that session ends with it.
      expect((await seeds.call('oauth.getUserinfo', { bearer: made.tokens.access_token }))?.status).toBe(401)
    },
  }),
  // oidcc-rp-initiated-logout-no-state
  'goes back without a state where none was sent': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({ query: { id_token_hint, post_logout_redirect_uri }, cookies }),
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) => expect(headers.get('location')).toBe(demo.redirectUri),
    },
  }),
  // oidcc-rp-initiated-logout-no-post-logout-redirect-uri
  'says that it is done where there is nowhere to go': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({ query: { id_token_hint }, cookies }),
    expect: {
      status: 200,
      example: 'logged_out_page',
      answer: isDone,
    },
  }),
  // oidcc-rp-initiated-logout-no-id-token-hint
  'asks first where no ID token comes along': given(signedIn, {
    send: ({ cookies }) => ({ query: { client_id: demo.clientId, post_logout_redirect_uri }, cookies }),
    expect: { status: 200, example: 'logout_page', answer: asks },
    then: stays,
  }),
  // oidcc-rp-initiated-logout-no-params, oidcc-rp-initiated-logout-only-state
  'asks first where nothing comes along but a state': given(signedIn, {
    send: ({ cookies }) => ({ query: { state: 'x' }, cookies }),
    expect: { status: 200, example: 'logout_page', answer: asks },
    then: stays,
  }),
  'asks first where the ID token is of another session': given(
    async (seeds) => {
      const made = await signedIn(seeds)
      await seeds.caller(bob)
      return { ...made, id_token_hint: (await seeds.openIdTokens(bob)).id_token ?? '' }
    },
    {
      send: ({ cookies, id_token_hint }) => ({ query: { id_token_hint, post_logout_redirect_uri }, cookies }),
      expect: { status: 200, example: 'logout_page', answer: asks },
      then: stays,
    },
  ),
  // oidcc-rp-initiated-logout-bad-id-token-hint, oidcc-rp-initiated-logout-modified-id-token-hint
  'refuses an ID token that is none of ours, and ends nothing': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({
      query: { id_token_hint: `${id_token_hint.slice(0, -8)}AAAAAAAA`, post_logout_redirect_uri },
      cookies,
    }),
    expect: { error: 'invalid_request', detail: 'id_token_hint: is none of ours', answer: nowhere },
    then: stays,
  }),
  'refuses a client that the ID token is not for': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({ query: { id_token_hint, client_id: 'cid_other' }, cookies }),
    expect: { error: 'invalid_request', detail: 'client_id: is not the one of the ID token' },
    then: stays,
  }),
  // oidcc-rp-initiated-logout-bad-post-logout-redirect-uri
  'refuses an address that is not registered': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({
      query: { id_token_hint, post_logout_redirect_uri: 'https://evil.example/' },
      cookies,
    }),
    expect: { error: 'invalid_redirect_uri', answer: nowhere },
    then: stays,
  }),
  // oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri
  'refuses an address with more in its query than is registered, on a page': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({
      query: { id_token_hint, post_logout_redirect_uri: `${demo.redirectUri}?x=y` },
      cookies,
      headers: page,
    }),
    expect: { status: 400, example: 'refusal_page', answer: nowhere },
    then: stays,
  }),
})

/** The page that asks, as that browser has it. */
const asked = async (seeds: Seeds) => {
  const made = await signedIn(seeds)
  const query = { client_id: demo.clientId, post_logout_redirect_uri, state: 'x' }
  const shown = await seeds.call('oauth.logout', { query, cookies: made.cookies })
  const cookies = { ...made.cookies, sign_out_form: shown ? cookieOf(shown, 'sign_out_form') : 'example' }
  return { ...made, query, cookies, token: valueOf(shown, 'form_token') }
}

contract('oauth.confirmLogout', {
  'signs out, and goes back to the app': given(asked, {
    send: ({ query, cookies, token }) => ({ query, cookies, ...form({ form_token: token }) }),
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) => expect(headers.get('location')).toBe(`${demo.redirectUri}?state=x`),
    },
    then: async (seeds, _answer, made) => expect(await isSignedIn(seeds, made)).toBe(false),
  }),
  'says that it is done where there is nowhere to go': given(asked, {
    send: ({ cookies, token }) => ({ cookies, ...form({ form_token: token }) }),
    expect: {
      status: 200,
      example: 'logged_out_page',
      answer: isDone,
    },
  }),
  'asks nobody who only sends a request as a form: it goes on as a link': given(signedIn, {
    send: ({ cookies, id_token_hint }) => ({ cookies, ...form({ id_token_hint, state: 'x' }) }),
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) => expect(headers.get('location')).toMatch(/^\/oauth2\/logout\?id_token_hint=.+&state=x$/),
    },
    then: stays,
  }),
  'refuses the form of another browser': given(asked, {
    send: ({ query, cookies: { browser_session }, token }) => ({
      query,
      cookies: { browser_session, sign_out_form: 'x' },
      ...form({ form_token: token }),
    }),
    expect: { error: 'csrf_mismatch' },
    then: stays,
  }),
  'refuses its own form where another page sends it': given(asked, {
    send: ({ query, cookies, token }) => ({
      query,
      cookies,
      headers: { origin: 'https://evil.example' },
      ...form({ form_token: token }),
    }),
    expect: { error: 'csrf_mismatch' },
    then: stays,
  }),
  'refuses the form of somebody else’s page, planted in this browser': given(
    async (seeds) => {
      const theirs = await asked(seeds)
      await seeds.caller(bob)
      const mine = { ...theirs, cookies: { ...theirs.cookies, browser_session: await seeds.browserSession(bob) } }
      return { mine, theirs }
    },
    {
      send: ({ mine: { query, cookies, token } }) => ({ query, cookies, ...form({ form_token: token }) }),
      expect: { error: 'csrf_mismatch' },
      then: (seeds, answer, { mine }) => stays(seeds, answer, mine),
    },
  ),
  'goes by the one of two cookies that the form is of': given(asked, {
    send: ({ query, cookies: { browser_session, sign_out_form }, token }) => ({
      query,
      headers: {
        cookie: [
          'browser_session=planted; sign_out_form=planted',
          `browser_session=${browser_session}; sign_out_form=${sign_out_form}`,
        ].join('; '),
      },
      ...form({ form_token: token }),
    }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, made) => expect(await isSignedIn(seeds, made)).toBe(false),
  }),
  'goes on by a link where nobody is signed in any more': given(asked, {
    send: ({ query, cookies: { sign_out_form }, token }) => ({
      query,
      cookies: { sign_out_form },
      ...form({ form_token: token }),
    }),
    expect: { status: 200, example: 'logged_out_page', answer: nowhere },
  }),
  'says so to a person': given(asked, {
    send: ({ query, cookies: { browser_session }, token }) => ({
      query,
      cookies: { browser_session },
      headers: page,
      ...form({ form_token: token }),
    }),
    expect: { status: 403, example: 'refusal_page' },
  }),
  'refuses an address that is not registered': given(asked, {
    send: ({ cookies, token }) => ({
      query: { post_logout_redirect_uri: 'https://evil.example/' },
      cookies,
      ...form({ form_token: token }),
    }),
    expect: { error: 'invalid_redirect_uri' },
    then: stays,
  }),
  'says that to a person': given(asked, {
    send: ({ cookies, token }) => ({
      query: { post_logout_redirect_uri: 'https://evil.example/' },
      cookies,
      headers: page,
      ...form({ form_token: token }),
    }),
    expect: { status: 400, example: 'refusal_page' },
  }),
  'refuses an ID token that is none of ours': given(asked, {
    send: ({ cookies, token }) => ({ query: { id_token_hint: 'x' }, cookies, ...form({ form_token: token }) }),
    expect: { error: 'invalid_request', detail: 'id_token_hint: is none of ours' },
  }),
})
