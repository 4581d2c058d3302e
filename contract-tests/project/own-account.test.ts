import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { moved } from '../harness/cases/own-account-cases.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

const newPassword = 'lantern paper staple'
const mobile = { client_type: 'mobile' } as const
const browser = { accept: 'text/html' } as const

/** Alice, who has proven her address, signed in at the project. */
const signedIn = async (seeds: Seeds) => {
  await seeds.appCaller(alice)
  return seeds.projectSession(alice)
}
const stale = async (seeds: Seeds) => {
  const made = await signedIn(seeds)
  await seeds.wait(601)
  return made
}

const signIn = async (seeds: Seeds, email: string, password = alice.password) =>
  (await seeds.call('project.signIn', { query: mobile, body: { email, password } }))?.status
const statusOf = async (seeds: Seeds, bearer: string) =>
  (await seeds.call('project.getCurrentUser', { bearer }))?.status
const refresh = async (seeds: Seeds, refreshToken = '') =>
  (await seeds.call('project.refresh', { query: mobile, body: { refreshToken } }))?.status

contract('project.changePassword', {
  'sets it, ends every other session, and goes on as a new one': given(
    async (seeds) => ({ asking: await signedIn(seeds), phone: await seeds.projectSession(alice) }),
    {
      send: ({ asking }) => ({ bearer: asking.accessToken, query: mobile, body: { newPassword } }),
      expect: { status: 200, example: 'signed_in_mobile' },
      then: async (seeds, answer, { asking, phone }) => {
        const next = answer.body as Wire['ProjectSession']
        expect(await statusOf(seeds, next.accessToken)).toBe(200)
        for (const dead of [asking, phone]) expect(await statusOf(seeds, dead.accessToken)).toBe(401)
        expect(await refresh(seeds, next.refreshToken)).toBe(200)
        expect([await signIn(seeds, alice.email), await signIn(seeds, alice.email, newPassword)]).toEqual([401, 200])
        expect((await seeds.mail(alice.email, 'password_changed')).link).toContain('/auth/not-me?token=')
      },
    },
  ),
  'gives a browser its cookie': given(signedIn, {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { newPassword } }),
    expect: {
      status: 200,
      example: 'signed_in_web',
      body: (body) => expect(body).not.toHaveProperty('refreshToken'),
      answer: ({ cookies }) => expect(cookies[0]).toMatch(/^refresh_token=[\w-]{43};/),
    },
  }),
  'refuses a session whose last proof is older than ten minutes, and changes nothing': given(stale, {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { newPassword } }),
    expect: { error: 'reauthentication_required' },
    then: async (seeds) => expect(await signIn(seeds, alice.email)).toBe(200),
  }),
  'refuses one that is easy to guess, and keeps the sessions': given(signedIn, {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { newPassword: 'password123' } }),
    expect: { error: 'weak_password' },
    then: async (seeds, _answer, { accessToken }) => expect(await statusOf(seeds, accessToken)).toBe(200),
  }),
  'says when too many passwords wait': given(
    async (seeds) => {
      const made = await signedIn(seeds)
      seeds.fail('project.changePassword', 'overloaded')
      return made
    },
    {
      inside: 'the queue of hashes is filled by the server itself',
      send: ({ accessToken }) => ({ bearer: accessToken, body: { newPassword } }),
      expect: { error: 'overloaded' },
    },
  ),
})

contract('project.requestEmailChange', {
  'mails a link whose page moves the person, and tells the old address (AC-065)': given(signedIn, {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { email: moved } }),
    expect: { status: 202, example: 'queued' },
    then: async (seeds, _answer, { accessToken }) => {
      expect([await signIn(seeds, alice.email), await signIn(seeds, moved)]).toEqual([200, 401])
      const token = (await seeds.mail(moved, 'change_address_link')).token ?? 'example'
      const opened = await seeds.call('account.changeEmail', { body: { token }, headers: browser })
      expect(opened?.status).toBe(200)
      expect((await seeds.call('project.getCurrentUser', { bearer: accessToken }))?.body).toMatchObject({
        user: { email: moved, emailVerified: true },
      })
      expect([await signIn(seeds, alice.email), await signIn(seeds, moved)]).toEqual([401, 200])
      expect((await seeds.mail(alice.email, 'address_changed')).link).toContain('/auth/not-me?token=')
    },
  }),
  'says the same for an address that somebody has, and tells its owner': given(
    async (seeds) => {
      await seeds.appCaller(bob)
      return signedIn(seeds)
    },
    {
      send: ({ accessToken }) => ({ bearer: accessToken, body: { email: bob.email } }),
      expect: { status: 202, example: 'queued' },
      then: async (seeds, answer, { accessToken }) => {
        const free = await seeds.call('project.requestEmailChange', { bearer: accessToken, body: { email: moved } })
        expect(answer.text).toBe(free?.text)
        const mails = (await seeds.call('service.listMail', { query: { to: bob.email } }))?.body as Wire['Mailbox']
        const kinds = mails.messages.map(({ kind }) => kind)
        expect(kinds).toContain('account_exists')
        expect(kinds).not.toContain('change_address_link')
      },
    },
  ),
  'refuses an address that the caller has': given(signedIn, {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { email: alice.email.toUpperCase() } }),
    expect: { error: 'invalid_request' },
  }),
  'refuses a redirect that the project does not allow': given(signedIn, {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { email: moved, redirectTo: 'https://evil.example/' } }),
    expect: { error: 'invalid_redirect_uri' },
  }),
  'refuses somebody who has not proven the address that they have': given((seeds) => seeds.projectUser(alice), {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { email: moved } }),
    expect: { error: 'email_not_verified' },
  }),
  'refuses a session whose last proof is older than ten minutes (AC-065)': given(stale, {
    send: ({ accessToken }) => ({ bearer: accessToken, body: { email: moved } }),
    expect: { error: 'reauthentication_required' },
  }),
})

contract('project.exportData', {
  'gives all that is kept, with a name to save it by, and no secret': given(signedIn, {
    send: ({ accessToken }) => ({ bearer: accessToken }),
    expect: {
      status: 200,
      example: 'data',
      answer: ({ headers, text }) => {
        expect(headers.get('content-disposition')).toBe('attachment; filename="account.json"')
        expect(text).not.toMatch(/argon2|passwordHash|password_hash/)
      },
    },
    then: (_seeds, answer) => {
      expect((answer.body as Wire['AccountData']).profile.identity.email).toBe(alice.email)
      return Promise.resolve()
    },
  }),
  'refuses a session whose last proof is older than ten minutes': given(stale, {
    send: ({ accessToken }) => ({ bearer: accessToken }),
    expect: { error: 'reauthentication_required' },
  }),
})

contract('project.deleteMe', {
  'deletes the person with their sessions, and nobody else': given(
    async (seeds) => {
      await seeds.appCaller(bob)
      return { hers: await signedIn(seeds), his: await seeds.projectSession(bob) }
    },
    {
      send: ({ hers }) => ({ bearer: hers.accessToken }),
      expect: { status: 200, example: 'deleted' },
      then: async (seeds, _answer, { hers, his }) => {
        expect([await statusOf(seeds, hers.accessToken), await statusOf(seeds, his.accessToken)]).toEqual([401, 200])
        expect([await signIn(seeds, alice.email), await signIn(seeds, bob.email, bob.password)]).toEqual([401, 200])
        await seeds.mail(alice.email, 'account_deleted')
      },
    },
  ),
  'refuses a session whose last proof is older than ten minutes, and deletes nobody': given(stale, {
    send: ({ accessToken }) => ({ bearer: accessToken }),
    expect: { error: 'reauthentication_required' },
    then: async (seeds, _answer, { accessToken }) => expect(await statusOf(seeds, accessToken)).toBe(200),
  }),
})
