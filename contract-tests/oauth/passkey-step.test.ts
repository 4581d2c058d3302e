// A passkey in the second step of the service's pages: the sign-in pages and one's own account.
import { expect } from 'vitest'
import { openForm as openProjectForm, sent as sentToProject } from '../project/hosted-forms.ts'
import { expectCode } from '../project/hosted-cases.ts'
import { type Odd, createAuthenticator } from '../harness/fixtures/authenticator.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { type Authenticator, addPasskey } from '../harness/seeds/passkeys.ts'
import { madeForPage, requestAt, signedForPage, withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { alice, asAuthorization, bob, demo } from '../harness/fixtures/people.ts'
import { factorOf, signInAt } from '../harness/cases/reauthentication-cases.ts'
import { form } from '../harness/requests/request.ts'
import { requireFactor } from '../harness/seeds/required-factor.ts'
import { type Seeds, cookieOf } from '../harness/seeds/seeds.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'
import {
  browser,
  email,
  expectPage,
  openForm,
  opensSession,
  password,
  problem,
  refusalPageCase,
  requestCases,
  sent,
  sentByProgram,
  toldCode,
} from './hosted-cases.ts'

const valueOf = (page: Answer | undefined, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page?.text ?? '')?.[1] ?? 'x'

/** What the page that comes after the password holds. */
const afterPassword = async (seeds: Seeds) => {
  const first = await openForm(seeds)
  const page = await seeds.call('oauth.authorizeWithPassword', sent(first, { email, password }) as never)
  const shown = page ? { session: cookieOf(page, 'sign_in_form'), token: valueOf(page, 'form_token') } : first
  return { page, shown, ticket: valueOf(page, 'ticket') }
}

/** Somebody with an authenticator app and a passkey, who has typed their password. */
const asked = async (seeds: Seeds, odd: Odd = {}, made: Odd = {}) => {
  const { bearer, device } = await withPasskeyAt(seeds, 'account', made)
  const { secret } = await factorOf(seeds, 'account', bearer)
  await seeds.wait(30)
  const at = await afterPassword(seeds)
  return { ...at, device, secret, credential: signedForPage(at.page, device, odd) }
}
type Asked = Awaited<ReturnType<typeof asked>>

/** Somebody without any factor where one is required. */
const due = async (seeds: Seeds, odd: Odd = {}) => {
  await seeds.user(alice)
  await requireFactor(seeds, 'all')
  const device = createAuthenticator()
  const at = await afterPassword(seeds)
  return { ...at, device, credential: madeForPage(at.page, device, odd) }
}

const send = ({ shown, ticket, credential }: Pick<Asked, 'shown' | 'ticket' | 'credential'>) =>
  sent(shown, { ticket, credential })
const notAccepted = { status: 400, example: 'form_page', answer: problem('This passkey was not accepted') } as const

contract('oauth.submitSecondFactor', {
  'goes on to the app after a passkey': given(asked, {
    send,
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, answer, { page }) => {
      expect(page!.text).toContain('Use your passkey')
      expectPage(page!)
      await opensSession(seeds, answer, email)
    },
  }),
  'asks for the passkey or a code again after one that is not accepted': given(
    (seeds) => asked(seeds, { userVerified: false }),
    {
      send,
      expect: notAccepted,
      then: async (seeds, answer, { secret }) => {
        expect(answer.text).toContain('data-passkey-step')
        const shown = { session: cookieOf(answer, 'sign_in_form'), token: valueOf(answer, 'form_token') }
        const fields = { ticket: valueOf(answer, 'ticket'), code: await seeds.totp(secret) }
        toldCode((await seeds.call('oauth.submitSecondFactor', sent(shown, fields)))!)
      },
    },
  ),
  'says it to a program in the words of the surface': given((seeds) => asked(seeds, { rpId: 'evil.example' }), {
    send: ({ shown, ticket, credential }) => sentByProgram(shown, { ticket, credential }),
    expect: { error: 'invalid_passkey' },
  }),
  'refuses a signature of another page': given((seeds) => asked(seeds, { origin: 'https://localhost.evil.example' }), {
    send,
    expect: notAccepted,
  }),
  'refuses a copy of an authenticator, whose counter is behind': given(
    (seeds) => asked(seeds, { counter: 4 }, { counter: 5 }),
    { send, expect: notAccepted },
  ),
  'refuses what the ticket of an app was asked': given(
    async (seeds) => {
      const made = await asked(seeds)
      const ticket = ticketOf(await signInAt(seeds, 'account', alice))
      return { ...made, credential: JSON.stringify(made.device.get(await requestAt(seeds, 'account', ticket))) }
    },
    { send, expect: notAccepted },
  ),
  'refuses a passkey of somebody else': given(
    async (seeds) => {
      const made = await asked(seeds)
      const other = createAuthenticator()
      await addPasskey(seeds, 'account', (await seeds.user(bob)).tokens.access_token, other)
      return { ...made, credential: signedForPage(made.page, other) }
    },
    { send, expect: notAccepted },
  ),
  'sets a passkey up where a second factor is required, and goes on to the app': given(due, {
    send,
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, answer, { page, device }) => {
      expectPage(page!)
      await opensSession(seeds, answer, email)
      const next = await afterPassword(seeds)
      expect(next.page!.text).toContain('Sign in with your passkey')
      const credential = signedForPage(next.page, device)
      toldCode((await seeds.call('oauth.submitSecondFactor', send({ ...next, credential })))!)
    },
  }),
  'shows the same secret again after a passkey that is not accepted': given(
    (seeds) => due(seeds, { userVerified: false }),
    {
      send,
      expect: notAccepted,
      then: async (_seeds, answer, { page }) => {
        const secretOf = (one: Answer) => /<code>([A-Z2-7]{32})<\/code>/.exec(one.text)?.[1]
        expect(secretOf(answer)).toBe(secretOf(page!))
      },
    },
  ),
  'refuses a step without an answer': given(openForm, {
    send: (shown) => sentByProgram(shown, { ticket: 'guess' }),
    expect: { error: 'invalid_request', detail: 'code: is missing' },
  }),
  'refuses a text that is no answer of an authenticator': given(openForm, {
    send: (shown) => sentByProgram(shown, { ticket: 'guess', credential: '{"id":1}' }),
    expect: { error: 'invalid_passkey' },
  }),
})

contract('oauth.showSecondFactor', {
  'shows the sign-in page to a browser that did not come from a provider': {
    send: { query: asAuthorization },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: (answer) => {
        expect(answer.text).toContain('Forgot your password?')
        expectPage(answer)
      },
    },
  },
  'asks who came from one for what their ticket asks': given(
    async (seeds) => {
      const { bearer } = await withPasskeyAt(seeds, 'account')
      await factorOf(seeds, 'account', bearer)
      const { ticket } = await afterPassword(seeds)
      return { second_step: ticket }
    },
    {
      send: (cookies) => ({ query: asAuthorization, cookies }),
      expect: {
        status: 200,
        example: 'second_factor_page',
        answer: (answer) => {
          expect(answer.text).toContain('data-passkey-step')
          expectPage(answer)
        },
      },
    },
  ),
  ...requestCases<'oauth.showSecondFactor'>({}),
  ...refusalPageCase<'oauth.showSecondFactor'>(),
})

const atProject = async (seeds: Seeds) => {
  const first = await openProjectForm(seeds)
  const page = await seeds.call('project.submitSignIn', sentToProject(first, { email, password }))
  const shown = page ? { session: cookieOf(page, 'hosted_form'), token: valueOf(page, 'form_token') } : first
  return { page, shown, ticket: valueOf(page, 'ticket') }
}

const askedAtProject = async (seeds: Seeds, odd: Odd = {}) => {
  const { bearer, device } = await withPasskeyAt(seeds, 'account')
  await factorOf(seeds, 'account', bearer)
  const at = await atProject(seeds)
  return { ...at, credential: signedForPage(at.page, device, odd) }
}

contract('project.submitSecondFactor', {
  'goes on to the app after a passkey': given(askedAtProject, {
    send: ({ shown, ticket, credential }) => sentToProject(shown, { ticket, credential }),
    expect: { status: 303, example: 'empty', answer: expectCode },
  }),
  'says a passkey that is not accepted in the words of the surface': given(
    (seeds) => askedAtProject(seeds, { origin: 'https://localhost.evil.example' }),
    {
      send: ({ shown, ticket, credential }) => ({
        ...sentToProject(shown, { ticket, credential }),
        headers: { accept: 'application/json' },
      }),
      expect: { error: 'invalid_passkey' },
    },
  ),
  'sets a passkey up where a second factor is required': given(
    async (seeds) => {
      await seeds.user(alice)
      await requireFactor(seeds, 'all')
      const at = await atProject(seeds)
      return { ...at, credential: madeForPage(at.page, createAuthenticator()) }
    },
    {
      send: ({ shown, ticket, credential }) => sentToProject(shown, { ticket, credential }),
      expect: { status: 303, example: 'empty', answer: expectCode },
    },
  ),
})

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
      await seeds.user(alice)
      await requireFactor(seeds, 'all')
      const at = await atOwn(seeds)
      return { ...at, credential: madeForPage(at.page, createAuthenticator()) }
    },
    { send: ({ answering, credential }) => answering(credential), expect: { status: 303, example: 'empty' } },
  ),
})
