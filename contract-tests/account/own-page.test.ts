import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { createAuthenticator } from '../harness/fixtures/authenticator.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, demo } from '../harness/fixtures/people.ts'
import { factorOf } from '../harness/cases/reauthentication-cases.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, cookieOf, valueOf } from '../harness/seeds/seeds.ts'
import { browser } from './mailed-links.ts'

type Cookies = Readonly<Record<string, string>>
const new_password = 'lantern paper staple'
const url = `${demo.publicUrl}/oauth2/account`

/** The page as that browser has it now. */
const page = async (seeds: Seeds, cookies: Cookies = {}) => {
  const shown = await seeds.call('account.showOwnPage', { cookies })
  const account_form = shown ? cookieOf(shown, 'account_form') : 'example'
  const held: Cookies = { ...cookies, account_form }
  return { cookies: held, form_token: valueOf(shown, 'form_token'), text: shown?.text ?? '' }
}
/** Alice, signed in at our pages in a browser. */
const signedIn = async (seeds: Seeds) => {
  const { tokens } = await seeds.caller(alice)
  return { ...(await page(seeds, { browser_session: await seeds.browserSession(alice) })), bearer: tokens.access_token }
}
type Shown = { readonly cookies: Cookies; readonly form_token: string }
const sent = ({ cookies, form_token }: Shown, action: string, more: Record<string, string> = {}) => ({
  cookies,
  headers: browser,
  ...form({ form_token, action, ...more }),
})
/** Sends the form of a page that is got anew. */
const submit = async (seeds: Seeds, cookies: Cookies, action: string, more: Record<string, string> = {}) =>
  seeds.call('account.submitOwnPage', sent(await page(seeds, cookies), action, more))
const isSignedIn = async (seeds: Seeds, cookies: Cookies) => (await page(seeds, cookies)).text.includes('signed in as')
const signIn = async (seeds: Seeds, password: string) =>
  (await seeds.call('account.signIn', { body: { ...asCredentials(alice), password } }))?.status

contract('account.openOwnPage', {
  'goes on to the page with what it was sent': {
    send: { query: { client_id: demo.clientId, linked: 'google' } },
    expect: {
      status: 303,
      example: 'empty',
      answer: ({ headers }) => expect(headers.get('location')).toBe(`${url}?client_id=${demo.clientId}&linked=google`),
    },
  },
  'refuses a client id that is none': { send: { query: { client_id: 'x' } }, expect: { error: 'invalid_request' } },
})

contract('account.showOwnPage', {
  'asks who nobody is to sign in': {
    send: { query: { client_id: demo.clientId } },
    expect: { status: 200, example: 'own_page', answer: ({ text }) => expect(text).toContain('Sign in') },
  },
  'shows an account to its owner': given(signedIn, {
    send: ({ cookies }) => ({ cookies }),
    expect: { status: 200, example: 'own_page' },
    then: async (_seeds, { text, headers }) => {
      expect(text).toContain(alice.email)
      expect(text).toContain('Where you are signed in')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    },
  }),
  'shows nothing of an address that it was sent': given(signedIn, {
    send: ({ cookies }) => ({ cookies, query: { error: 'call-us-at-once', done: 'constructor' } }),
    expect: { status: 200, example: 'own_page' },
    then: async (_seeds, { text }) => expect(text).not.toMatch(/call-us|constructor|function/),
  }),
  'leads a person back to their app where nobody knows the client': {
    send: { query: { client_id: 'cid_nobody' }, headers: browser },
    expect: {
      status: 200,
      example: 'own_page',
      answer: ({ text }) => expect(text).toContain('Open this page from the app'),
    },
  },
  'refuses a page of a foreign origin that asks for a client': {
    send: { query: { client_id: demo.clientId }, headers: { origin: 'https://evil.example' } },
    expect: { error: 'origin_not_allowed' },
  },
  'refuses a client that nobody knows': {
    send: { query: { client_id: 'cid_nobody' } },
    expect: { error: 'unknown_client' },
  },
  'refuses a client id that is none': { send: { query: { client_id: 'x' } }, expect: { error: 'invalid_request' } },
})

/** What the page asks an authenticator with. */
const creationOf = ({ text }: { readonly text: string }): Wire['PasskeyCreationOptions'] => {
  const [, json = '{}'] = /data-new-passkey="([^"]*)"/.exec(text) ?? []
  return JSON.parse(json.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as Wire['PasskeyCreationOptions']
}
/** Alice's page, and what her authenticator has made for it. */
const touched = async (seeds: Seeds) => {
  const shown = await signedIn(seeds)
  const credential = shown.text === '' ? '{}' : JSON.stringify(createAuthenticator().create(creationOf(shown)))
  return { ...shown, credential }
}
const passkeysOf = async (seeds: Seeds, bearer: string) =>
  ((await seeds.call('account.listPasskeys', { bearer }))?.body as { data: { name: string }[] }).data.map(
    ({ name }) => name,
  )

contract('account.submitOwnPage', {
  'adds a passkey, once, by the name that it was given': given(touched, {
    send: (shown) => sent(shown, 'add_passkey', { credential: shown.credential, name: ' Laptop ' }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, { cookies, credential, bearer }) => {
      expect(await passkeysOf(seeds, bearer)).toEqual(['Laptop'])
      expect((await submit(seeds, cookies, 'add_passkey', { credential, name: 'Again' }))?.text).toContain(
        'not accepted',
      )
      expect(await passkeysOf(seeds, bearer)).toEqual(['Laptop'])
      const { text } = await page(seeds, cookies)
      const id = /id="name-([0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
      expect((await submit(seeds, cookies, 'rename_passkey', { id, name: 'Phone' }))?.status).toBe(303)
      expect(await passkeysOf(seeds, bearer)).toEqual(['Phone'])
      expect(text).toContain('New backup codes')
      expect((await submit(seeds, cookies, 'backup_codes'))?.text).toContain('Your backup codes')
    },
  }),
  'adds no passkey that was made for the page of somebody else': given(
    async (seeds) => {
      const hers = await touched(seeds)
      const bearer = (await seeds.caller(bob)).tokens.access_token
      return { hers, bearer, his: await page(seeds, { browser_session: await seeds.browserSession(bob) }) }
    },
    {
      send: ({ hers, his }) => sent(his, 'add_passkey', { credential: hers.credential, name: 'Stolen' }),
      expect: { status: 400, example: 'problem_page' },
      then: async (seeds, { text }, { hers, bearer }) => {
        expect(text).toContain('This passkey was not accepted')
        expect(await passkeysOf(seeds, bearer)).toEqual([])
        // Nor by the call of the account, which asks for challenges of its own.
        const body = { name: 'Stolen', credential: JSON.parse(hers.credential) as Wire['PasskeyAttestation'] }
        expect((await seeds.call('account.addPasskey', { bearer, body }))?.status).toBe(400)
      },
    },
  ),
  'adds no passkey that is none': given(touched, {
    send: (shown) => sent(shown, 'add_passkey', { credential: '{"id":1}' }),
    expect: { status: 400, example: 'problem_page' },
    then: async (_seeds, { text }) => expect(text).toContain('This passkey was not accepted'),
  }),
  'adds no passkey for a session that was left open': given(
    async (seeds) => {
      const shown = await touched(seeds)
      await seeds.wait(601)
      return shown
    },
    {
      send: (shown) => sent(shown, 'add_passkey', { credential: shown.credential, name: 'Laptop' }),
      expect: { status: 400, example: 'problem_page' },
      then: async (_seeds, { text }) => {
        expect(text).toContain('Show once more that it is you')
        expect(text).not.toContain('data-new-passkey')
      },
    },
  ),
  'signs in by password': given(
    async (seeds) => {
      await seeds.caller(alice)
      return page(seeds)
    },
    {
      send: (shown) => sent(shown, 'sign_in', { ...alice, client_id: demo.clientId }),
      expect: { status: 303, example: 'empty' },
      then: async (seeds, answer) =>
        expect(await isSignedIn(seeds, { browser_session: cookieOf(answer, 'browser_session') })).toBe(true),
    },
  ),
  'asks for a code where there is a second factor, and takes it once': given(
    async (seeds) => {
      const { tokens } = await seeds.caller(alice)
      const { secret } = await factorOf(seeds, 'account', tokens.access_token)
      await seeds.wait(30)
      return { ...(await page(seeds)), secret }
    },
    {
      send: (shown) => sent(shown, 'sign_in', { ...alice }),
      expect: { status: 200, example: 'shown_once' },
      then: async (seeds, { text }, { secret }) => {
        expect(text).toContain('authenticator app')
        const code = await seeds.totp(secret)
        const first = await submit(seeds, {}, 'sign_in', { ...alice, code })
        expect(first?.status).toBe(303)
        expect((await submit(seeds, {}, 'sign_in', { ...alice, code }))?.status).toBe(400)
        expect(await isSignedIn(seeds, { browser_session: cookieOf(first!, 'browser_session') })).toBe(true)
      },
    },
  ),
  'says that a password is wrong': given(
    async (seeds) => {
      await seeds.caller(alice)
      return page(seeds)
    },
    {
      send: (shown) => sent(shown, 'sign_in', { email: alice.email, password: 'wrong' }),
      expect: { status: 400, example: 'problem_page' },
      then: async (_seeds, { text, cookies }) => {
        expect(text).toContain('The email or the password is wrong.')
        expect(cookies.join()).not.toContain('browser_session')
      },
    },
  ),
  'leads who has signed in meanwhile to the page': given(
    async (seeds) => {
      const before = await page(seeds)
      await seeds.caller(alice)
      return { ...before, cookies: { ...before.cookies, browser_session: await seeds.browserSession(alice) } }
    },
    {
      send: (shown) => sent(shown, 'sign_in', { ...alice }),
      expect: {
        status: 303,
        example: 'empty',
        answer: ({ headers }) => expect(headers.get('location')).toBe(url),
      },
    },
  ),
  'changes the password, and goes on in this browser alone': given(signedIn, {
    send: (shown) => sent(shown, 'password', { new_password }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, answer, { cookies, bearer }) => {
      expect(answer.headers.get('location')).toBe(`${url}?done=password`)
      expect(await isSignedIn(seeds, { browser_session: cookieOf(answer, 'browser_session') })).toBe(true)
      expect(await isSignedIn(seeds, { browser_session: cookies.browser_session ?? '' })).toBe(false)
      expect((await seeds.call('account.me', { bearer }))?.status).toBe(401)
      expect([await signIn(seeds, alice.password), await signIn(seeds, new_password)]).toEqual([401, 200])
    },
  }),
  'asks once more who it is after ten minutes': given(
    async (seeds) => {
      const { cookies } = await signedIn(seeds)
      await seeds.wait(601)
      return page(seeds, { browser_session: cookies.browser_session ?? '' })
    },
    {
      send: (shown) => sent(shown, 'password', { new_password }),
      expect: { status: 400, example: 'problem_page' },
      then: async (seeds, _answer, { cookies }) => {
        const own = { browser_session: cookies.browser_session ?? '' }
        expect(await signIn(seeds, alice.password)).toBe(200)
        expect((await submit(seeds, own, 'prove', { password: 'wrong' }))?.status).toBe(400)
        expect((await submit(seeds, own, 'prove', { password: alice.password }))?.status).toBe(303)
        expect((await submit(seeds, own, 'password', { new_password }))?.status).toBe(303)
      },
    },
  ),
  'mails a link to a new address': given(signedIn, {
    send: (shown) => sent(shown, 'email', { email: 'alice@example.com' }),
    expect: { status: 303, example: 'empty' },
    then: async (seeds) => {
      const { token } = await seeds.mail('alice@example.com', 'change_address_link')
      expect((await seeds.call('account.changeEmail', { body: { token: token ?? '' } }))?.status).toBe(200)
    },
  }),
  'says to a person what is wrong with a new address': given(signedIn, {
    send: (shown) => sent(shown, 'email', { email: 'alice' }),
    expect: { status: 400, example: 'problem_page' },
    then: async (seeds, { text }, { cookies }) => {
      expect(text).toContain('Type an email address in full')
      const browser_session = cookies.browser_session ?? ''
      const again = await submit(seeds, { browser_session }, 'email', { email: alice.email })
      expect(again?.status).toBe(400)
      expect(again?.text).toContain('This is your address already')
    },
  }),
  'sets up two-step sign-in, and shows backup codes once': given(signedIn, {
    send: (shown) => sent(shown, 'factor_begin'),
    expect: { status: 200, example: 'shown_once' },
    then: async (seeds, { text }, { cookies }) => {
      const own = { browser_session: cookies.browser_session ?? '' }
      const secret = /<code>([A-Z2-7]+)<\/code>/.exec(text)?.[1] ?? ''
      const on = await submit(seeds, own, 'factor_on', { code: await seeds.totp(secret), name: ' Phone ' })
      expect(on?.text.match(/<code>[0-9a-f]{5}-[0-9a-f]{5}<\/code>/g)).toHaveLength(10)
      expect(await isSignedIn(seeds, own)).toBe(true)
      expect((await submit(seeds, own, 'backup_codes'))?.status).toBe(200)
      // Whoever has just shown the factor is not asked for it, in the session that takes this one's place either.
      const changed = await submit(seeds, own, 'password', { new_password })
      const next = { browser_session: changed ? cookieOf(changed, 'browser_session') : 'example' }
      expect(await isSignedIn(seeds, next)).toBe(true)
      const named = await page(seeds, next)
      expect(named.text).toContain('<bdi>Phone</bdi>')
      const id = /id="name-([0-9a-f-]{36})"/.exec(named.text)?.[1] ?? ''
      expect((await submit(seeds, next, 'rename_app', { id, name: 'Old phone' }))?.status).toBe(303)
      expect((await page(seeds, next)).text).toContain('<bdi>Old phone</bdi>')
      expect((await submit(seeds, next, 'factor_off', { id }))?.status).toBe(303)
      expect((await page(seeds, next)).text).not.toContain('Old phone')
    },
  }),
  'gives the data as a file': given(signedIn, {
    send: (shown) => sent(shown, 'download'),
    expect: { status: 200, example: 'data' },
  }),
  'begins to link a provider, by a link of the page': given(signedIn, {
    send: (shown) => sent(shown, 'link', { provider: 'google' }),
    expect: { status: 200, example: 'shown_once' },
    then: async (seeds, started, { cookies }) => {
      const href = /class="onward" href="([^"]*)"/.exec(started.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
      const location = new Headers({ location: href })
      const came = await seeds.atStandIn('google', { ...started, headers: location })
      const path = { provider: 'google' }
      await seeds.call('account.finishProviderSignIn', { path, query: came.answer, cookies: came.cookies })
      const own = { browser_session: cookies.browser_session ?? '' }
      const { text } = await page(seeds, own)
      const id = /name="action" value="unlink" \/><input type="hidden" name="id" value="([^"]*)"/.exec(text)?.[1] ?? ''
      expect((await submit(seeds, own, 'unlink', { id }))?.status).toBe(303)
    },
  }),
  'does nothing by the form of somebody who is signed out meanwhile, and begins anew': given(
    async (seeds) => {
      const shown = await signedIn(seeds)
      await seeds.call('account.submitOwnPage', sent(shown, 'sign_out'))
      return shown
    },
    {
      send: (shown) => sent(shown, 'end_others'),
      expect: { status: 303, example: 'empty' },
      then: async (seeds, answer, { bearer }) => {
        expect(answer.headers.get('location')).toBe(url)
        expect((await seeds.call('account.me', { bearer }))?.status).toBe(200)
      },
    },
  ),
  'signs out there and elsewhere': given(signedIn, {
    send: (shown) => sent(shown, 'end_others'),
    expect: { status: 303, example: 'empty' },
    then: async (seeds, _answer, { cookies, bearer }) => {
      const own = { browser_session: cookies.browser_session ?? '' }
      expect((await seeds.call('account.me', { bearer }))?.status).toBe(401)
      expect(await isSignedIn(seeds, own)).toBe(true)
      await submit(seeds, own, 'sign_out')
      expect(await isSignedIn(seeds, own)).toBe(false)
    },
  }),
  'deletes the account of who types its address': given(signedIn, {
    send: (shown) => sent(shown, 'delete', { confirm: bob.email }),
    expect: { status: 400, example: 'problem_page' },
    then: async (seeds, _answer, { cookies }) => {
      const own = { browser_session: cookies.browser_session ?? '' }
      expect(await isSignedIn(seeds, own)).toBe(true)
      expect((await submit(seeds, own, 'delete', { confirm: alice.email }))?.status).toBe(303)
      expect(await signIn(seeds, alice.password)).toBe(401)
    },
  }),
  'refuses a form that another browser got': given(signedIn, {
    send: ({ cookies, form_token }) => ({
      ...form({ form_token, action: 'delete', confirm: alice.email }),
      cookies: { ...cookies, account_form: 'another' },
    }),
    expect: { error: 'csrf_mismatch' },
    then: async (seeds) => expect(await signIn(seeds, alice.password)).toBe(200),
  }),
  'refuses a form of before somebody else signed in there': given(
    async (seeds) => {
      const hers = await signedIn(seeds)
      await seeds.caller(bob)
      return { ...hers, cookies: { ...hers.cookies, browser_session: await seeds.browserSession(bob) } }
    },
    {
      send: (shown) => sent(shown, 'end_others'),
      expect: {
        status: 403,
        example: 'refusal_page',
        answer: ({ text }) => {
          expect(text).toContain('The page was open for too long')
          expect(text).not.toContain('CSRF')
        },
      },
    },
  ),
  'refuses a client that nobody knows': given((seeds) => page(seeds), {
    send: (shown) => sent(shown, 'sign_in', { ...alice, client_id: 'cid_nobody' }),
    expect: { error: 'unknown_client' },
  }),
  'refuses a form without an action': given((seeds) => page(seeds), {
    send: ({ cookies, form_token }) => ({ cookies, ...form({ form_token }) }),
    expect: { error: 'invalid_request', detail: 'action: is missing' },
  }),
  'refuses a form that there is not, and does nothing': given(signedIn, {
    send: ({ cookies, form_token }) => ({ cookies, ...form({ form_token, action: 'end_everything' }) }),
    expect: { error: 'invalid_request' },
  }),
  'refuses a page of a foreign origin': given((seeds) => page(seeds), {
    send: (shown) => ({ ...sent(shown, 'sign_in', { ...alice }), headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})
