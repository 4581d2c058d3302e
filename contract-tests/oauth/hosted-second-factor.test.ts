import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, asOpenId } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { type Seeds, cookieOf, sharedWorld, valueOf } from '../harness/seeds/seeds.ts'
import {
  browser,
  email,
  expectFormPost,
  formRefusals,
  known,
  openForm,
  opensSession,
  password,
  problem,
  sent,
  sentByProgram,
  sentTo,
  toldCode,
} from './hosted-cases.ts'

/** Somebody who has typed their password, and is asked for a code. */
const asked = async (seeds: Seeds, query: Readonly<Record<string, string>> = asAuthorization) => {
  const { access_token } = await seeds.appCaller(alice)
  const factor = await seeds.secondFactor('app', access_token)
  // The step of the enrolment is used up.
  await seeds.wait(30)
  const first = await seeds.signInForm(query)
  const page = await seeds.call('oauth.authorizeWithPassword', {
    query: query as typeof asAuthorization,
    headers: browser,
    cookies: { sign_in_form: first.session },
    ...form({ form_token: first.token, email, password }),
  })
  const shown = page ? { session: cookieOf(page, 'sign_in_form'), token: valueOf(page, 'form_token') } : first
  return {
    ...factor,
    access_token,
    query,
    shown,
    ticket: valueOf(page, 'ticket'),
    code: await seeds.totp(factor.secret),
  }
}

const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

/** The same, after too many wrong codes at another operation. */
const tired = sharedWorld(async (seeds) => {
  const made = await asked(seeds)
  const tried = { ...asUser(made), body: { code: wrong(made.code) } }
  await seeds.exhaust('app.disableMfa', () => tried)
  return made
})

contract('oauth.submitSecondFactor', {
  'sends the person back to the app with a code that opens a session': given(asked, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code }),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, answer, { shown, ticket, code }) => {
      await opensSession(seeds, answer, email)
      // Ticket and code are used up.
      const again = await seeds.call('oauth.submitSecondFactor', sentByProgram(shown, { ticket, code }))
      expect(again?.status).toBe(401)
    },
  }),
  'takes a backup code': given(asked, {
    send: ({ shown, ticket, backupCodes }) => sent(shown, { ticket, code: backupCodes[0]! }),
    expect: { status: 303, example: 'empty', answer: toldCode },
  }),
  'keeps who has passed it for the next app, which asks for neither': given((seeds) => asked(seeds, asOpenId), {
    send: ({ query, shown, ticket, code }) => ({ ...sent(shown, { ticket, code }), query }),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, answer) => {
      const cookies = { browser_session: cookieOf(answer, 'browser_session') }
      const next = await seeds.call('oauth.authorize', { query: { ...asOpenId, prompt: 'none' }, cookies })
      expect(sentTo(next!).code).toMatch(/^[\w-]{43}$/)
      await opensSession(seeds, next!, email)
    },
  }),
  'answers by a form, where the app asks for that': given(
    (seeds) => asked(seeds, { ...asOpenId, response_mode: 'form_post' }),
    {
      send: ({ query, shown, ticket, code }) => ({ ...sent(shown, { ticket, code }), query }),
      expect: { status: 200, example: 'next_page', answer: expectFormPost },
    },
  ),
  'shows the form again after a wrong code': given(asked, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code: wrong(code) }),
    expect: { status: 400, example: 'form_page', answer: problem('The code is wrong') },
  }),
  'says it to a program in the words of the surface': given(asked, {
    send: ({ shown, ticket, code }) => sentByProgram(shown, { ticket, code: wrong(code) }),
    expect: { error: 'invalid_code' },
  }),
  'begins anew with a ticket that nobody gave': given(known, {
    send: (shown) => sent(shown, { ticket: 'guess', code: '123456' }),
    expect: { status: 401, example: 'form_page', answer: problem('This took too long. Sign in again.') },
  }),
  'refuses such a ticket to a program': given(openForm, {
    send: (shown) => sentByProgram(shown, { ticket: 'guess', code: '123456' }),
    expect: { error: 'invalid_mfa_token' },
  }),
  ...formRefusals({ ticket: 'guess', code: '123456' }),
  'refuses too many tries': given(tired, {
    send: ({ shown, ticket, code }) => sentByProgram(shown, { ticket, code }),
    expect: { error: 'too_many_requests' },
  }),
  'shows the form again after too many tries': given(tired, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code }),
    expect: {
      status: 429,
      example: 'form_page',
      answer: problem(/Too many tries. Try again in \d+ minutes?\./),
    },
  }),
})
