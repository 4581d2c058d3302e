import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { dana } from '../harness/seeds/backend.ts'
import { alice, asCredentials, bob, keyed } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { browser, expectSecretPage, onward } from './mailed-links.ts'

/** Alice and the link that her sign-up mailed. */
const link = async (seeds: Seeds) => {
  const user = await seeds.newcomer(alice)
  return { ...user, token: (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example' }
}

const isVerified = async (seeds: Seeds, bearer: string) => {
  const { identity } = (await seeds.call('account.me', { bearer }))?.body as { identity: { email_verified: boolean } }
  return identity.email_verified
}

/** One mail of a kind a minute. */
const linkOfAMinuteAgo = async (seeds: Seeds) => {
  const made = await link(seeds)
  await seeds.wait(61)
  return made
}

contract('account.sendEmailVerification', {
  'mails a link that retires the older one': given(linkOfAMinuteAgo, {
    send: ({ tokens }) => ({
      bearer: tokens.access_token,
      body: { email: 'ALICE@example.test', redirect_uri: onward },
    }),
    expect: { status: 202, example: 'mail_queued', body: ({ expires_in }) => expect(expires_in).toBe(86_400) },
    then: async (seeds, _answer, { token }) => {
      const mail = await seeds.mail(alice.email, 'verify_email_link')
      expect(mail.link).toMatch(new RegExp(`/auth/verify\\?token=${mail.token}$`))
      expect(mail.token).not.toBe(token)
      expect((await seeds.call('account.verifyEmail', { body: { token } }))?.status).toBe(400)
    },
  }),
  'needs no body': given((seeds) => seeds.newcomer(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token }),
    expect: { status: 202, example: 'mail_queued' },
  }),
  'mails nothing to an address that is proven': given(
    async (seeds) => {
      const user = await link(seeds)
      await seeds.call('account.verifyEmail', { body: { token: user.token } })
      return user
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token }),
      expect: { status: 202, example: 'mail_queued' },
      then: async (seeds) => {
        const mails = await seeds.call('service.listMail', { query: { to: alice.email } })
        expect((mails?.body as { messages: object[] }).messages).toHaveLength(1)
      },
    },
  ),
  'refuses an address that is not the user’s own': given((seeds) => seeds.newcomer(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { email: bob.email } }),
    expect: { error: 'invalid_request', detail: 'email: must be your own address' },
  }),
  'refuses a redirect that is not registered for the client': given((seeds) => seeds.newcomer(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { redirect_uri: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is not ours': { send: { bearer: 'nonsense' }, expect: { error: 'invalid_token' } },
  'refuses more mails from one address than the limit': given(
    async (seeds) => {
      const user = await seeds.newcomer(alice)
      await seeds.exhaust('account.sendEmailVerification', () => ({ bearer: user.tokens.access_token }))
      return user
    },
    {
      send: ({ tokens }) => ({ bearer: tokens.access_token }),
      expect: { error: 'too_many_requests', detail: 'mails asked for from one address' },
    },
  ),
})

contract('account.followVerificationLink', {
  'proves the address for whoever wants no page': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token } }),
    expect: {
      status: 200,
      example: 'verified',
      body: (body) => expect(body).toEqual({ email: alice.email, email_verified: true }),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, _answer, { tokens, token }) => {
      expect(await isVerified(seeds, tokens.access_token)).toBe(true)
      expect((await seeds.call('account.followVerificationLink', { query: { token } }))?.status).toBe(400)
    },
  }),
  'shows a browser a page, and uses nothing up (AC-045)': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: browser }),
    expect: {
      status: 200,
      example: 'verify_page',
      answer: (answer) => {
        expect(answer.text).toContain('action="/auth/verify"')
        expect(answer.text).toContain('action="/auth/decline-sign-up"')
        expectSecretPage(answer)
      },
    },
    then: async (seeds, _answer, { tokens, token }) => {
      expect(await isVerified(seeds, tokens.access_token)).toBe(false)
      expect((await seeds.call('account.verifyEmail', { body: { token } }))?.status).toBe(200)
    },
  }),
  'refuses an address without a token': { expect: { error: 'invalid_request', detail: 'token: is missing' } },
  'takes a link on the day, and none after it (AC-042)': given(
    async (seeds) => {
      const { token } = await link(seeds)
      await seeds.wait(86_390)
      expect(
        (await seeds.call('account.followVerificationLink', { query: { token }, headers: browser }))?.status ?? 200,
      ).toBe(200)
      await seeds.wait(11)
      return token
    },
    { send: (token) => ({ query: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a browser a link that does not work, on a page': {
    send: { query: { token: 'f'.repeat(64) }, headers: browser },
    expect: { status: 400, example: 'refusal_page', answer: expectSecretPage },
  },
  'refuses an origin that the client does not allow': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
    then: async (seeds, _answer, { tokens }) => expect(await isVerified(seeds, tokens.access_token)).toBe(false),
  }),
})

/** A stranger has signed up with Alice's address, and she has done so too. */
const contested = async (seeds: Seeds) => {
  await seeds.projectConfig({ requireEmailVerification: true })
  const elsewhere = { 'user-agent': 'a browser of somebody else' }
  await seeds.call('account.signUp', { headers: elsewhere, body: { ...asCredentials(alice), password: stranger } })
  const token = (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example'
  await seeds.call('account.signUp', { body: asCredentials(alice) })
  return token
}
const stranger = 'the password of a stranger'
const chosen = 'a quiet green lantern'

const signInAs = async (seeds: Seeds, password: string) =>
  (await seeds.call('account.signIn', { body: { ...asCredentials(alice), password } }))?.status

contract('account.verifyEmail', {
  'takes the address over from all others who signed up with it, with the password of this browser': given(contested, {
    send: (token) => ({ body: { token } }),
    expect: { status: 200, example: 'verified' },
    then: async (seeds) => {
      expect(await signInAs(seeds, stranger)).toBe(401)
      expect(await signInAs(seeds, alice.password)).toBe(200)
    },
  }),
  'leaves no password to somebody who proves it from elsewhere': given(contested, {
    send: (token) => ({ body: { token }, headers: { 'user-agent': 'a telephone' } }),
    expect: { status: 200, example: 'verified' },
    then: async (seeds) => {
      expect(await signInAs(seeds, stranger)).toBe(401)
      expect(await signInAs(seeds, alice.password)).toBe(401)
    },
  }),
  'takes the password that is chosen with the proof, where several have signed up': given(contested, {
    send: (token) => ({ body: { token, password: chosen } }),
    expect: { status: 200, example: 'verified' },
    then: async (seeds) => {
      expect(await signInAs(seeds, stranger)).toBe(401)
      expect(await signInAs(seeds, alice.password)).toBe(401)
      expect(await signInAs(seeds, chosen)).toBe(200)
    },
  }),
  'refuses a weak one, and leaves the link good': given(contested, {
    send: (token) => ({ body: { token, password: 'password' } }),
    expect: { error: 'weak_password' },
    then: async (seeds, _answer, token) =>
      expect((await seeds.call('account.verifyEmail', { body: { token, password: chosen } }))?.status).toBe(200),
  }),
  'asks a browser for the password, where several have signed up': given(contested, {
    send: (token) => ({ ...form({ token }), headers: browser }),
    expect: {
      status: 200,
      example: 'verified_page',
      answer: ({ text }) => expect(text).toContain('name="password"'),
    },
    then: async (seeds, _answer, token) => {
      const shown = await seeds.call('account.followVerificationLink', { query: { token }, headers: browser })
      expect(shown?.text).toContain('name="password"')
      // Whoever has signed up with neither password has them all deleted.
      expect(shown?.text).toMatch(/action="\/auth\/decline-sign-up"[^]*I did not sign up/)
      const weak = { ...form({ token, password: 'password' }), headers: browser }
      expect((await seeds.call('account.verifyEmail', weak))?.status).toBe(400)
      const sent = { ...form({ token, password: chosen }), headers: browser }
      expect((await seeds.call('account.verifyEmail', sent))?.text).toContain('Address confirmed')
      expect(await signInAs(seeds, chosen)).toBe(200)
      expect(await signInAs(seeds, stranger)).toBe(401)
    },
  }),
  'keeps the password and the sessions of the one sign-up, whatever password comes with the proof': given(link, {
    send: ({ token }) => ({ body: { token, password: chosen } }),
    expect: { status: 200, example: 'verified' },
    then: async (seeds, _answer, { tokens }) => {
      expect(await signInAs(seeds, alice.password)).toBe(200)
      expect(await signInAs(seeds, chosen)).toBe(401)
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(200)
    },
  }),
  'refuses a link of another surface, and leaves it good there': given(
    async (seeds) => {
      await seeds.appNewcomer(alice)
      return (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example'
    },
    {
      send: (token) => ({ body: { token } }),
      expect: { error: 'invalid_link' },
      then: async (seeds, _answer, token) =>
        expect((await seeds.call('app.verifyEmail', { headers: keyed(), body: { token } }))?.status).toBe(200),
    },
  ),
  'proves the address': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token } }),
    expect: { status: 200, example: 'verified' },
    then: async (seeds, _answer, { tokens, token }) => {
      expect(await isVerified(seeds, tokens.access_token)).toBe(true)
      expect((await seeds.call('account.signIn', { body: asCredentials(alice) }))?.status).toBe(200)
      expect((await seeds.call('account.verifyEmail', { body: { token } }))?.status).toBe(400)
    },
  }),
  'proves it by the form of our page, and says so': given((seeds) => link(seeds), {
    send: ({ token }) => ({
      ...form({ token }),
      headers: { ...browser, origin: 'null', 'sec-fetch-site': 'same-origin' },
    }),
    expect: {
      status: 200,
      example: 'verified_page',
      answer: (answer) => {
        expect(answer.text).toContain('Address confirmed')
        expectSecretPage(answer)
      },
    },
  }),
  'sends a browser on to where the mail was asked for, without the token': given(
    async (seeds) => {
      const { tokens } = await linkOfAMinuteAgo(seeds)
      await seeds.call('account.sendEmailVerification', { bearer: tokens.access_token, body: { redirect_uri: onward } })
      return (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example'
    },
    {
      send: (token) => ({ ...form({ token }), headers: browser }),
      expect: {
        status: 303,
        example: 'empty',
        answer: ({ headers }) => expect(headers.get('location')).toBe(onward),
      },
    },
  ),
  'refuses a body without a token': {
    send: { body: {} as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
  'refuses a token that was never mailed': { send: { body: { token: 'guess' } }, expect: { error: 'invalid_link' } },
  'refuses a browser a link that does not work, on a page': {
    send: { ...form({ token: 'f'.repeat(64) }), headers: browser },
    expect: { status: 400, example: 'refusal_page' },
  },
  'refuses an origin that the client does not allow': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})

contract('account.declineSignUp', {
  'deletes the user and what they set up': given(link, {
    send: ({ token }) => ({ body: { token } }),
    expect: { status: 200, example: 'declined', answer: ({ cookies }) => expect(cookies).toEqual([]) },
    then: async (seeds, _answer, { tokens, profile, token }) => {
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
      const refresh = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      expect(refresh?.status).toBe(401)
      expect(await signInAs(seeds, alice.password)).toBe(401)
      expect((await seeds.call('account.declineSignUp', { body: { token } }))?.status).toBe(400)
      await seeds.wait(61)
      const { profile: hers } = await seeds.caller(alice)
      expect(hers.id).not.toBe(profile.id)
    },
  }),
  'says so on a page, from the button of the page that the link opens': given(link, {
    send: ({ token }) => ({
      ...form({ token }),
      headers: { ...browser, origin: 'null', 'sec-fetch-site': 'same-origin' },
    }),
    expect: {
      status: 200,
      example: 'declined_page',
      answer: (answer) => {
        expect(answer.text).toContain('Account deleted')
        expectSecretPage(answer)
      },
    },
  }),
  'deletes a user of any surface from the page that their link opens': given(
    async (seeds) => {
      const user = await seeds.appNewcomer(alice)
      return { user, token: (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ ...form({ token }), headers: browser }),
      expect: { status: 200, example: 'declined_page' },
      then: async (seeds, _answer, { user }) => {
        const me = { headers: keyed(), bearer: user.access_token }
        expect((await seeds.call('app.getMe', me))?.status).toBe(401)
      },
    },
  ),
  'takes the tenant of an administrator along': given(
    async (seeds) => {
      const { access_token } = await seeds.newAdministrator(dana)
      return { access_token, token: (await seeds.mail(dana.email, 'verify_email_link')).token ?? 'example' }
    },
    {
      send: ({ token }) => ({ ...form({ token }), headers: browser }),
      expect: { status: 200, example: 'declined_page' },
      then: async (seeds, _answer, { access_token: bearer }) => {
        expect((await seeds.call('platform.getMe', { bearer }))?.status).toBe(401)
        await seeds.wait(61)
        // Its slug is free again.
        await seeds.platformCaller(dana)
      },
    },
  ),
  'deletes nobody who has proven their address': given(
    async (seeds) => {
      const user = await link(seeds)
      await seeds.call('account.verifyEmail', { body: { token: user.token } })
      return user
    },
    {
      send: ({ token }) => ({ body: { token } }),
      expect: { error: 'invalid_link' },
      then: async (seeds, _answer, { tokens }) => expect(await isVerified(seeds, tokens.access_token)).toBe(true),
    },
  ),
  'refuses a body without a token': {
    send: { body: {} as never },
    expect: { error: 'invalid_request', detail: 'token: is missing' },
  },
  'refuses a browser a link that does not work, on a page': {
    send: { ...form({ token: 'f'.repeat(64) }), headers: browser },
    expect: { status: 400, example: 'refusal_page' },
  },
  'refuses an origin that the client does not allow': given(link, {
    send: ({ token }) => ({ body: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
    then: async (seeds, _answer, { tokens }) => expect(await isVerified(seeds, tokens.access_token)).toBe(false),
  }),
})
