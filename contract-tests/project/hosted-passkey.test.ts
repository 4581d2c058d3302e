import { signedForPage, withPasskeyAt } from '../harness/cases/passkeys-for-factors.ts'
import { factorOf } from '../harness/cases/reauthentication-cases.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Odd } from '../harness/fixtures/authenticator.ts'
import { requireFactor } from '../harness/seeds/required-factor.ts'
import { type Seeds, cookieOf, sharedWorld, valueOf } from '../harness/seeds/seeds.ts'
import { email, expectCode, formRefusals, opensSession, problem } from './hosted-cases.ts'
import { browser, hosted, openForm, sent, sentByProgram } from './hosted-forms.ts'

const openPage = async (seeds: Seeds) => {
  const page = await seeds.call('project.showSignIn', { query: hosted, headers: browser })
  return { page, shown: { session: page ? cookieOf(page, 'hosted_form') : 'x', token: valueOf(page, 'form_token') } }
}

/** Somebody with a passkey, at the sign-in page, who has touched their authenticator. */
const touched = async (seeds: Seeds, odd: Odd = {}, made: Odd = {}) => {
  const { device, bearer } = await withPasskeyAt(seeds, 'account', made)
  const { page, shown } = await openPage(seeds)
  return { device, bearer, shown, credential: signedForPage(page, device, odd, 'data-passkey') }
}

const notAccepted = (page: Answer) => problem('This passkey was not accepted')(page)

const tired = sharedWorld(async (seeds) => {
  const made = await touched(seeds, { userVerified: false })
  await seeds.exhaust('project.submitPasskey', () => sentByProgram(made.shown, { credential: made.credential }))
  return made
})

contract('project.submitPasskey', {
  'sends the person back to the app with a code that opens a session': given(touched, {
    send: ({ shown, credential }) => sent(shown, { credential }),
    expect: { status: 303, example: 'empty', answer: expectCode },
    then: (seeds, answer) => opensSession(seeds, answer, email),
  }),
  'asks nobody for a second factor, where one is required, too': given(
    async (seeds) => {
      const made = await touched(seeds)
      await factorOf(seeds, 'account', made.bearer)
      await requireFactor(seeds, 'all')
      return made
    },
    {
      send: ({ shown, credential }) => sent(shown, { credential }),
      expect: { status: 303, example: 'empty', answer: expectCode },
      then: (seeds, answer) => opensSession(seeds, answer, email),
    },
  ),
  'shows the form again after a passkey that is not accepted': given(
    (seeds) => touched(seeds, { userVerified: false }),
    {
      send: ({ shown, credential }) => sent(shown, { credential }),
      expect: { status: 400, example: 'form_page', answer: notAccepted },
    },
  ),
  'says it to a program in the words of the surface': given(
    (seeds) => touched(seeds, { origin: 'https://localhost.evil.example' }),
    { send: ({ shown, credential }) => sentByProgram(shown, { credential }), expect: { error: 'invalid_passkey' } },
  ),
  'refuses another domain': given((seeds) => touched(seeds, { rpId: 'evil.example' }), {
    send: ({ shown, credential }) => sentByProgram(shown, { credential }),
    expect: { error: 'invalid_passkey' },
  }),
  'refuses one that does not say whose it is': given((seeds) => touched(seeds, { userHandle: null }), {
    send: ({ shown, credential }) => sentByProgram(shown, { credential }),
    expect: { error: 'invalid_passkey' },
  }),
  'refuses a copy of an authenticator, whose counter is behind': given(
    (seeds) => touched(seeds, { counter: 4 }, { counter: 5 }),
    { send: ({ shown, credential }) => sentByProgram(shown, { credential }), expect: { error: 'invalid_passkey' } },
  ),
  'refuses what another browser was asked': given(
    async (seeds) => ({ ...(await touched(seeds)), other: await openForm(seeds) }),
    { send: ({ other, credential }) => sentByProgram(other, { credential }), expect: { error: 'invalid_passkey' } },
  ),
  'refuses an answer that was used': given(
    async (seeds) => {
      const made = await touched(seeds)
      await seeds.call('project.submitPasskey', sent(made.shown, { credential: made.credential }))
      return made
    },
    { send: ({ shown, credential }) => sentByProgram(shown, { credential }), expect: { error: 'invalid_passkey' } },
  ),
  ...formRefusals({ credential: '{}' }),
  'refuses too many tries': given(tired, {
    send: ({ shown, credential }) => sentByProgram(shown, { credential }),
    expect: { error: 'too_many_requests' },
  }),
  'shows the form again after too many tries': given(tired, {
    send: ({ shown, credential }) => sent(shown, { credential }),
    expect: { status: 429, example: 'form_page', answer: problem(/Too many tries/) },
  }),
})
