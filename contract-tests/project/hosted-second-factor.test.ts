import { contract, given } from '../harness/dsl/index.ts'
import { alice } from '../harness/fixtures/people.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { type Seeds, cookieOf, sharedWorld, valueOf } from '../harness/seeds/seeds.ts'
import { email, expectCode, formRefusals, opensSession, password, problem, wrong } from './hosted-cases.ts'
import { openForm, sent, sentByProgram } from './hosted-forms.ts'

/** Somebody who has typed their password, and is asked for a code. */
const asked = async (seeds: Seeds) => {
  const { access_token } = await seeds.appCaller(alice)
  const factor = await seeds.secondFactor('app', access_token)
  // The step of the enrolment is used up.
  await seeds.wait(30)
  const page = await seeds.call('project.submitSignIn', sent(await openForm(seeds), { email, password }))
  const shown = { session: page ? cookieOf(page, 'hosted_form') : 'x', token: valueOf(page, 'form_token') }
  return { ...factor, access_token, shown, ticket: valueOf(page, 'ticket'), code: await seeds.totp(factor.secret) }
}

/** The same, after too many wrong codes at another operation. */
const tired = sharedWorld(async (seeds) => {
  const made = await asked(seeds)
  const tried = { ...asUser(made), body: { code: wrong(made.code) } }
  await seeds.exhaust('app.disableMfa', () => tried)
  return made
})

contract('project.submitSecondFactor', {
  'sends the person back to the app with a code that opens a session': given(asked, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code }),
    expect: { status: 303, example: 'empty', answer: expectCode },
    then: (seeds, answer) => opensSession(seeds, answer, email),
  }),
  'takes a backup code': given(asked, {
    send: ({ shown, ticket, backupCodes }) => sent(shown, { ticket, code: backupCodes[0]! }),
    expect: { status: 303, example: 'empty', answer: expectCode },
  }),
  'shows the form again after a wrong code': given(asked, {
    send: ({ shown, ticket, code }) => sent(shown, { ticket, code: wrong(code) }),
    expect: { status: 400, example: 'form_page', answer: problem('The code is wrong') },
  }),
  'says it to a program in the words of the surface': given(asked, {
    send: ({ shown, ticket, code }) => sentByProgram(shown, { ticket, code: wrong(code) }),
    expect: { error: 'invalid_code' },
  }),
  'begins anew with a ticket that nobody gave': given(openForm, {
    send: (shown) => sent(shown, { ticket: 'guess', code: '123456' }),
    expect: { status: 401, example: 'form_page', answer: problem('This took too long. Sign in again.') },
  }),
  'refuses such a ticket to a program': given(openForm, {
    send: (shown) => sentByProgram(shown, { ticket: 'guess', code: '123456' }),
    expect: { error: 'invalid_mfa_token' },
  }),
  'refuses a form without a code': given(openForm, {
    send: (shown) => sentByProgram(shown, { ticket: 'guess' }),
    expect: { error: 'invalid_request' },
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
