import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asOpenId } from '../harness/fixtures/people.ts'
import { form, wordsOf } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import {
  addressRefusals,
  browser,
  email,
  expectFormPost,
  expectPage,
  formRefusals,
  known,
  limited,
  openForm,
  opensSession,
  sent,
  toldCode,
} from './hosted-cases.ts'

contract('oauth.sendSignInLink', {
  'mails a link that signs in': given(known, {
    send: (shown) => sent(shown, { email, password: '' }),
    expect: { status: 200, example: 'mailed_page', answer: expectPage },
    then: async (seeds) =>
      expect((await seeds.mail(email, 'magic_link')).link).toMatch(/\/oauth2\/authorize\/link\?token=[0-9a-f]{64}$/),
  }),
  'says the same to an address that nobody has': given(openForm, {
    send: (shown) => sent(shown, { email: 'nobody@example.test' }),
    expect: { status: 200, example: 'mailed_page', answer: expectPage },
  }),
  ...formRefusals({ email }),
  ...addressRefusals({ email }),
  ...limited('oauth.sendSignInLink', (round) => ({ email: `p${round}@example.test` })),
})

const dead = '0'.repeat(64)

/** A link that somebody has asked for at the page, and the browser that has the page open. */
const mailed = async (seeds: Seeds, query: Readonly<Record<string, string>> = asAuthorization) => {
  const shown = await seeds.signInForm(query)
  await seeds.call('oauth.sendSignInLink', { ...sent(shown, { email }), query: query as typeof asAuthorization })
  return { ...shown, token: (await seeds.mail(email, 'magic_link')).token ?? dead }
}
const toAlice = async (seeds: Seeds) => {
  await seeds.caller(alice)
  return mailed(seeds)
}
const press = ({ session, token }: { session: string; token: string }) => ({
  headers: browser,
  cookies: { sign_in_form: session },
  ...form({ token }),
})

contract('oauth.showSignInLink', {
  'shows a button, in the name of the application, and uses nothing up': given(toAlice, {
    send: ({ token }) => ({ query: { token }, headers: browser }),
    expect: {
      status: 200,
      example: 'link_page',
      answer: (answer) => {
        expect(wordsOf(answer.text)).toContain(`As ${email}.`)
        expectPage(answer)
      },
    },
    then: async (seeds, _answer, made) => toldCode((await seeds.call('oauth.useSignInLink', press(made)))!),
  }),
  'refuses a link that nobody knows': { send: { query: { token: dead } }, expect: { error: 'invalid_link' } },
  'refuses what is no token': { send: { query: { token: 'x' } }, expect: { error: 'invalid_request' } },
  'says so to a person': {
    send: { query: { token: dead }, headers: browser },
    expect: { status: 400, example: 'refusal_page' },
  },
})

contract('oauth.useSignInLink', {
  'sends the person back to the app with a code that opens a session': given(toAlice, {
    send: press,
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => {
        toldCode(answer)
        expect(answer.cookies.join()).toMatch(/^sign_in_form=; Max-Age=0; /)
      },
    },
    then: async (seeds, answer, made) => {
      await opensSession(seeds, answer, email)
      const again = await seeds.call('oauth.useSignInLink', { ...press(made), headers: { accept: 'application/json' } })
      expect(again?.status).toBe(400)
    },
  }),
  'keeps who has signed in for the next app, where the first asks with openid': given(
    async (seeds) => {
      await seeds.caller(alice)
      return mailed(seeds, asOpenId)
    },
    {
      send: press,
      expect: {
        status: 303,
        example: 'empty',
        answer: (answer) => {
          toldCode(answer)
          expect(answer.cookies.some((cookie) => cookie.startsWith('browser_session='))).toBe(true)
        },
      },
    },
  ),
  'answers by a form, where the app asks for that': given(
    async (seeds) => {
      await seeds.caller(alice)
      return mailed(seeds, { ...asOpenId, response_mode: 'form_post' })
    },
    {
      send: press,
      expect: { status: 200, example: 'next_page', answer: expectFormPost },
    },
  ),
  'signs nobody in in another browser, and uses nothing up': given(toAlice, {
    send: ({ token }) => ({ headers: browser, ...form({ token }) }),
    expect: { status: 200, example: 'other_browser_page', answer: expectPage },
    then: async (seeds, _answer, made) => toldCode((await seeds.call('oauth.useSignInLink', press(made)))!),
  }),
  'asks for the second factor of somebody who has one': given(
    async (seeds) => {
      await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
      return mailed(seeds)
    },
    {
      send: press,
      expect: {
        status: 200,
        example: 'second_factor_page',
        answer: ({ text }) => expect(text).toMatch(/name="ticket" value="[\w-]{43}"/),
      },
    },
  ),
  'refuses a program for somebody who has one': given(
    async (seeds) => {
      await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
      return mailed(seeds)
    },
    {
      send: (made) => ({ ...press(made), headers: { accept: 'application/json' } }),
      expect: { error: 'second_factor_required' },
    },
  ),
  'refuses a link that nobody knows': {
    send: { headers: { accept: 'application/json' }, ...form({ token: dead }) },
    expect: { error: 'invalid_link' },
  },
  'refuses a form without a link': { send: form({}), expect: { error: 'invalid_request' } },
  'says so to a person': {
    send: { headers: browser, ...form({ token: dead }) },
    expect: { status: 400, example: 'refusal_page' },
  },
})
