import { expect } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract.ts'
import { type Case, contract, given } from '../harness/index.ts'
import { alice, bob, demoProject, pkce } from '../harness/people.ts'
import type { Sent } from '../harness/request.ts'
import type { Seeds } from '../harness/seeds.ts'
import { type ShownForm, browser, hosted, openForm, sent, sentByProgram } from './hosted-forms.ts'

type Submit =
  | 'project.submitSignIn'
  | 'project.submitSignUp'
  | 'project.submitVerification'
  | 'project.resendVerification'
  | 'project.submitForgotPassword'
  | 'project.submitNewPassword'

const { email, password } = alice
const newPassword = 'a quiet green lantern'
const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

/** AC-113: a page that nobody keeps, frames or adds to. */
const expectPage = ({ headers, text }: Answer) => {
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none'; style-src 'self' 'nonce-[\w-]{43}'; script-src 'self';/)
  expect(policy).toContain("form-action 'self' http://localhost:3000;")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(Buffer.byteLength(text)).toBeLessThan(14_000)
}

const expectCode = (answer: Answer) => {
  const { origin, pathname, searchParams } = new URL(answer.headers.get('location')!)
  expect(origin + pathname).toBe(demoProject.redirectUri)
  expect([...searchParams.keys()]).toEqual(['insforge_code'])
  expect(answer.cookies).toEqual(['hosted_form=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Strict'])
}

/** The code opens a session of the person. */
const opensSession = async (seeds: Seeds, answer: Answer, address: string) => {
  const code = new URL(answer.headers.get('location')!).searchParams.get('insforge_code')!
  const exchanged = await seeds.call('project.exchangeOAuthCode', { body: { code, code_verifier: pkce.verifier } })
  expect(exchanged?.body).toMatchObject({ user: { email: address } })
}

const problem = (words: string | RegExp) => (answer: Answer) => {
  expect(answer.text).toMatch(new RegExp(`role="alert">\\s*${typeof words === 'string' ? words : words.source}`))
  expectPage(answer)
}

/** A page, also where the operation is one of several: the types of their answers are one too many for the compiler. */
const page = <K extends OperationId>(
  status: number,
  example: string,
  answer: (answer: Answer) => void,
): Case<K, unknown>['expect'] => ({ status, example, answer }) as unknown as Case<K, unknown>['expect']

/** What each of the pages says first. */
const pages = {
  'project.showSignIn': ['sign_in_page', 'Sign in to Inbox Manager'],
  'project.showSignUp': ['sign_up_page', 'Join Inbox Manager'],
  'project.showForgotPassword': ['forgot_page', 'Forgot your password?'],
} as const

const shown = Object.entries(pages) as [keyof typeof pages, readonly [string, string]][]

for (const [id, [example, title]] of shown) {
  contract(id, {
    'shows the page, tied to this browser': {
      send: { query: hosted },
      expect: page(200, example, (answer) => {
        expect(answer.text).toContain(title)
        expect(answer.cookies[0]).toMatch(
          /^hosted_form=[\w-]{43}; Max-Age=3600; Path=\/auth; HttpOnly; Secure; SameSite=Strict$/,
        )
        expectPage(answer)
      }),
    },
    'AC-047 refuses an address that is not allowed': {
      send: { query: { ...hosted, redirect: 'https://evil.example/callback' } },
      expect: { error: 'invalid_redirect_uri' },
    },
    'AC-047 tells a person so on a page, and leads them nowhere': {
      send: { query: { ...hosted, redirect: 'https://evil.example/callback' }, headers: browser },
      expect: page(400, 'refusal_page', ({ text }) => expect(text).not.toContain('evil.example')),
    },
    'AC-049 refuses a request without a code challenge': {
      send: { query: { redirect: hosted.redirect } },
      expect: { error: 'invalid_request', detail: 'code_challenge: is missing' },
    },
  })
}

contract('project.showSignIn', {
  'leads to every provider that is on, with the same request': {
    send: { query: hosted },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => {
        const links = [...text.matchAll(/href="([^"]*\/api\/auth\/oauth\/[^"]*)"/g)].map(([, link]) => link)
        expect(links).toHaveLength(9)
        expect(links[0]).toContain('redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&amp;code_challenge=')
      },
    },
  },
  'offers no sign-up where nobody new may join': {
    given: (seeds) => seeds.projectConfig({ disableSignup: true }),
    send: { query: hosted },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => expect(text).not.toContain('Create an account'),
    },
  },
  'goes on to an app on the device': {
    given: (seeds) => seeds.projectConfig({ allowedRedirectUrls: ['myapp://callback'] }),
    send: { query: { ...hosted, redirect: 'myapp://callback' } },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ headers, text }) => {
        expect(text).toContain('an app on this device (myapp)')
        expect(headers.get('content-security-policy')).toContain("form-action 'self' myapp:;")
      },
    },
  },
})

/** What every form refuses in the same way; `again` is the page that it is shown on. */
const formRefusals = <K extends Submit>(
  fields: Readonly<Record<string, string>>,
  again: string,
): Record<string, Case<K, unknown>> => ({
  'AC-030 refuses a form that belongs to no browser': {
    send: { ...sentByProgram({ session: '', token: 'guess' }, fields), cookies: {} },
    expect: { error: 'csrf_mismatch' },
  },
  'AC-030 shows the form again that belongs to another browser': given<K, { mine: ShownForm; other: ShownForm }>(
    async (seeds) => ({ mine: await openForm(seeds), other: await openForm(seeds) }),
    {
      send: ({ mine, other }) => sent({ ...mine, token: other.token }, fields),
      expect: page(403, again, problem('The page was open for too long')),
    },
  ),
  'AC-047 refuses a redirect that is not allowed': given<K, ShownForm>(openForm, {
    send: (form) => ({ ...sentByProgram(form, fields), query: { ...hosted, redirect: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
})

/** AC-067: what is no single address gets no mail and makes no user. */
const addressRefusals = <K extends Submit>(
  fields: Readonly<Record<string, string>>,
): Record<string, Case<K, unknown>> => ({
  'AC-067 refuses an address that is more than one': given<K, ShownForm>(openForm, {
    send: (form) => sentByProgram(form, { ...fields, email: 'v@example.test,e@evil.test' }),
    expect: { error: 'invalid_request', detail: 'email: must be an email address' },
  }),
})

/** The same refusal as a page and, for a program, as the surface says it. */
const limited = <K extends Submit>(
  id: K,
  exhaust: (form: ShownForm, round: number) => Sent<K>,
  fields: Readonly<Record<string, string>>,
  again: string,
): Record<string, Case<K, unknown>> => {
  const exhausted = async (seeds: Seeds) => {
    const form = await openForm(seeds)
    await seeds.exhaust(id, (round) => exhaust(form, round))
    return form
  }
  return {
    'refuses too many tries': given<K, ShownForm>(exhausted, {
      send: (form) => sentByProgram(form, fields),
      expect: { error: 'too_many_requests' },
    }),
    'shows the form again after too many tries': given<K, ShownForm>(exhausted, {
      send: (form) => sent(form, fields),
      expect: page(429, again, (answer) => {
        problem(/Too many tries. Try again in (a minute|\d+ minutes)\./)(answer)
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      }),
    }),
  }
}

const known = async (seeds: Seeds) => {
  await seeds.projectUser(alice)
  return openForm(seeds)
}

contract('project.submitSignIn', {
  'sends the person back to the app with a code that opens a session': given(known, {
    send: (form) => sent(form, { email, password }),
    expect: { status: 303, example: 'empty', answer: expectCode },
    then: (seeds, answer) => opensSession(seeds, answer, email),
  }),
  'leads to the mailbox where the address has to be proven first': given(
    async (seeds) => {
      const form = await known(seeds)
      await seeds.projectConfig({ requireEmailVerification: true })
      return form
    },
    {
      send: (form) => sent(form, { email, password }),
      expect: {
        status: 200,
        example: 'verify_page',
        answer: (answer) => {
          expect(answer.text).toContain('We mailed a code to <strong>alice@example.test</strong>')
          expectPage(answer)
        },
      },
    },
  ),
  'AC-001 shows the form again after a wrong password, with the address': given(known, {
    send: (form) => sent(form, { email, password: 'guess' }),
    expect: {
      status: 401,
      example: 'sign_in_page',
      answer: (answer) => {
        problem('The email or the password is wrong.')(answer)
        expect(answer.text).toContain(`value="${email}"`)
        expect(answer.text).not.toContain('guess')
      },
    },
  }),
  'AC-001 says the same of an address that nobody has': given(openForm, {
    send: (form) => sentByProgram(form, { email: bob.email, password }),
    expect: { error: 'invalid_credentials' },
  }),
  'escapes what comes back': given(openForm, {
    send: (form) => sent(form, { email: '"><script>alert(1)</script>', password }),
    expect: {
      status: 401,
      example: 'sign_in_page',
      answer: ({ text }) => expect(text).not.toContain('<script>alert'),
    },
  }),
  'AC-047 tells a person on a page that a redirect is not allowed': given(openForm, {
    send: (form) => ({ ...sent(form, { email, password }), query: { ...hosted, redirect: 'https://evil.example/' } }),
    expect: {
      status: 400,
      example: 'refusal_page',
      answer: ({ headers }) => expect(headers.get('location')).toBeNull(),
    },
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('project.submitSignIn', 'overloaded'),
    send: sentByProgram({ session: 'x', token: 'x' }, { email, password }),
    expect: { error: 'overloaded' },
  },
  ...formRefusals({ email, password }, 'sign_in_page'),
  'refuses a form without an address': given(openForm, {
    send: (form) => sentByProgram(form, { password }),
    expect: { error: 'invalid_request', detail: 'email: is missing' },
  }),
  ...limited(
    'project.submitSignIn',
    (form) => sent(form, { email, password: 'guess' }),
    { email, password },
    'sign_in_page',
  ),
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
  'AC-003 leads to the mailbox where the address has to be proven first, whoever has it': given(
    async (seeds) => {
      await seeds.projectConfig({ requireEmailVerification: true })
      return openForm(seeds)
    },
    {
      send: (form) => sent(form, { email, password, name: '' }),
      expect: { status: 200, example: 'verify_page' },
      then: async (seeds, answer) => {
        const again = await seeds.call('project.submitSignUp', sent(await openForm(seeds), { email, password }))
        const plain = ({ text }: Answer) => text.replaceAll(/(nonce|value)="[\w-]{43}"/g, '')
        expect(plain(again!)).toBe(plain(answer))
      },
    },
  ),
  'AC-017 shows the form again with what is wrong with the password': given(openForm, {
    send: (form) => sent(form, { email, password: 'password1', name: 'Alice' }),
    expect: {
      status: 400,
      example: 'sign_up_page',
      answer: (answer) => {
        problem('This password is too common')(answer)
        expect(answer.text).toContain('value="Alice"')
        expect(answer.text).not.toContain('password1')
      },
    },
  }),
  'AC-017 says it to a program in the words of the surface': given(openForm, {
    send: (form) => sentByProgram(form, { email, password: 'password1' }),
    expect: { error: 'weak_password' },
  }),
  'shows the form again for an address that has a user': given(known, {
    send: (form) => sent(form, { email, password }),
    expect: { status: 409, example: 'sign_up_page', answer: problem('This email already has an account.') },
  }),
  'says it to a program too': given(known, {
    send: (form) => sentByProgram(form, { email, password }),
    expect: { error: 'user_exists' },
  }),
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
  ...formRefusals({ email, password }, 'sign_up_page'),
  ...addressRefusals({ email, password }),
  ...limited(
    'project.submitSignUp',
    (form, round) => sent(form, { email: `p${round}@example.test`, password: 'password' }),
    { email, password },
    'sign_up_page',
  ),
})

const toVerify = async (seeds: Seeds) => {
  const form = await known(seeds)
  return { form, code: (await seeds.mail(email, 'verify_email_code')).code ?? '123456' }
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
  'AC-006 shows the form again after a wrong code': given(toVerify, {
    send: ({ form, code }) => sent(form, { email, code: wrong(code) }),
    expect: { status: 400, example: 'verify_page', answer: problem('The code is wrong') },
  }),
  'AC-006 says it to a program in the words of the surface': given(openForm, {
    send: (form) => sentByProgram(form, { email, code: '123456' }),
    expect: { error: 'invalid_code' },
  }),
  ...formRefusals({ email, code: '123456' }, 'verify_page'),
  ...addressRefusals({ email, code: '123456' }),
  ...limited(
    'project.submitVerification',
    (form, round) => sent(form, { email: `p${round}@example.test`, code: '123456' }),
    { email, code: '123456' },
    'verify_page',
  ),
})

contract('project.resendVerification', {
  'mails another code, and waits for it': given(toVerify, {
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
    expect: { status: 400, example: 'verify_again_page', answer: problem('email: must be an email address') },
  }),
  ...formRefusals({ email }, 'verify_again_page'),
  ...addressRefusals({ email }),
  ...limited('project.resendVerification', (form) => sent(form, { email }), { email }, 'verify_again_page'),
})

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
    expect: { status: 400, example: 'forgot_page', answer: problem('email: must be an email address') },
  }),
  ...formRefusals({ email }, 'forgot_page'),
  ...addressRefusals({ email }),
  ...limited('project.submitForgotPassword', (form) => sent(form, { email }), { email }, 'forgot_page'),
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
    expect: { status: 400, example: 'reset_page', answer: problem('The code is wrong') },
  }),
  'says it to a program in the words of the surface': given(openForm, {
    send: (form) => sentByProgram(form, { email, code: '123456', password: newPassword }),
    expect: { error: 'invalid_code' },
  }),
  'AC-017 refuses a common password, and no try at the code is spent': given(toReset, {
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
  ...formRefusals({ email, code: '123456', password: newPassword }, 'reset_page'),
  ...addressRefusals({ email, code: '123456', password: newPassword }),
  ...limited(
    'project.submitNewPassword',
    (form, round) => sent(form, { email: `p${round}@example.test`, code: '123456', password: newPassword }),
    { email, code: '123456', password: newPassword },
    'reset_page',
  ),
})
