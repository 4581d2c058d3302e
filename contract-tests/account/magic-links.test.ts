import { expect } from 'vitest'
import { namesOf } from '../harness/contract/contract.ts'
import { heldBack } from '../harness/dsl/held-back.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import { type Seeds, cookieOf } from '../harness/seeds/seeds.ts'
import { forbiddenLinks, linksOfPages, linksOfLeftAccounts, mailedSignIn } from './forbidden-links.ts'
import { asked, browser, expectSecretPage, onward, refusedMails } from './mailed-links.ts'

/** Alice and the link she was mailed. */
const link = async (seeds: Seeds, more: { redirect_uri?: string } = {}) => {
  const user = await seeds.newcomer(alice)
  await seeds.call('account.sendMagicLink', { body: { ...asked(alice), ...more } })
  const mail = await seeds.mail(alice.email, 'magic_link')
  return { ...user, token: mail.token ?? 'example', link: mail.link }
}

contract('account.sendMagicLink', {
  'mails a link': {
    given: (seeds) => seeds.caller(alice),
    send: { headers: { origin: demo.origin }, body: { ...asked(alice), redirect_uri: onward } },
    expect: { status: 202, example: 'mail_queued', body: ({ expires_in }) => expect(expires_in).toBe(900) },
    then: async (seeds) => {
      const mail = await seeds.mail(alice.email, 'magic_link')
      expect(mail.token).toMatch(/^[0-9a-f]{64}$/)
      expect(mail.link).toMatch(new RegExp(`^https?://[^/?]+/auth/sign-in-with-token\\?token=${mail.token}$`))
    },
  },
  'says the same for an address without a user, and mails nothing': {
    given: (seeds) => seeds.caller(alice),
    send: { body: asked(bob) },
    expect: { status: 202, example: 'mail_queued' },
    then: async (seeds, answer) => {
      const known = await seeds.call('account.sendMagicLink', { body: asked(alice) })
      expect(answer.text).toBe(known?.text)
      expect(namesOf(answer)).toEqual(namesOf(known!))
      expect((await seeds.call('service.listMail', { query: { to: bob.email } }))?.body).toEqual({ messages: [] })
    },
  },
  ...heldBack('account.sendMagicLink', {
    given: (seeds) => seeds.caller(alice),
    sent: { body: asked(alice) },
    to: alice.email,
    kind: 'magic_link',
    expected: { status: 202, example: 'mail_queued' },
  }),
  ...refusedMails,
  'refuses more mails from one address than the limit': {
    given: (seeds) => seeds.exhaust('account.sendMagicLink', () => ({ body: asked(alice) })),
    send: { body: { ...asked(alice), email: 'ALICE@example.test' } },
    expect: {
      error: 'too_many_requests',
      detail: 'mails asked for from one address',
      answer: ({ headers }) => expect(headers.get('ratelimit-remaining')).toBe('0'),
    },
  },
})

contract('account.followSignInLink', {
  ...linksOfPages<'account.followSignInLink'>(link, (token) => ({ query: { token } }), 'account.signInWithToken'),
  ...forbiddenLinks<'account.followSignInLink'>(mailedSignIn, (token) => ({ query: { token } })),
  ...linksOfLeftAccounts<'account.followSignInLink'>(mailedSignIn, (token) => ({ query: { token } })),
  'signs in whoever wants no page': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token } }),
    expect: {
      status: 200,
      example: 'signed_in',
      answer: ({ cookies }) =>
        expect(cookies[0]).toMatch(
          /^refresh_token=[\w-]{43}; Max-Age=1209600; Path=\/auth; HttpOnly; Secure; SameSite=Lax$/,
        ),
    },
    then: async (seeds, answer, { token, profile }) => {
      const { tokens } = answer.body as typeof answer.body & { tokens: { access_token: string } }
      const me = await seeds.call('account.me', { bearer: tokens.access_token })
      expect(me?.body).toMatchObject({ id: profile.id, identity: { email_verified: true } })
      expect((await seeds.call('account.followSignInLink', { query: { token } }))?.status).toBe(400)
    },
  }),
  'shows a browser a page, and uses nothing up (AC-045)': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: browser }),
    expect: {
      status: 200,
      example: 'sign_in_page',
      answer: (answer) => {
        expect(answer.text).toContain('action="/auth/sign-in-with-token"')
        expect(answer.text).toContain(alice.email)
        expect(answer.cookies).toEqual([])
        expectSecretPage(answer)
      },
    },
    then: async (seeds, _answer, { token }) =>
      expect((await seeds.call('account.followSignInLink', { query: { token } }))?.status).toBe(200),
  }),
  'refuses an address without a token': { expect: { error: 'invalid_request', detail: 'token: is missing' } },
  'refuses a token that was never mailed': {
    send: { query: { token: 'f'.repeat(64) } },
    expect: { error: 'invalid_link' },
  },
  'refuses a browser a link that was used, on a page (AC-038)': given(
    async (seeds) => {
      const { token } = await link(seeds)
      await seeds.call('account.signInWithToken', { body: { token } })
      return token
    },
    {
      send: (token) => ({ query: { token }, headers: browser }),
      expect: { status: 400, example: 'refusal_page', answer: expectSecretPage },
    },
  ),
  'refuses a link that a newer one retired (AC-041)': given(
    async (seeds) => {
      const { token } = await link(seeds)
      await seeds.wait(60)
      await seeds.call('account.sendMagicLink', { body: asked(alice) })
      return token
    },
    {
      send: (token) => ({ query: { token } }),
      expect: { error: 'invalid_link' },
    },
  ),
  'refuses a link after its 15 minutes (AC-042)': given(
    async (seeds) => {
      const { token } = await link(seeds)
      await seeds.wait(901)
      return token
    },
    { send: (token) => ({ query: { token } }), expect: { error: 'invalid_link' } },
  ),
  'takes a link just before (AC-042)': given(
    async (seeds) => {
      const { token } = await link(seeds)
      await seeds.wait(890)
      return token
    },
    { send: (token) => ({ query: { token } }), expect: { status: 200, example: 'signed_in' } },
  ),
  'refuses an origin that the client does not allow, and uses nothing up': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
    then: async (seeds, _answer, { token }) =>
      expect((await seeds.call('account.followSignInLink', { query: { token } }))?.status).toBe(200),
  }),
})

contract('account.signInWithToken', {
  ...linksOfPages<'account.signInWithToken'>(link, (token) => ({ body: { token } }), 'account.signInWithToken'),
  ...forbiddenLinks<'account.signInWithToken'>(mailedSignIn, (token) => ({ body: { token } })),
  ...linksOfLeftAccounts<'account.signInWithToken'>(mailedSignIn, (token) => ({ body: { token } })),
  'signs in': given((seeds) => link(seeds), {
    send: ({ token }) => ({ headers: { origin: demo.origin }, body: { token } }),
    expect: {
      status: 200,
      example: 'signed_in',
      body: (body) =>
        expect(body).toMatchObject({ profile: { identity: { email: alice.email, email_verified: true } } }),
    },
    then: async (seeds, _answer, { token }) =>
      expect((await seeds.call('account.signInWithToken', { body: { token } }))?.status).toBe(400),
  }),
  'signs in a browser by the form of our page, and says so': given((seeds) => link(seeds), {
    send: ({ token }) => ({
      ...form({ token }),
      headers: { ...browser, origin: 'null', 'sec-fetch-site': 'same-origin' },
    }),
    expect: {
      status: 200,
      example: 'signed_in_page',
      answer: (answer) => {
        expect(answer.text).toContain('You are signed in')
        expectSecretPage(answer)
      },
    },
    then: async (seeds, answer, { profile }) => {
      const me = await seeds.call('account.me', { cookies: { refresh_token: cookieOf(answer, 'refresh_token') } })
      expect(me?.body).toMatchObject({ id: profile.id })
    },
  }),
  'sends a browser on to where the mail was asked for, without the token': given(
    (seeds) => link(seeds, { redirect_uri: 'http://localhost:9999/callback' }),
    {
      send: ({ token }) => ({ ...form({ token }), headers: browser }),
      expect: {
        status: 303,
        example: 'empty',
        answer: ({ headers, cookies }) => {
          expect(headers.get('location')).toBe('http://localhost:9999/callback')
          expect(cookies).toHaveLength(1)
        },
      },
    },
  ),
  'renews the CSRF pair that a browser came with (AC-028)': given(
    async (seeds) => ({ ...(await link(seeds)), csrf: await seeds.csrf() }),
    {
      send: ({ token, csrf }) => ({
        body: { token },
        cookies: { csrf_session: csrf.session, refresh_token: 'planted' },
      }),
      expect: { status: 200, example: 'signed_in' },
      then: async (seeds, answer, { csrf }) => {
        const session = cookieOf(answer, 'csrf_session')
        expect(session).not.toBe(csrf.session)
        expect(cookieOf(answer, 'refresh_token')).not.toBe('planted')
        const now = await seeds.call('account.getCsrfToken', {
          cookies: { csrf_session: session, refresh_token: cookieOf(answer, 'refresh_token') },
        })
        expect(now?.headers.get('x-csrf-token')).toBe(answer.headers.get('x-csrf-token'))
      },
    },
  ),
  'puts out whoever signed up with an address they never proved (AC-060)': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token } }),
    expect: { status: 200, example: 'signed_in' },
    then: async (seeds, answer, { tokens }) => {
      expect(answer.body).toMatchObject({ profile: { credentials: [{ type: 'email' }] } })
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
      expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(401)
    },
  }),
  'leaves the password and the sessions of a proven address': given(
    async (seeds) => {
      const user = await seeds.caller(alice)
      await seeds.call('account.sendMagicLink', { body: asked(alice) })
      return { ...user, token: (await seeds.mail(alice.email, 'magic_link')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { status: 200, example: 'signed_in' },
      then: async (seeds, _answer, { tokens }) => {
        expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200)
        expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(200)
      },
    },
  ),
  'refuses a body without a token': {
    send: { body: {} as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
  'refuses to be told whose link it is (AC-040)': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token, email: bob.email } as never }),
    expect: { error: 'invalid_request', detail: 'email: is not a field of this request' },
  }),
  'refuses the link of another mail': given(
    async (seeds) => {
      await seeds.newcomer(alice)
      return (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example'
    },
    { send: (token) => ({ body: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a browser a link that does not work, on a page': {
    send: { ...form({ token: 'f'.repeat(64) }), headers: browser },
    expect: { status: 400, example: 'refusal_page', answer: expectSecretPage },
  },
  'refuses the form of a foreign page, and uses nothing up': given((seeds) => link(seeds), {
    send: ({ token }) => ({ ...form({ token }), headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } }),
    expect: { error: 'origin_not_allowed' },
    then: async (seeds, _answer, { token }) =>
      expect((await seeds.call('account.signInWithToken', { body: { token } }))?.status).toBe(200),
  }),
})
