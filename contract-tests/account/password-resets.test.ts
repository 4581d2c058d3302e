import { expect } from 'vitest'
import { heldBack } from '../harness/dsl/held-back.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, demo } from '../harness/fixtures/people.ts'
import { form } from '../harness/requests/request.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { asked, browser, expectSecretPage, onward, refusedMails } from './mailed-links.ts'

const password = 'lantern paper staple'

/** The link that Alice is mailed. */
const mailedTo = async (seeds: Seeds, more: { redirect_uri?: string } = {}) => {
  await seeds.call('account.sendPasswordReset', { body: { ...asked(alice), ...more } })
  return (await seeds.mail(alice.email, 'reset_password_link')).token ?? 'example'
}

/** Alice and the link she was mailed. */
const link = async (seeds: Seeds, more: { redirect_uri?: string } = {}) => {
  const user = await seeds.caller(alice)
  return { ...user, token: await mailedTo(seeds, more) }
}

const signIn = async (seeds: Seeds, secret: string) =>
  (await seeds.call('account.signIn', { body: { ...asCredentials(alice), password: secret } }))?.status

contract('account.sendPasswordReset', {
  'mails a link': {
    given: (seeds) => seeds.caller(alice),
    send: { headers: { origin: demo.origin }, body: asked(alice) },
    expect: { status: 202, example: 'mail_queued', body: ({ expires_in }) => expect(expires_in).toBe(3600) },
    then: async (seeds) => {
      const mail = await seeds.mail(alice.email, 'reset_password_link')
      expect(mail.link).toMatch(new RegExp(`/auth/reset-password\\?token=${mail.token}$`))
    },
  },
  'says the same for an address without a user, and mails nothing': {
    given: (seeds) => seeds.caller(alice),
    send: { body: asked(bob) },
    expect: { status: 202, example: 'mail_queued' },
    then: async (seeds, answer) => {
      const known = await seeds.call('account.sendPasswordReset', { body: asked(alice) })
      expect(answer.text).toBe(known?.text)
      expect((await seeds.call('service.listMail', { query: { to: bob.email } }))?.body).toEqual({ messages: [] })
    },
  },
  ...heldBack('account.sendPasswordReset', {
    given: (seeds) => seeds.caller(alice),
    sent: { body: asked(alice) },
    to: alice.email,
    kind: 'reset_password_link',
    expected: { status: 202, example: 'mail_queued' },
  }),
  ...refusedMails,
  'refuses more mails from one address than the limit': {
    given: (seeds) => seeds.exhaust('account.sendPasswordReset', () => ({ body: asked(alice) })),
    send: { body: asked(alice) },
    expect: { error: 'too_many_requests', detail: 'mails asked for from one address' },
  },
})

contract('account.showPasswordReset', {
  'shows the page, and uses nothing up (AC-045)': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token } }),
    expect: {
      status: 200,
      example: 'new_password_page',
      answer: (answer) => {
        expect(answer.text).toContain('action="/auth/reset-password"')
        expect(answer.text).toContain('autocomplete="new-password"')
        expectSecretPage(answer)
      },
    },
    then: async (seeds, _answer, { token }) =>
      expect((await seeds.call('account.resetPassword', { body: { token, password } }))?.status).toBe(200),
  }),
  'refuses an address without a token': { expect: { error: 'invalid_request', detail: 'token: is missing' } },
  'refuses a link after its hour (AC-042)': given(
    async (seeds) => {
      const { token } = await link(seeds)
      await seeds.wait(3601)
      return token
    },
    { send: (token) => ({ query: { token } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a browser a link that does not work, on a page': {
    send: { query: { token: 'f'.repeat(64) }, headers: browser },
    expect: { status: 400, example: 'refusal_page', answer: expectSecretPage },
  },
  'refuses a page of a foreign origin': given((seeds) => link(seeds), {
    send: ({ token }) => ({ query: { token }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
  }),
})

contract('account.resetPassword', {
  'sets the password, ends every session, starts none and tells the owner': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token, password } }),
    expect: {
      status: 200,
      example: 'password_reset',
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, _answer, { token, tokens }) => {
      expect((await seeds.call('account.me', { bearer: tokens.access_token }))?.status).toBe(401)
      const refreshed = await seeds.call('account.refresh', { body: { refresh_token: tokens.refresh_token } })
      expect(refreshed?.status).toBe(401)
      expect(await signIn(seeds, alice.password)).toBe(401)
      expect(await signIn(seeds, password)).toBe(200)
      await seeds.mail(alice.email, 'password_changed')
      expect((await seeds.call('account.resetPassword', { body: { token, password } }))?.body).toMatchObject({
        code: 'invalid_link',
      })
    },
  }),
  'makes every other mailed link worthless (AC-041)': given(
    async (seeds) => {
      await seeds.newcomer(alice)
      const token = await mailedTo(seeds)
      await seeds.call('account.sendMagicLink', { body: asked(alice) })
      const others = await Promise.all([
        seeds.mail(alice.email, 'magic_link'),
        seeds.mail(alice.email, 'verify_email_link'),
      ])
      return { token, others: others.map((mail) => mail.token ?? 'example') }
    },
    {
      send: ({ token }) => ({ body: { token, password } }),
      expect: { status: 200, example: 'password_reset' },
      then: async (seeds, _answer, { others: [magic = '', verification = ''] }) => {
        expect((await seeds.call('account.signInWithToken', { body: { token: magic } }))?.status).toBe(400)
        expect((await seeds.call('account.verifyEmail', { body: { token: verification } }))?.status).toBe(400)
      },
    },
  ),
  'takes the form of our page, and says that it is done': given((seeds) => link(seeds), {
    send: ({ token }) => ({
      ...form({ token, password }),
      headers: { ...browser, origin: 'null', 'sec-fetch-site': 'same-origin' },
    }),
    expect: {
      status: 200,
      example: 'password_reset_page',
      answer: (answer) => {
        expect(answer.text).toContain('Password changed')
        expectSecretPage(answer)
      },
    },
    then: async (seeds) => expect(await signIn(seeds, password)).toBe(200),
  }),
  'sends a browser on to where the mail was asked for, without the token': given(
    (seeds) => link(seeds, { redirect_uri: onward }),
    {
      send: ({ token }) => ({ ...form({ token, password }), headers: browser }),
      expect: {
        status: 303,
        example: 'empty',
        answer: ({ headers, cookies }) => {
          expect(headers.get('location')).toBe(onward)
          expect(cookies).toEqual([])
        },
      },
    },
  ),
  'refuses a weak password, and uses nothing up': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token, password: 'password123' } }),
    expect: { error: 'weak_password', detail: 'This password is too common.' },
    then: async (seeds, _answer, { token }) => {
      expect(await signIn(seeds, alice.password)).toBe(200)
      expect((await seeds.call('account.resetPassword', { body: { token, password } }))?.status).toBe(200)
    },
  }),
  'asks a browser again after a weak password': given((seeds) => link(seeds), {
    send: ({ token }) => ({ ...form({ token, password: 'password123' }), headers: browser }),
    expect: {
      status: 400,
      example: 'weak_password_page',
      answer: (answer) => {
        expect(answer.text).toContain('This password is too common.')
        expect(answer.text).not.toContain('password123')
        expectSecretPage(answer)
      },
    },
  }),
  'refuses a body without a password': {
    send: { body: { token: 'example' } as never },
    expect: { error: 'invalid_request', detail: 'password: is missing' },
  },
  'refuses a token that was never mailed': {
    send: { body: { token: 'f'.repeat(64), password } },
    expect: { error: 'invalid_link' },
  },
  'refuses an origin that the client does not allow': given((seeds) => link(seeds), {
    send: ({ token }) => ({ body: { token, password }, headers: { origin: 'https://evil.example' } }),
    expect: { error: 'origin_not_allowed' },
    then: async (seeds) => expect(await signIn(seeds, alice.password)).toBe(200),
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('account.resetPassword', 'overloaded'),
    send: { body: { token: 'example', password } },
    expect: { error: 'overloaded' },
  },
})
