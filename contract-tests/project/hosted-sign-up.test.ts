import { expect } from 'vitest'
import { page } from '../harness/dsl/any-operation.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { demoProject } from '../harness/fixtures/people.ts'
import type { Answer } from '../harness/contract/contract.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { browser, hosted, openForm, sent, sentByProgram } from './hosted-forms.ts'
import {
  addressRefusals,
  email,
  expectCode,
  formRefusals,
  known,
  limited,
  opensSession,
  pageCases,
  password,
  problem,
} from './hosted-cases.ts'

/** Nobody new may join. */
const close = (seeds: Seeds) => seeds.projectConfig({ disableSignup: true })

contract('project.showSignUp', {
  ...pageCases('sign_up_page', 'Create your account'),
  'shows a person the sign-in page, which says that nobody new may join': {
    given: close,
    send: { query: hosted, headers: browser },
    expect: page(403, 'sign_in_page', (answer) => {
      problem('New accounts cannot be made here.')(answer)
      expect(answer.text).toContain('action="/auth/hosted/sign-in?')
      expect(answer.text).not.toContain('/auth/hosted/sign-up')
    }),
  },
  'refuses a program where nobody new may join': {
    given: close,
    send: { query: hosted },
    expect: { error: 'sign_up_disabled' },
  },
})

contract('project.submitSignUp', {
  'makes a user, and sends them back to the app with a code that opens a session': given(openForm, {
    send: (form) => sent(form, { email, password, name: 'Alice Doe' }),
    expect: { status: 303, example: 'empty', answer: expectCode },
    then: async (seeds, answer) => {
      await opensSession(seeds, answer, email)
      const users = await seeds.call('project.listUsers', { bearer: demoProject.apiKey })
      expect(users?.body).toMatchObject({ data: [{ email, profile: { name: 'Alice Doe' } }] })
    },
  }),
  'leads to the mailbox where the address has to be proven first, whoever has it (AC-003)': given(
    async (seeds) => {
      await seeds.projectConfig({ requireEmailVerification: true })
      return openForm(seeds)
    },
    {
      send: (form) => sent(form, { email, password, name: '' }),
      expect: { status: 200, example: 'verify_page' },
      then: async (seeds, answer) => {
        expect(answer.text).toMatch(/name="form_token" value="[\w-]{43}"/)
        const again = await seeds.call('project.submitSignUp', sent(await openForm(seeds), { email, password }))
        const plain = ({ text }: Answer) => text.replaceAll(/(nonce|value)="[\w-]{43}"/g, '')
        expect(plain(again!)).toBe(plain(answer))
      },
    },
  ),
  'shows the form again with what is wrong with the password (AC-017)': given(openForm, {
    send: (form) => sent(form, { email, password: 'password1', name: 'Alice' }),
    expect: {
      status: 400,
      example: 'form_page',
      answer: (answer) => {
        problem('This password is too common')(answer)
        expect(answer.text).toContain('value="Alice"')
        expect(answer.text).not.toContain('password1')
      },
    },
  }),
  'says it to a program in the words of the surface (AC-017)': given(openForm, {
    send: (form) => sentByProgram(form, { email, password: 'password1' }),
    expect: { error: 'weak_password' },
  }),
  'shows the form again for an address that has a user': given(known, {
    send: (form) => sent(form, { email, password }),
    expect: { status: 409, example: 'form_page', answer: problem('This email already has an account.') },
  }),
  'says it to a program too': given(known, {
    send: (form) => sentByProgram(form, { email, password }),
    expect: { error: 'user_exists' },
  }),
  'shows the sign-in page to whoever still has the form when nobody new may join any more': given(
    async (seeds) => {
      const form = await openForm(seeds)
      await close(seeds)
      return form
    },
    {
      send: (form) => sent(form, { email, password }),
      expect: {
        status: 403,
        example: 'form_page',
        answer: (answer) => {
          problem('New accounts cannot be made here.')(answer)
          expect(answer.text).not.toContain('/auth/hosted/sign-up')
        },
      },
    },
  ),
  'refuses everybody where nobody new may join': given(
    async (seeds) => {
      await seeds.projectConfig({ disableSignup: true })
      return openForm(seeds)
    },
    { send: (form) => sentByProgram(form, { email, password }), expect: { error: 'sign_up_disabled' } },
  ),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('project.submitSignUp', 'overloaded'),
    send: sentByProgram({ session: 'x', token: 'x' }, { email, password }),
    expect: { error: 'overloaded' },
  },
  ...formRefusals({ email, password }),
  ...addressRefusals({ email, password }),
  ...limited(
    'project.submitSignUp',
    (form, round) => sent(form, { email: `p${round}@example.test`, password: 'password' }),
    { email, password },
  ),
})
