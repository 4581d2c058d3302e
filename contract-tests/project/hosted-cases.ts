// What the forms of the project's own sign-in page have in common: what they answer, and what they refuse.
import { expect } from 'vitest'
import { page } from '../harness/dsl/any-operation.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { type Case, given } from '../harness/dsl/index.ts'
import { alice, demoProject, pkce } from '../harness/fixtures/people.ts'
import type { Sent } from '../harness/requests/request.ts'
import { type Seeds, sharedWorld } from '../harness/seeds/seeds.ts'
import { type ShownForm, browser, hosted, openForm, sent, sentByProgram } from './hosted-forms.ts'

type Show = 'project.showSignIn' | 'project.showSignUp' | 'project.showForgotPassword'
type Submit =
  | 'project.submitSignIn'
  | 'project.submitSecondFactor'
  | 'project.submitPasskey'
  | 'project.submitSignUp'
  | 'project.submitVerification'
  | 'project.resendVerification'
  | 'project.submitForgotPassword'
  | 'project.submitNewPassword'

export const { email, password } = alice
export const newPassword = 'a quiet green lantern'
export const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

/** AC-113: a page that nobody keeps, frames or adds to. */
export const expectPage = ({ headers, text }: Answer) => {
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none'; style-src 'self' 'nonce-[\w-]{43}'; script-src 'self';/)
  expect(policy).toContain("form-action 'self' http://localhost:3000;")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(Buffer.byteLength(text)).toBeLessThan(14_000)
}

export const expectCode = (answer: Answer) => {
  const { origin, pathname, searchParams } = new URL(answer.headers.get('location')!)
  expect(origin + pathname).toBe(demoProject.redirectUri)
  expect([...searchParams.keys()]).toEqual(['insforge_code'])
  expect(answer.cookies).toEqual(['hosted_form=; Max-Age=0; Path=/auth; HttpOnly; Secure; SameSite=Strict'])
}

/** The code opens a session of the person. */
export const opensSession = async (seeds: Seeds, answer: Answer, address: string) => {
  const code = new URL(answer.headers.get('location')!).searchParams.get('insforge_code')!
  const exchanged = await seeds.call('project.exchangeOAuthCode', { body: { code, code_verifier: pkce.verifier } })
  expect(exchanged?.body).toMatchObject({ user: { email: address } })
}

export const problem = (words: string | RegExp) => (answer: Answer) => {
  expect(answer.text).toMatch(new RegExp(`role="alert">\\s*${typeof words === 'string' ? words : words.source}`))
  expectPage(answer)
}

/** What every page does when it is opened. */
export const pageCases = <K extends Show>(example: string, title: string): Record<string, Case<K, unknown>> => ({
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
  'refuses an address that is not allowed (AC-047)': {
    send: { query: { ...hosted, redirect: 'https://evil.example/callback' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'tells a person so on a page, and leads them nowhere (AC-047)': {
    send: { query: { ...hosted, redirect: 'https://evil.example/callback' }, headers: browser },
    expect: page(400, 'refusal_page', ({ text }) => expect(text).not.toContain('evil.example')),
  },
  'refuses a client that is no browser without a code challenge (AC-049)': {
    send: { query: { redirect: hosted.redirect, client_type: 'mobile' } },
    expect: { error: 'invalid_request', detail: 'code_challenge: is missing' },
  },
})

/** What every form refuses in the same way. */
export const formRefusals = <K extends Submit>(
  fields: Readonly<Record<string, string>>,
): Record<string, Case<K, unknown>> => ({
  'refuses a form that belongs to no browser (AC-030)': {
    send: { ...sentByProgram({ session: '', token: 'guess' }, fields), cookies: {} },
    expect: { error: 'csrf_mismatch' },
  },
  'shows the form again that belongs to another browser (AC-030)': given<K, { mine: ShownForm; other: ShownForm }>(
    async (seeds) => ({ mine: await openForm(seeds), other: await openForm(seeds) }),
    {
      send: ({ mine, other }) => sent({ ...mine, token: other.token }, fields),
      expect: page(403, 'form_page', problem('The page was open for too long')),
    },
  ),
  'refuses a redirect that is not allowed (AC-047)': given<K, ShownForm>(openForm, {
    send: (form) => ({ ...sentByProgram(form, fields), query: { ...hosted, redirect: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
})

/** AC-067: what is no single address gets no mail and makes no user. */
export const addressRefusals = <K extends Submit>(
  fields: Readonly<Record<string, string>>,
): Record<string, Case<K, unknown>> => ({
  'refuses an address that is more than one (AC-067)': given<K, ShownForm>(openForm, {
    send: (form) => sentByProgram(form, { ...fields, email: 'v@example.test,e@evil.test' }),
    expect: { error: 'invalid_request', detail: 'email: must be an email address' },
  }),
})

/** The same refusal as a page and, for a program, as the surface says it. */
export const limited = <K extends Submit>(
  id: K,
  exhaust: (form: ShownForm, round: number) => Sent<K>,
  fields: Readonly<Record<string, string>>,
): Record<string, Case<K, unknown>> => {
  const exhausted = sharedWorld(async (seeds) => {
    const form = await openForm(seeds)
    await seeds.exhaust(id, (round) => exhaust(form, round))
    return form
  })
  return {
    'refuses too many tries': given<K, ShownForm>(exhausted, {
      send: (form) => sentByProgram(form, fields),
      expect: { error: 'too_many_requests' },
    }),
    'shows the form again after too many tries': given<K, ShownForm>(exhausted, {
      send: (form) => sent(form, fields),
      expect: page(429, 'form_page', (answer) => {
        problem(/Too many tries. Try again in \d+ minutes?\./)(answer)
        expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
      }),
    }),
  }
}

export const known = async (seeds: Seeds) => {
  await seeds.projectUser(alice)
  return openForm(seeds)
}
