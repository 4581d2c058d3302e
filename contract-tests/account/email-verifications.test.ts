import { expect } from 'vitest'
import { contract, given } from '../harness/index.ts'
import { alice, asCredentials, bob } from '../harness/people.ts'
import { form } from '../harness/request.ts'
import type { Seeds } from '../harness/seeds.ts'
import { browser, expectSecretPage, onward } from './mailed-links.ts'

/** Alice and the link that her sign-up mailed. */
const link = async (seeds: Seeds) => {
  const user = await seeds.user(alice)
  return { ...user, token: (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example' }
}

const isVerified = async (seeds: Seeds, bearer: string) => {
  const { identity } = (await seeds.call('account.me', { bearer }))?.body as { identity: { email_verified: boolean } }
  return identity.email_verified
}

contract('account.sendEmailVerification', {
  'mails a link that retires the older one': given((seeds) => link(seeds), {
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
  'needs no body': given((seeds) => seeds.user(alice), {
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
  'refuses an address that is not the user’s own': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { email: bob.email } }),
    expect: { error: 'invalid_request', detail: 'email: must be your own address' },
  }),
  'refuses a redirect that is not registered for the client': given((seeds) => seeds.user(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { redirect_uri: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
  'refuses nobody': { expect: { error: 'unauthorized' } },
  'refuses a token that is not ours': { send: { bearer: 'nonsense' }, expect: { error: 'invalid_token' } },
  'refuses more mails from one address than the limit': given(
    async (seeds) => {
      const user = await seeds.user(alice)
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
  'AC-045 shows a browser a page, and uses nothing up': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: browser }),
    expect: {
      status: 200,
      example: 'verify_page',
      answer: (answer) => {
        expect(answer.text).toContain('action="/auth/verify"')
        expectSecretPage(answer)
      },
    },
    then: async (seeds, _answer, { tokens, token }) => {
      expect(await isVerified(seeds, tokens.access_token)).toBe(false)
      expect((await seeds.call('account.verifyEmail', { body: { token } }))?.status).toBe(200)
    },
  }),
  'refuses an address without a token': { expect: { error: 'invalid_request', detail: 'token: is missing' } },
  'AC-042 takes a link on the day, and none after it': given(
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

contract('account.verifyEmail', {
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
      const { tokens } = await seeds.user(alice)
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
