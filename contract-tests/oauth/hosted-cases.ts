// What the steps of the sign-in page have in common, for an app that asks as a client.
import { expect } from 'vitest'
import type { OperationId } from '../../generated/operations.ts'
import { page, refusal } from '../harness/dsl/any-operation.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { type Case, given } from '../harness/dsl/index.ts'
import { alice, asAuthorization, demo } from '../harness/fixtures/people.ts'
import { type Sent, form } from '../harness/requests/request.ts'
import { type Seeds, sharedWorld } from '../harness/seeds/seeds.ts'

export const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } as const
export const { email, password } = alice

type Show = 'oauth.showSignUp' | 'oauth.showForgotPassword'
type Submit =
  | 'oauth.submitSignUp'
  | 'oauth.submitForgotPassword'
  | 'oauth.resendVerification'
  | 'oauth.sendSignInLink'
  | 'oauth.submitSecondFactor'
  | 'oauth.submitPasskey'

/** What ties a form to the browser that it was shown to. */
export interface ShownForm {
  readonly session: string
  readonly token: string
}

export const openForm = (seeds: Seeds): Promise<ShownForm> => seeds.signInForm(asAuthorization)

export const known = async (seeds: Seeds): Promise<ShownForm> => {
  await seeds.caller(alice)
  return openForm(seeds)
}

/** As the browser sends it. */
export const sent = ({ session, token }: ShownForm, fields: Readonly<Record<string, string>>) => ({
  query: asAuthorization,
  headers: browser,
  cookies: { sign_in_form: session },
  ...form({ form_token: token, ...fields }),
})

/** As a program sends it, which wants no page. */
export const sentByProgram = (shown: ShownForm, fields: Readonly<Record<string, string>>) => ({
  ...sent(shown, fields),
  headers: { accept: 'application/json' },
})

/** The app's answer as a form: somebody is signed in in this browser, and the form that they filled in is over. */
export const expectFormPost = ({ text, cookies }: Answer): void => {
  expect(text).toContain('name="code"')
  expect(cookies.map((cookie) => cookie.split(';')[0]).sort()).toEqual([
    expect.stringMatching(/^browser_session=[\w-]{43}$/),
    'sign_in_form=',
  ])
}

/** A page that nobody keeps, frames or adds to, small enough for the first round of a connection. */
export const expectPage = ({ headers, cookies, text }: Answer) => {
  // A form is good with the cookie that comes with its page, and with no other one.
  if (text.includes('name="form_token"')) expect(cookies.join()).toMatch(/^\w+_form=[\w-]{43}; /)
  const policy = headers.get('content-security-policy') ?? ''
  expect(policy).toMatch(/^default-src 'none'; style-src 'self'( 'nonce-[\w-]{43}')?; script-src 'self';/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(text).toContain('<title>')
  expect(text).toMatch(/· Inbox Manager<\/title>/)
  expect(Buffer.byteLength(text)).toBeLessThan(14_000)
}

export const problem = (words: string | RegExp) => (answer: Answer) => {
  expect(answer.text).toMatch(new RegExp(`role="alert">\\s*${typeof words === 'string' ? words : words.source}`))
  expectPage(answer)
}

/** Where an answer sends the browser. */
export const sentTo = (answer: Answer) => {
  const [address, query] = (answer.headers.get('location') ?? '').split('?')
  return { address, ...Object.fromEntries(new URLSearchParams(query)) } as Readonly<Record<string, string>>
}

export const toldCode = (answer: Answer) =>
  expect(sentTo(answer)).toMatchObject({
    address: demo.redirectUri,
    code: expect.stringMatching(/^[\w-]{43}$/),
    state: asAuthorization.state,
    iss: demo.publicUrl,
  })

/** The code opens a session of the person. */
export const opensSession = async (seeds: Seeds, answer: Answer, address: string) => {
  const tokens = await seeds.tokensOfCode(sentTo(answer).code ?? '', asAuthorization)
  const me = await seeds.call('account.me', { bearer: tokens.access_token })
  expect(me?.body).toMatchObject({ identity: { email: address } })
}

const mistaken = { ...asAuthorization, scope: 'mail:burn' }
const toRequest = (answer: Answer) =>
  expect(sentTo(answer)).toMatchObject({ address: '/oauth2/authorize', ...mistaken })

/** What every page does when it is opened. */
export const pageCases = <K extends Show>(example: string, title: string): Record<string, Case<K, unknown>> => ({
  'shows the page, tied to this browser, in the name of the application': {
    send: { query: asAuthorization } as Sent<K>,
    expect: page(200, example, (answer) => {
      expect(answer.text).toContain(title)
      expect(answer.text).toContain(`href="/oauth2/authorize?client_id=${demo.clientId}&amp;`)
      expect(answer.cookies[0]).toMatch(
        /^sign_in_form=[\w-]{43}; Max-Age=3600; Path=\/oauth2\/authorize; HttpOnly; Secure; SameSite=Strict$/,
      )
      expectPage(answer)
    }),
  },
  ...requestCases<K>({}),
})

/** A request that is not as it should be is said by the authorization endpoint, to the app or here. */
export const requestCases = <K extends OperationId>(more: object): Record<string, Case<K, unknown>> => ({
  'leads a request that is not as it should be to where that is said': {
    send: { ...more, query: mistaken } as Sent<K>,
    expect: page(303, 'empty', toRequest),
  },
  'refuses an address that is not registered, and sends nobody there': {
    send: { ...more, query: { ...asAuthorization, redirect_uri: 'https://evil.example/' } } as Sent<K>,
    expect: refusal('invalid_redirect_uri'),
  },
  'refuses a request without its client': {
    send: { ...more, query: { redirect_uri: demo.redirectUri } as object } as Sent<K>,
    expect: refusal('invalid_request', 'client_id: is missing'),
  },
})

/** Says so to a person, too. */
export const refusalPageCase = <K extends OperationId>(): Record<string, Case<K, unknown>> => ({
  'says a refusal as a page to a person': {
    send: { query: { redirect_uri: demo.redirectUri } as object, headers: browser } as Sent<K>,
    expect: page(400, 'refusal_page', ({ text }) => expect(text).toContain('client_id: is missing')),
  },
})

/** What every form refuses in the same way. */
export const formRefusals = <K extends Submit>(
  fields: Readonly<Record<string, string>>,
): Record<string, Case<K, unknown>> => ({
  ...requestCases<K>(form({ form_token: 'x', ...fields })),
  'refuses a form that belongs to no browser': {
    send: { ...sentByProgram({ session: '', token: 'guess' }, fields), cookies: {} } as Sent<K>,
    expect: refusal('csrf_mismatch'),
  },
  'shows the form again that belongs to another browser': given<K, { mine: ShownForm; other: ShownForm }>(
    async (seeds) => ({ mine: await openForm(seeds), other: await openForm(seeds) }),
    {
      send: ({ mine, other }) => sent({ ...mine, token: other.token }, fields) as Sent<K>,
      expect: page(403, 'form_page', problem('The page was open for too long')),
    },
  ),
})

/** What is no single address gets no mail and makes no user. */
export const addressRefusals = <K extends Submit>(
  fields: Readonly<Record<string, string>>,
): Record<string, Case<K, unknown>> => {
  const several = { ...fields, email: 'v@example.test,e@evil.test' }
  return {
    'refuses an address that is more than one': given<K, ShownForm>(openForm, {
      send: (shown) => sentByProgram(shown, several) as Sent<K>,
      expect: refusal('invalid_request', 'email: must be an email address'),
    }),
    'shows a person what is wrong with it': given<K, ShownForm>(openForm, {
      send: (shown) => sent(shown, several) as Sent<K>,
      expect: page(400, 'form_page', problem('Type an email address in full')),
    }),
  }
}

/** The same refusal as a page and, for a program, as the surface says it. */
export const limited = <K extends Submit>(
  id: K,
  fieldsOf: (round: number) => Readonly<Record<string, string>>,
): Record<string, Case<K, unknown>> => {
  const exhausted = sharedWorld(async (seeds) => {
    const shown = await openForm(seeds)
    await seeds.exhaust(id, (round) => sent(shown, fieldsOf(round)) as Sent<K>)
    return shown
  })
  return {
    'refuses too many tries': given<K, ShownForm>(exhausted, {
      send: (shown) => sentByProgram(shown, fieldsOf(0)) as Sent<K>,
      expect: refusal('too_many_requests'),
    }),
    'shows the form again after too many tries': given<K, ShownForm>(exhausted, {
      send: (shown) => sent(shown, fieldsOf(0)) as Sent<K>,
      expect: page(429, 'form_page', problem(/Too many tries. Try again in \d+ minutes?\./)),
    }),
  }
}
