// A second factor that an environment requires, on the pages of the service: plain forms.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { openForm as openProjectForm, sent as sentToProject } from '../project/hosted-forms.ts'
import { expectCode } from '../project/hosted-cases.ts'
import { createAuthenticator } from '../harness/fixtures/authenticator.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asOpenId, carol, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { requireFactor } from '../harness/seeds/required-factor.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'
import {
  browser,
  email,
  expectPage,
  opensSession,
  openForm,
  password,
  problem,
  sent,
  toldCode,
} from './hosted-cases.ts'

/** What is to be scanned, or typed. */
const secretOf = (page: Answer | undefined) => /<code>([A-Z2-7]{32})<\/code>/.exec(page?.text ?? '')?.[1]

const required = async (seeds: Seeds) => {
  const before = await seeds.caller(alice)
  await requireFactor(seeds, 'all')
  return before
}

/** Somebody who has typed their password, and is shown a second factor to set up. */
const shownOne = async (seeds: Seeds) => {
  await required(seeds)
  const first = await openForm(seeds)
  const page = await seeds.call('oauth.authorizeWithPassword', sent(first, { email, password }) as never)
  const shown = page ? { session: cookieOf(page, 'sign_in_form'), token: valueOf(page, 'form_token') } : first
  const secret = secretOf(page)
  return { page, shown, secret, ticket: valueOf(page, 'ticket'), code: await seeds.totp(secret ?? 'GEZDGNBVGY3TQOJQ') }
}

contract('oauth.submitSecondFactor', {
  'sets up a second factor that is required, and goes on to the app': given(shownOne, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code }),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, answer, { page }) => {
      expectPage(page!)
      expect(page!.text.match(/<code>[0-9a-f]{5}-[0-9a-f]{5}<\/code>/g)).toHaveLength(10)
      await opensSession(seeds, answer, email)
    },
  }),
  'shows the same one again after a wrong code': given(shownOne, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code: code === '000000' ? '111111' : '000000' }),
    expect: { status: 400, example: 'form_page', answer: problem('The code is wrong') },
    then: async (_seeds, answer, { secret }) => expect(secretOf(answer)).toBe(secret),
  }),
})

contract('oauth.authorize', {
  'does not go on as who signed in before it was required, and has none': given(
    async (seeds) => {
      await seeds.caller(alice)
      const browser_session = await seeds.browserSession(alice)
      await requireFactor(seeds, 'all')
      return { browser_session }
    },
    {
      send: (cookies) => ({ query: asOpenId, cookies }),
      expect: { status: 200, example: 'sign_in_page' },
      then: async (_seeds, { text }) => expect(text).toContain('Forgot your password?'),
    },
  ),
})

contract('project.submitSecondFactor', {
  'sets up a second factor that is required, and goes on to the app': given(
    async (seeds) => {
      await required(seeds)
      const first = await openProjectForm(seeds)
      const page = await seeds.call('project.submitSignIn', sentToProject(first, { email, password }))
      const shown = page ? { session: cookieOf(page, 'hosted_form'), token: valueOf(page, 'form_token') } : first
      return { shown, ticket: valueOf(page, 'ticket'), code: await seeds.totp(secretOf(page) ?? 'GEZDGNBVGY3TQOJQ') }
    },
    {
      send: ({ shown, ticket, code }) => sentToProject(shown, { ticket, code }),
      expect: { status: 303, example: 'empty', answer: expectCode },
    },
  ),
})

const withPasskey = async (seeds: Seeds) => {
  const { tokens } = await seeds.caller(alice)
  const bearer = tokens.access_token
  const options = (await seeds.call('account.beginPasskey', { bearer }))?.body as
    Wire['AccountPasskeyCreation'] | undefined
  if (options) {
    const credential = createAuthenticator().create(options.public_key)
    const made = await seeds.call('account.addPasskey', { bearer, body: { name: 'Laptop', credential } })
    expect(made?.status).toBe(201)
  }
  await requireFactor(seeds, 'all')
  return openForm(seeds)
}

contract('oauth.authorizeWithPassword', {
  'asks who has passkeys alone for one of them, and shows nobody with the password another factor': given(withPasskey, {
    send: (shown) => sent(shown, { email, password }) as never,
    expect: { status: 200, example: 'second_factor_page' },
    then: async (_seeds, answer) => {
      expect(answer.text).toContain('Sign in with your passkey')
      expect(secretOf(answer)).toBeUndefined()
    },
  }),
})

const openOwn = async (seeds: Seeds) => {
  await required(seeds)
  const page = await seeds.call('account.showOwnPage', { query: { client_id: demo.clientId } })
  const account_form = page ? cookieOf(page, 'account_form') : 'example'
  const of = (shown: Answer | undefined, action: string, more: Record<string, string>) => ({
    cookies: { account_form: shown ? cookieOf(shown, 'account_form') : account_form },
    headers: browser,
    ...form({ form_token: valueOf(shown, 'form_token'), action, client_id: demo.clientId, ...more }),
  })
  const asked = await seeds.call('account.submitOwnPage', of(page, 'sign_in', { email, password }))
  if (asked) expect(asked.cookies.join()).not.toContain('browser_session=')
  const code = await seeds.totp(secretOf(asked) ?? 'GEZDGNBVGY3TQOJQ')
  return {
    sent: (typed = code) => of(asked, 'second_factor', { ticket: valueOf(asked, 'ticket'), code: typed }),
    asked,
  }
}

contract('account.submitOwnPage', {
  'sets up a second factor that is required before it opens': given(openOwn, {
    send: (own) => own.sent(),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, answer, { asked }) => {
      expect(asked!.text).toContain('Set up your second step')
      const cookies = { browser_session: cookieOf(answer, 'browser_session') }
      expect((await seeds.call('account.showOwnPage', { cookies }))?.text).toContain('signed in as')
    },
  }),
  'shows the same one again after a wrong first code': given(openOwn, {
    send: (own) => own.sent('abcdef'),
    expect: { status: 400, example: 'problem_page' },
    then: async (_seeds, answer, { asked }) => expect(secretOf(answer)).toBe(secretOf(asked)),
  }),
})

const invited = async (seeds: Seeds) => {
  const owner = await seeds.user(alice)
  const { accountId, tokens } = owner
  const body = { email: carol.email, role: 'member', client_id: demo.clientId } as const
  await seeds.call('account.inviteMember', { path: { account_id: accountId }, bearer: tokens.access_token, body })
  const { token } = await seeds.mail(carol.email, 'invitation')
  await requireFactor(seeds, 'all')
  return { token: token ?? 'x' }
}

contract('account.acceptInvitation', {
  'lets somebody new in where a second factor is required, once they have set one up': given(invited, {
    send: ({ token }) => ({ body: { token } }) as never,
    expect: { error: 'second_factor_required' },
    then: async (seeds, answer) => {
      const { mfa_token, enrolment } = answer.body as Wire['AccountSignIn403Problem']
      const code = await seeds.totp(enrolment!.secret)
      const body = { client_id: demo.clientId, mfa_token: mfa_token!, code }
      const signedIn = await seeds.call('account.challengeMfa', { body })
      expect((signedIn?.body as Wire['AuthenticationResult']).profile.active_membership).toMatchObject({
        role: 'member',
      })
    },
  }),
})
