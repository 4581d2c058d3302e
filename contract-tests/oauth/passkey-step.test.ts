// A passkey in the second step of the sign-in pages.
import { expect } from 'vitest'
import { openForm as openProjectForm, sent as sentToProject } from '../project/hosted-forms.ts'
import { expectCode } from '../project/hosted-cases.ts'
import { type Odd, createAuthenticator } from '../harness/fixtures/authenticator.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { addPasskey } from '../harness/seeds/passkeys.ts'
import { madeForPage, requestAt, signedForPage, withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { alice, asAuthorization, asOpenId, bob } from '../harness/fixtures/people.ts'
import { factorOf, signInAt } from '../harness/cases/reauthentication-cases.ts'
import { requireFactor } from '../harness/seeds/required-factor.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'
import {
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
  sentTo,
  toldCode,
} from './hosted-cases.ts'

type Query = Readonly<Record<string, string>>

/** What the page that comes after the password holds. */
const afterPassword = async (seeds: Seeds, query: Query = asAuthorization) => {
  const first = await seeds.signInForm(query)
  const typed = { ...sent(first, { email, password }), query }
  const page = await seeds.call('oauth.authorizeWithPassword', typed as never)
  const shown = page ? { session: cookieOf(page, 'sign_in_form'), token: valueOf(page, 'form_token') } : first
  return { page, shown, ticket: valueOf(page, 'ticket') }
}

/** Somebody with an authenticator app and a passkey, who has typed their password. */
const asked = async (seeds: Seeds, odd: Odd = {}, made: Odd = {}, query: Query = asAuthorization) => {
  const { bearer, device } = await withPasskeyAt(seeds, 'account', made)
  const { secret } = await factorOf(seeds, 'account', bearer)
  await seeds.wait(30)
  const at = await afterPassword(seeds, query)
  return { ...at, device, secret, credential: signedForPage(at.page, device, odd) }
}
type Asked = Awaited<ReturnType<typeof asked>>

/** Somebody without any factor where one is required. */
const due = async (seeds: Seeds, odd: Odd = {}) => {
  await seeds.caller(alice)
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
  'says in the ID token that a key was shown, and its user verified': given((seeds) => asked(seeds, {}, {}, asOpenId), {
    send: (made) => ({ ...send(made), query: asOpenId }),
    expect: { status: 303, example: 'empty', answer: toldCode },
    then: async (seeds, answer) => {
      const { id_token } = await seeds.tokensOfCode(sentTo(answer).code ?? '', asOpenId)
      const claims = JSON.parse(Buffer.from(id_token!.split('.')[1]!, 'base64url').toString()) as { amr: string[] }
      expect(claims.amr).toEqual(['pop', 'user', 'mfa'])
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
      await addPasskey(seeds, 'account', (await seeds.caller(bob)).tokens.access_token, other)
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
      await seeds.caller(alice)
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
