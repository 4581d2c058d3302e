// Who has a passkey and nothing else, where a second factor is required: no sign-in asks for less, or offers something weaker.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { requestAt, signedForPage, withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { backFromConnection } from '../harness/cases/provider-cases.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { requireFactor } from '../harness/seeds/required-factor.ts'
import { type Seeds, ada, cookieOf, valueOf } from '../harness/seeds/seeds.ts'
import { browser, email, openForm, sent, sentTo, toldCode } from './hosted-cases.ts'

/** Who has a passkey alone, where a second factor is required. */
const withPasskeyAlone = async (seeds: Seeds) => {
  const { device } = await withPasskeyAt(seeds, 'account')
  await requireFactor(seeds, 'all')
  return device
}

const asksForPasskeyAlone = (page: Answer) => {
  expect(page.text).toContain('data-passkey-step')
  expect(page.text).not.toContain('name="code"')
  expect(page.text).not.toMatch(/<code>[A-Z2-7]{32}<\/code>/)
}

contract('oauth.useSignInLink', {
  'lets nobody who has a passkey in by a mailed link alone, and offers them nothing weaker': given(
    async (seeds) => {
      const device = await withPasskeyAlone(seeds)
      const shown = await openForm(seeds)
      await seeds.call('oauth.sendSignInLink', sent(shown, { email }) as never)
      return { device, shown, token: (await seeds.mail(email, 'magic_link')).token ?? '0'.repeat(64) }
    },
    {
      send: ({ shown, token }) => ({
        headers: browser,
        cookies: { sign_in_form: shown.session },
        ...form({ token }),
      }),
      expect: { status: 200, example: 'second_factor_page', answer: asksForPasskeyAlone },
      then: async (seeds, answer, { device }) => {
        const shown = { session: cookieOf(answer, 'sign_in_form'), token: valueOf(answer, 'form_token') }
        const fields = { ticket: valueOf(answer, 'ticket'), credential: signedForPage(answer, device) }
        toldCode((await seeds.call('oauth.submitSecondFactor', sent(shown, fields)))!)
      },
    },
  ),
})

contract('oauth.finishProviderSignIn', {
  'lets nobody who has a passkey in by a provider alone, and offers them nothing weaker': given(
    async (seeds) => {
      await withPasskeyAlone(seeds)
      return backFromConnection('github')(seeds, { ...ada, email })
    },
    {
      send: ({ answer, cookies }) => ({ path: { provider: 'github' }, query: answer, cookies }),
      expect: { status: 303, example: 'empty' },
      then: async (seeds, answer) => {
        const { address, ...query } = sentTo(answer)
        expect(address).toBe(`${demo.publicUrl}/oauth2/authorize/second-factor`)
        const cookies = { second_step: cookieOf(answer, 'second_step') }
        asksForPasskeyAlone((await seeds.call('oauth.showSecondFactor', { query, cookies } as never))!)
      },
    },
  ),
})

contract('account.signInWithToken', {
  'lets nobody who has a passkey in by a mailed link alone, and takes no digits for it': given(
    async (seeds) => {
      const device = await withPasskeyAlone(seeds)
      await seeds.call('account.sendMagicLink', { body: { client_id: demo.clientId, email } })
      return { device, token: (await seeds.mail(email, 'magic_link')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { error: 'second_factor_required' },
      then: async (seeds, answer, { device }) => {
        const { mfa_token = '', factors, enrolment } = answer.body as Wire['AccountSignIn403Problem']
        expect([factors, enrolment]).toEqual([['passkey'], undefined])
        const step = { client_id: demo.clientId, mfa_token }
        for (const code of ['287082', '00000-00000']) {
          const wrong = await seeds.call('account.challengeMfa', { body: { ...step, code } })
          expect(wrong?.body).toMatchObject({ code: 'invalid_code' })
        }
        const credential = device.get(await requestAt(seeds, 'account', mfa_token))
        expect((await seeds.call('account.challengeMfa', { body: { ...step, credential } }))?.status).toBe(200)
      },
    },
  ),
})
