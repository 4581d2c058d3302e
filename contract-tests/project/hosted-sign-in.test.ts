import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import { wordsOf } from '../harness/requests/request.ts'
import { type Seeds, cookieOf } from '../harness/seeds/seeds.ts'
import { hosted, openForm, sent, sentByProgram, withoutCode } from './hosted-forms.ts'
import {
  email,
  expectCode,
  expectPage,
  formRefusals,
  known,
  limited,
  opensSession,
  pageCases,
  password,
  problem,
} from './hosted-cases.ts'

contract('project.showSignIn', {
  ...pageCases('sign_in_page', '<h1 id="title">Sign in</h1>'),
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
  'opens for a browser that wants a session and no code, and offers no provider, which would need one': {
    send: { query: { ...withoutCode, utm_source: 'x' } as never },
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: ({ text }) => expect(text).not.toContain('/api/auth/oauth/'),
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
        expect(wordsOf(text)).toContain('an app on this device (myapp)')
        expect(headers.get('content-security-policy')).toContain("form-action 'self' myapp:;")
      },
    },
  },
})

const withFactor = async (seeds: Seeds) => {
  await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
  return openForm(seeds)
}

contract('project.submitSignIn', {
  'sends the person back to the app with a code that opens a session': given(known, {
    send: (form) => sent(form, { email, password }),
    expect: { status: 303, example: 'empty', answer: expectCode },
    then: (seeds, answer) => opensSession(seeds, answer, email),
  }),
  'sends a browser back signed in, where no code was asked for': given(
    async (seeds) => {
      await seeds.projectUser(alice)
      return openForm(seeds, withoutCode)
    },
    {
      send: (form) => ({ ...sent(form, { email, password }), query: withoutCode }),
      expect: {
        status: 303,
        example: 'empty',
        answer: ({ headers, cookies }) => {
          expect(headers.get('location')).toBe(withoutCode.redirect)
          expect(cookies).toHaveLength(2)
          expect(cookies[1]).toMatch(
            /^refresh_token=[\w-]{43}; Max-Age=604800; Path=\/api\/auth; HttpOnly; Secure; SameSite=Lax$/,
          )
        },
      },
      then: async (seeds, answer) => {
        const cookies = { refresh_token: cookieOf(answer, 'refresh_token') }
        const { csrfToken } = (await seeds.call('project.getCsrfToken', { cookies }))!.body as { csrfToken: string }
        const refreshed = await seeds.call('project.refresh', { cookies, headers: { 'x-csrf-token': csrfToken } })
        expect(refreshed?.body).toMatchObject({ user: { email } })
        expect((await seeds.call('project.refresh', { cookies }))?.status).toBe(403)
      },
    },
  ),
  'asks for the second factor where no code was asked for, too': given(
    async (seeds) => {
      await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
      return openForm(seeds, withoutCode)
    },
    {
      send: (form) => ({ ...sent(form, { email, password }), query: withoutCode }),
      expect: {
        status: 200,
        example: 'second_factor_page',
        answer: ({ cookies }) => expect(cookies.join()).not.toContain('refresh_token'),
      },
    },
  ),
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
          expect(wordsOf(answer.text)).toContain('We mailed a code to alice@example.test')
          expectPage(answer)
        },
      },
    },
  ),
  'shows the form again after a wrong password, with the address (AC-001)': given(known, {
    send: (form) => sent(form, { email, password: 'guess' }),
    expect: {
      status: 401,
      example: 'form_page',
      answer: (answer) => {
        problem('The email or the password is wrong.')(answer)
        expect(answer.text).toContain(`value="${email}"`)
        expect(answer.text).not.toContain('guess')
      },
    },
  }),
  'says the same of an address that nobody has (AC-001)': given(openForm, {
    send: (form) => sentByProgram(form, { email: bob.email, password }),
    expect: { error: 'invalid_credentials' },
  }),
  'asks a person for their second factor': given(withFactor, {
    send: (form) => sent(form, { email, password }),
    expect: {
      status: 200,
      example: 'second_factor_page',
      answer: (answer) => {
        expect(answer.text).toContain('a code of your authenticator app')
        expectPage(answer)
      },
    },
  }),
  'says it to a program in the words of the surface (AC-077)': given(withFactor, {
    send: (form) => sentByProgram(form, { email, password }),
    expect: { error: 'second_factor_required' },
  }),
  'escapes what comes back': given(openForm, {
    send: (form) => sent(form, { email: '"><script>alert(1)</script>', password }),
    expect: {
      status: 401,
      example: 'form_page',
      answer: ({ text }) => expect(text).not.toContain('<script>alert'),
    },
  }),
  'tells a person on a page that a redirect is not allowed (AC-047)': given(openForm, {
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
  ...formRefusals({ email, password }),
  'refuses a form without an address': given(openForm, {
    send: (form) => sentByProgram(form, { password }),
    expect: { error: 'invalid_request', detail: 'email: is missing' },
  }),
  ...limited('project.submitSignIn', (form) => sent(form, { email, password: 'guess' }), { email, password }),
})
