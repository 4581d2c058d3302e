import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { bob } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { openForm, sent, sentByProgram } from './hosted-forms.ts'
import {
  addressRefusals,
  email,
  expectPage,
  formRefusals,
  known,
  limited,
  newPassword,
  pageCases,
  problem,
  wrong,
} from './hosted-cases.ts'

contract('project.showForgotPassword', pageCases('forgot_page', 'Forgot your password?'))

contract('project.submitForgotPassword', {
  'mails a code, and asks for it with the new password': given(known, {
    send: (form) => sent(form, { email }),
    expect: {
      status: 200,
      example: 'reset_page',
      answer: (answer) => {
        expect(answer.text).toContain('a code is on its way there')
        expectPage(answer)
      },
    },
    then: async (seeds) => expect((await seeds.mail(email, 'reset_password_code')).code).toMatch(/^\d{6}$/),
  }),
  'says the same to an address that nobody has': given(openForm, {
    send: (form) => sent(form, { email: bob.email }),
    expect: {
      status: 200,
      example: 'reset_page',
      answer: ({ text }) => expect(text).toContain('a code is on its way there'),
    },
  }),
  'mails a link where the settings say so': given(
    async (seeds) => {
      const form = await known(seeds)
      await seeds.projectConfig({ resetPasswordMethod: 'link' })
      return form
    },
    {
      send: (form) => sent(form, { email }),
      expect: {
        status: 200,
        example: 'reset_page',
        answer: ({ text }) => expect(text).toContain('a link is on its way there'),
      },
      then: async (seeds) => void (await seeds.mail(email, 'reset_password_link')),
    },
  ),
  'shows the form again for an address that is none': given(openForm, {
    send: (form) => sent(form, { email: 'alice' }),
    expect: { status: 400, example: 'form_page', answer: problem('Type an email address in full') },
  }),
  ...formRefusals({ email }),
  ...addressRefusals({ email }),
  ...limited('project.submitForgotPassword', (form) => sent(form, { email }), { email }),
})

const toReset = async (seeds: Seeds) => {
  const form = await known(seeds)
  await seeds.call('project.sendResetPassword', { body: { email } })
  return { form, code: (await seeds.mail(email, 'reset_password_code')).code ?? '123456' }
}

contract('project.submitNewPassword', {
  'changes the password, and asks to sign in with it': given(toReset, {
    send: ({ form, code }) => sent(form, { email, code, password: newPassword }),
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: (answer) => {
        expect(answer.text).toContain('Your password was changed. Sign in with it.')
        expect(answer.text).toContain(`value="${email}"`)
        expectPage(answer)
      },
    },
    then: async (seeds) => void (await seeds.projectSession({ email, password: newPassword })),
  }),
  'shows the form again after a wrong code': given(toReset, {
    send: ({ form, code }) => sent(form, { email, code: wrong(code), password: newPassword }),
    expect: { status: 400, example: 'form_page', answer: problem('The code is wrong') },
  }),
  'says it to a program in the words of the surface': given(openForm, {
    send: (form) => sentByProgram(form, { email, code: '123456', password: newPassword }),
    expect: { error: 'invalid_code' },
  }),
  'refuses a common password, and no try at the code is spent (AC-017)': given(toReset, {
    send: ({ form, code }) => sentByProgram(form, { email, code, password: 'password1' }),
    expect: { error: 'weak_password' },
    then: async (seeds, _answer, { form, code }) => {
      for (let round = 0; round < 6; round += 1) {
        await seeds.call('project.submitNewPassword', sent(form, { email, code, password: 'password1' }))
      }
      const done = await seeds.call('project.submitNewPassword', sent(form, { email, code, password: newPassword }))
      expect(done?.status).toBe(200)
    },
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('project.submitNewPassword', 'overloaded'),
    send: sentByProgram({ session: 'x', token: 'x' }, { email, code: '123456', password: newPassword }),
    expect: { error: 'overloaded' },
  },
  ...formRefusals({ email, code: '123456', password: newPassword }),
  ...addressRefusals({ email, code: '123456', password: newPassword }),
  ...limited(
    'project.submitNewPassword',
    (form, round) => sent(form, { email: `p${round}@example.test`, code: '123456', password: newPassword }),
    { email, code: '123456', password: newPassword },
  ),
})
