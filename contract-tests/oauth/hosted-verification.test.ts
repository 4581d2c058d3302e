import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import {
  addressRefusals,
  email,
  expectPage,
  formRefusals,
  limited,
  openForm,
  refusalPageCase,
  requestCases,
  sent,
  sentTo,
} from './hosted-cases.ts'

const unproven = async (seeds: Seeds) => {
  await seeds.newcomer(alice)
  await seeds.wait(61)
  return openForm(seeds)
}

contract('oauth.resendVerification', {
  'mails another link, and waits for it': given(unproven, {
    send: (shown) => sent(shown, { email }),
    expect: {
      status: 200,
      example: 'verify_page',
      answer: (answer) => {
        expect(answer.text).toContain('a new one is on its way')
        expectPage(answer)
      },
    },
    then: async (seeds) => expect((await seeds.mail(email, 'verify_email_link')).token).toMatch(/^[0-9a-f]{64}$/),
  }),
  'says the same to an address that nobody has': given(openForm, {
    send: (shown) => sent(shown, { email }),
    expect: { status: 200, example: 'verify_page', answer: expectPage },
  }),
  ...formRefusals({ email }),
  ...addressRefusals({ email }),
  ...limited('oauth.resendVerification', (round) => ({ email: `p${round}@example.test` })),
})

contract('oauth.returnToAuthorization', {
  'goes on in the browser that has the page open': given(openForm, {
    send: ({ session }) => ({ query: asAuthorization, cookies: { sign_in_form: session } }),
    expect: {
      status: 303,
      example: 'empty',
      answer: (answer) => expect(sentTo(answer)).toEqual({ address: '/oauth2/authorize', ...asAuthorization }),
    },
  }),
  'says in another browser where to go on': {
    send: { query: asAuthorization },
    expect: {
      status: 200,
      example: 'other_browser_page',
      answer: (answer) => {
        expect(answer.text).toContain('Go back to Inbox Manager')
        expectPage(answer)
      },
    },
  },
  ...requestCases({}),
  ...refusalPageCase(),
})
