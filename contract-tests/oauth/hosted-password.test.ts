import { expect } from 'vitest'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { asAuthorization, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import {
  addressRefusals,
  browser,
  email,
  expectPage,
  formRefusals,
  known,
  limited,
  openForm,
  pageCases,
  refusalPageCase,
  sent,
  sentTo,
} from './hosted-cases.ts'

contract('oauth.showForgotPassword', {
  ...pageCases('forgot_page', 'Forgot your password?'),
  ...refusalPageCase(),
})

contract('oauth.submitForgotPassword', {
  'mails a link whose page leads back to the request of the app': given(known, {
    send: (shown) => sent(shown, { email }),
    expect: { status: 200, example: 'mailed_page', answer: expectPage },
    then: async (seeds) => {
      const { token } = await seeds.mail(email, 'reset_password_link')
      const changed = await seeds.call('account.resetPassword', {
        headers: browser,
        ...form({ token: token!, password: 'a quiet green lantern' }),
      })
      const onward = sentTo(changed!)
      expect(onward).toMatchObject({
        address: `${demo.publicUrl}/oauth2/authorize/return`,
        ...asAuthorization,
        login_hint: email,
      })
    },
  }),
  'says the same to an address that nobody has': given(known, {
    send: (shown) => sent(shown, { email: 'nobody@example.test' }),
    expect: { status: 200, example: 'mailed_page' },
    then: async (seeds, answer) => {
      const toKnown = await seeds.call('oauth.submitForgotPassword', sent(await openForm(seeds), { email }))
      const plain = ({ text }: Answer) =>
        text.replaceAll(/(nonce|value)="[\w-]{43}"/g, '').replaceAll(/(nobody|alice)@example.test/g, '')
      expect(plain(toKnown!)).toBe(plain(answer))
    },
  }),
  ...formRefusals({ email }),
  ...addressRefusals({ email }),
  ...limited('oauth.submitForgotPassword', (round) => ({ email: `p${round}@example.test` })),
})
