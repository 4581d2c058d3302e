import { expect } from 'vitest'
import { stageOf } from '../harness/seeds/backend.ts'
import { heldBack } from '../harness/dsl/held-back.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demo, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { keyLimit } from './key-limits.ts'

const password = 'lantern paper staple'
const headers = keyed()

const tokenFor = async (seeds: Seeds) => (await seeds.mail(alice.email, 'reset_password_link')).token ?? 'example'

/** Asks for a reset of Alice's password; answers the token that she was mailed. */
const ask = async (seeds: Seeds, key = headers) => {
  await seeds.call('app.forgotPassword', { headers: key, body: { email: alice.email } })
  return tokenFor(seeds)
}

/** Alice, signed in, and the token that she was mailed. */
const asked = async (seeds: Seeds) => ({ ...(await seeds.appCaller(alice)), token: await ask(seeds) })

/** The same of Alice who has not proven her address. */
const askedByNewcomer = async (seeds: Seeds) => ({ ...(await seeds.appNewcomer(alice)), token: await ask(seeds) })

const signIn = async (seeds: Seeds, secret: string) =>
  (await seeds.call('app.login', { headers, body: { ...alice, password: secret } }))?.status

contract('app.forgotPassword', {
  'mails a link to a page of ours': {
    given: (seeds) => seeds.appCaller(alice),
    send: { headers, body: { email: alice.email } },
    expect: { status: 200, example: 'mail_queued' },
    then: async (seeds) => {
      const mail = await seeds.mail(alice.email, 'reset_password_link')
      expect(mail.token).toMatch(/^[0-9a-f]{64}$/)
      expect(mail.link).toMatch(new RegExp(`^${demo.publicUrl}/auth/reset-password\\?token=${mail.token}$`))
      const page = await seeds.call('account.showPasswordReset', {
        query: { token: mail.token! },
        headers: { accept: 'text/html' },
      })
      expect(page?.status).toBe(200)
    },
  },
  'says the same for an address without a user, and mails nothing': {
    given: (seeds) => seeds.appCaller(alice),
    send: { headers, body: { email: bob.email } },
    expect: { status: 200, example: 'mail_queued' },
    then: async (seeds, answer) => {
      const known = await seeds.call('app.forgotPassword', { headers, body: { email: alice.email } })
      expect(answer.text).toBe(known?.text)
      expect((await seeds.call('service.listMail', { query: { to: bob.email } }))?.body).toEqual({ messages: [] })
    },
  },
  ...heldBack('app.forgotPassword', {
    given: (seeds) => seeds.appCaller(alice),
    sent: { headers, body: { email: alice.email } },
    to: alice.email,
    kind: 'reset_password_link',
    expected: { status: 200, example: 'mail_queued' },
  }),
  'refuses a list of addresses (AC-040)': {
    send: { headers, body: { email: [alice.email, bob.email] } as never },
    expect: { error: 'invalid_request', detail: 'email' },
  },
  'refuses more mails from one address than the limit': {
    given: (seeds) => seeds.exhaust('app.forgotPassword', () => ({ headers, body: { email: alice.email } })),
    send: { headers, body: { email: alice.email } },
    expect: { error: 'too_many_requests', detail: 'mails asked for from one address' },
  },
})

contract('app.resetPassword', {
  ...keyLimit('app.resetPassword', { headers, body: { token: 'nonsense', password } }),
  'sets the password, ends every session, starts none and tells the owner': given(asked, {
    send: ({ token }) => ({ headers, body: { token, password } }),
    expect: {
      status: 200,
      example: 'password_reset',
      body: (answer) => expect(Object.keys(answer)).toEqual(['message']),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, _answer, { access_token, refresh_token }) => {
      expect((await seeds.call('app.getMe', { headers, bearer: access_token }))?.status).toBe(401)
      expect((await seeds.call('app.refresh', { headers, body: { refresh_token } }))?.status).toBe(401)
      expect(await signIn(seeds, alice.password)).toBe(401)
      expect(await signIn(seeds, password)).toBe(200)
      await seeds.mail(alice.email, 'password_changed')
    },
  }),
  'takes a token once (AC-038)': given(
    async (seeds) => {
      const { token } = await asked(seeds)
      await seeds.call('app.resetPassword', { headers, body: { token, password } })
      return token
    },
    {
      send: (token) => ({ headers, body: { token, password: 'another long passphrase' } }),
      expect: { error: 'invalid_link' },
      then: async (seeds) => expect(await signIn(seeds, password)).toBe(200),
    },
  ),
  'refuses a token that another environment mailed to the same address, and leaves it good there (AC-040)': given(
    async (seeds) => {
      await seeds.appCaller(alice)
      const theirs = keyed(stageOf(await seeds.application(await seeds.platformCaller())).publishableKey)
      await seeds.appCaller(alice, theirs['x-publishable-key'])
      return { theirs, token: await ask(seeds, theirs) }
    },
    {
      send: ({ token }) => ({ headers, body: { token, password } }),
      expect: { error: 'invalid_link' },
      then: async (seeds, _answer, { theirs, token }) => {
        expect(await signIn(seeds, alice.password)).toBe(200)
        const there = await seeds.call('app.resetPassword', { headers: theirs, body: { token, password } })
        expect(there?.status).toBe(200)
        expect(await signIn(seeds, alice.password)).toBe(200)
      },
    },
  ),
  'takes no other address beside a token (AC-040)': given(asked, {
    send: ({ token }) => ({ headers, body: { token, password, email: bob.email } as never }),
    expect: { error: 'invalid_request', detail: 'email: is not a field of this request' },
  }),
  'refuses a token that proves an address (AC-040)': given(
    async (seeds) => {
      await seeds.appNewcomer(alice)
      return (await seeds.mail(alice.email, 'verify_email_link')).token ?? 'example'
    },
    { send: (token) => ({ headers, body: { token, password } }), expect: { error: 'invalid_link' } },
  ),
  'refuses a token after a newer one was mailed (AC-041)': given(
    async (seeds) => {
      const { token } = await asked(seeds)
      await seeds.wait(60)
      return { older: token, newer: await ask(seeds) }
    },
    {
      send: ({ older }) => ({ headers, body: { token: older, password } }),
      expect: { error: 'invalid_link' },
      then: async (seeds, _answer, { newer }) => {
        expect((await seeds.call('app.resetPassword', { headers, body: { token: newer, password } }))?.status).toBe(200)
      },
    },
  ),
  'makes the link that proves the address worthless (AC-041)': given(askedByNewcomer, {
    send: ({ token }) => ({ headers, body: { token, password } }),
    expect: { status: 200, example: 'password_reset' },
    then: async (seeds) => {
      const { token } = await seeds.mail(alice.email, 'verify_email_link')
      expect((await seeds.call('app.verifyEmail', { headers, body: { token: token! } }))?.status).toBe(400)
    },
  }),
  'takes a token in the last second of its hour (AC-042)': given(
    async (seeds) => {
      const { token } = await asked(seeds)
      await seeds.wait(3595)
      return token
    },
    {
      send: (token) => ({ headers, body: { token, password } }),
      expect: { status: 200, example: 'password_reset' },
    },
  ),
  'refuses a token after its hour (AC-042)': given(
    async (seeds) => {
      const { token } = await asked(seeds)
      await seeds.wait(3601)
      return token
    },
    { send: (token) => ({ headers, body: { token, password } }), expect: { error: 'invalid_link' } },
  ),
  'leaves the second factor on, and ends the old sessions (AC-043)': given(
    async (seeds) => {
      const started = await seeds.appCaller(alice)
      await seeds.secondFactor('app', started.access_token)
      return { ...started, token: await ask(seeds) }
    },
    {
      send: ({ token }) => ({ headers, body: { token, password } }),
      expect: { status: 200, example: 'password_reset' },
      then: async (seeds, _answer, { access_token }) => {
        expect((await seeds.call('app.getMe', { headers, bearer: access_token }))?.status).toBe(401)
        const next = await seeds.call('app.login', { headers, body: { ...alice, password } })
        expect(next?.body).toMatchObject({ mfa_required: true, mfa_token: expect.any(String) })
      },
    },
  ),
  'refuses a common password, and uses nothing up (AC-017)': given(asked, {
    send: ({ token }) => ({ headers, body: { token, password: 'password123' } }),
    expect: { error: 'weak_password', detail: 'This password is too common.' },
    then: async (seeds, _answer, { token }) => {
      expect(await signIn(seeds, alice.password)).toBe(200)
      expect((await seeds.call('app.resetPassword', { headers, body: { token, password } }))?.status).toBe(200)
    },
  }),
  'refuses a token that was never mailed': {
    send: { headers, body: { token: 'f'.repeat(64), password } },
    expect: { error: 'invalid_link' },
  },
  'refuses a body without a password': {
    send: { headers, body: { token: 'example' } as never },
    expect: { error: 'invalid_request', detail: 'password: is missing' },
  },
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('app.resetPassword', 'overloaded'),
    send: { headers, body: { token: 'example', password } },
    expect: { error: 'overloaded' },
  },
})
