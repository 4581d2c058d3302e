import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { demoProject } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { browser, hosted, openForm, sent, sentByProgram } from './hosted-forms.ts'
import {
  addressRefusals,
  email,
  expectCode,
  expectPage,
  formRefusals,
  known,
  limited,
  opensSession,
  problem,
  wrong,
} from './hosted-cases.ts'

const toVerify = async (seeds: Seeds) => {
  const form = await known(seeds)
  return { form, code: (await seeds.mail(email, 'verify_email_code')).code ?? '123456' }
}

const toVerifyAgain = async (seeds: Seeds) => {
  const made = await toVerify(seeds)
  await seeds.wait(61)
  return made
}

contract('project.submitVerification', {
  'proves the address and sends the person back to the app': given(toVerify, {
    send: ({ form, code }) => sent(form, { email, code }),
    expect: { status: 303, example: 'empty', answer: expectCode },
    then: async (seeds, answer) => {
      await opensSession(seeds, answer, email)
      const users = await seeds.call('project.listUsers', { bearer: demoProject.apiKey })
      expect(users?.body).toMatchObject({ data: [{ email, emailVerified: true }] })
    },
  }),
  'takes a code in groups, as somebody pastes it': given(toVerify, {
    send: ({ form, code }) => sent(form, { email, code: `${code.slice(0, 3)} ${code.slice(3)}` }),
    expect: { status: 303, example: 'empty', answer: expectCode },
  }),
  'shows the form again after a wrong code (AC-006)': given(toVerify, {
    send: ({ form, code }) => sent(form, { email, code: wrong(code) }),
    expect: { status: 400, example: 'form_page', answer: problem('The code is wrong') },
  }),
  'says it to a program in the words of the surface (AC-006)': given(openForm, {
    send: (form) => sentByProgram(form, { email, code: '123456' }),
    expect: { error: 'invalid_code' },
  }),
  'gives no code to somebody with a second factor, which is not asked for here (AC-077)': {
    inside: 'whoever has a second factor has proven their address before',
    ...given(openForm, {
      send: (form) => sentByProgram(form, { email, code: '123456' }),
      expect: { error: 'second_factor_required' },
    }),
    given: async (seeds) => {
      const form = await openForm(seeds)
      seeds.fail('project.submitVerification', 'second_factor_required')
      return form
    },
  },
  ...formRefusals({ email, code: '123456' }),
  ...addressRefusals({ email, code: '123456' }),
  ...limited(
    'project.submitVerification',
    (form, round) => sent(form, { email: `p${round}@example.test`, code: '123456' }),
    { email, code: '123456' },
  ),
})

contract('project.resendVerification', {
  'mails another code, and waits for it': given(toVerifyAgain, {
    send: ({ form }) => sent(form, { email }),
    expect: {
      status: 200,
      example: 'verify_page',
      answer: (answer) => {
        expect(answer.text).toContain('a new one is on its way')
        expectPage(answer)
      },
    },
    then: async (seeds, _answer, { code }) => {
      const again = await seeds.call('project.verifyEmail', { body: { email, otp: code } })
      expect(again?.status).toBe(400)
    },
  }),
  'mails a link that leads back to this page where the settings say so': given(
    async (seeds) => {
      const form = await known(seeds)
      await seeds.wait(61)
      await seeds.projectConfig({ verifyEmailMethod: 'link' })
      return form
    },
    {
      send: (form) => sent(form, { email }),
      expect: {
        status: 200,
        example: 'verify_page',
        answer: ({ text }) => expect(text).toContain('We mailed a link to'),
      },
      then: async (seeds) => {
        const { token } = await seeds.mail(email, 'verify_email_link')
        const done = await seeds.call('account.verifyEmail', {
          headers: browser,
          raw: { type: 'application/x-www-form-urlencoded', text: `token=${token}` },
        })
        const back = new URL(done!.headers.get('location')!)
        expect(back.pathname).toBe('/auth/sign-in')
        expect(back.searchParams.get('redirect')).toBe(hosted.redirect)
      },
    },
  ),
  'shows the form again for an address that is none': given(openForm, {
    send: (form) => sent(form, { email: 'alice' }),
    expect: { status: 400, example: 'form_page', answer: problem('Type an email address in full') },
  }),
  ...formRefusals({ email }),
  ...addressRefusals({ email }),
  ...limited('project.resendVerification', (form) => sent(form, { email }), { email }),
})
