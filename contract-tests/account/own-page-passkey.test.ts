// A passkey in the second step of the page of one's own account, and as a proof there.
import { expect } from 'vitest'
import { madeForPage, signedForPage, withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { factorOf } from '../harness/cases/reauthentication-cases.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { type Odd, createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { alice, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import type { Authenticator } from '../harness/seeds/passkeys.ts'
import { requireFactor } from '../harness/seeds/required-factor.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'

const { email, password } = alice
const browser = { accept: 'text/html' }

/** The page of one's own account, after the password. */
const atOwn = async (seeds: Seeds) => {
  const page = await seeds.call('account.showOwnPage', { query: { client_id: demo.clientId } })
  const of = (shown: Answer | undefined, action: string, more: Record<string, string>) => ({
    cookies: { account_form: shown ? cookieOf(shown, 'account_form') : 'example' },
    headers: browser,
    ...form({ form_token: valueOf(shown, 'form_token'), action, client_id: demo.clientId, ...more }),
  })
  const next = await seeds.call('account.submitOwnPage', of(page, 'sign_in', { email, password }))
  const answering = (credential: string) => of(next, 'second_factor', { ticket: valueOf(next, 'ticket'), credential })
  return { page: next, answering }
}

const own = async (seeds: Seeds, odd: Odd = {}) => {
  const { bearer, device } = await withPasskeyAt(seeds, 'account')
  await factorOf(seeds, 'account', bearer)
  const at = await atOwn(seeds)
  return { ...at, device, credential: signedForPage(at.page, device, odd) }
}

/** Signed in there by a passkey, and not fresh any more. */
const stale = async (seeds: Seeds, device: Authenticator, entered: Answer) => {
  const cookies = { browser_session: cookieOf(entered, 'browser_session') }
  await seeds.wait(601)
  const shown = (await seeds.call('account.showOwnPage', { cookies }))!
  const sending = (credential: string) => ({
    cookies: { ...cookies, account_form: cookieOf(shown, 'account_form') },
    headers: browser,
    ...form({ form_token: valueOf(shown, 'form_token'), action: 'prove', credential }),
  })
  return { shown, sending, credential: signedForPage(shown, device) }
}

contract('account.submitOwnPage', {
  'opens by a passkey, which proves anew later, too': given(own, {
    send: ({ answering, credential }) => answering(credential),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, answer, { device }) => {
      const { shown, sending, credential } = await stale(seeds, device, answer)
      expect(shown.text).toContain('Is it you?')
      const proven = await seeds.call('account.submitOwnPage', sending(credential))
      expect([proven?.status, proven?.headers.get('location')]).toEqual([303, expect.stringContaining('done=prove')])
      expect((await seeds.call('account.submitOwnPage', sending(credential)))?.status).toBe(400)
    },
  }),
  'says so of a passkey that is not accepted, and asks again': given((seeds) => own(seeds, { userVerified: false }), {
    send: ({ answering, credential }) => answering(credential),
    expect: { status: 400, example: 'problem_page' },
    then: (_seeds, { text }) => {
      expect(text).toContain('data-passkey-step')
      expect(text).toContain('This passkey was not accepted')
      return Promise.resolve()
    },
  }),
  'has a passkey made where a second factor is required, before it opens': given(
    async (seeds) => {
      await seeds.caller(alice)
      await requireFactor(seeds, 'all')
      const at = await atOwn(seeds)
      return { ...at, credential: madeForPage(at.page, createAuthenticator()) }
    },
    { send: ({ answering, credential }) => answering(credential), expect: { status: 303, example: 'empty' } },
  ),
})
