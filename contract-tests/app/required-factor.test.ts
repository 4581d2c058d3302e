// A second factor that an environment requires: asked for at every sign-in, and set up before anybody without one is let in.
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, asCredentials, bob, keyed } from '../harness/fixtures/people.ts'
import { requireFactor } from '../harness/seeds/required-factor.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { ticketOf } from '../harness/seeds/ticket.ts'

/** Alice is there, with a session from before, and everybody needs a second factor from now on. */
const required = async (seeds: Seeds) => {
  const before = await seeds.appCaller(alice)
  await requireFactor(seeds, 'all')
  return before
}

const login = { headers: keyed(), body: alice }

interface Due {
  readonly secret: string
  readonly backup_codes: string[]
}

/** The password was right. */
const due = async (seeds: Seeds) => {
  const before = await required(seeds)
  const answer = await seeds.call('app.login', login)
  const { enrolment } = (answer?.body ?? {}) as { readonly enrolment?: Due }
  const { secret, backup_codes } = enrolment ?? { secret: 'GEZDGNBVGY3TQOJQ', backup_codes: ['5e884-89bcd'] }
  return { before, ticket: ticketOf(answer), secret, backup_codes, code: await seeds.totp(secret) }
}

const step = (mfa_token: string, code: string) => ({ headers: keyed(), body: { mfa_token, code } })
const statusOf = async (seeds: Seeds, { access_token }: { readonly access_token: string }) =>
  (await seeds.call('app.getMe', asUser({ access_token })))?.status

contract('app.login', {
  'shows a second factor to set up where one is required and there is none, and lets nobody in': given(required, {
    send: login,
    expect: { status: 200, example: 'enrolment_due' },
    then: async (_seeds, { body }) => {
      expect(body).not.toHaveProperty('access_token')
      const { enrolment } = body as { readonly enrolment: Due }
      expect(new Set(enrolment.backup_codes).size).toBe(10)
    },
  }),
  'asks who has a second factor for a code of it, where one is required': given(
    async (seeds) => {
      await seeds.secondFactor('app', (await seeds.appCaller(alice)).access_token)
      await requireFactor(seeds, 'all')
    },
    {
      send: login,
      expect: { status: 200, example: 'mfa_required', body: (body) => expect(body).not.toHaveProperty('enrolment') },
    },
  ),
  'asks nobody but administrators where theirs alone is required': given(
    async (seeds) => {
      await seeds.appCaller(alice)
      await requireFactor(seeds, 'administrators')
    },
    { send: login, expect: { status: 200, example: 'signed_in' } },
  ),
  'asks administrators where theirs is required': given(
    async (seeds) => {
      await seeds.role(await seeds.appCaller(alice), 'all')
      await requireFactor(seeds, 'administrators')
    },
    { send: login, expect: { status: 200, example: 'enrolment_due' } },
  ),
  'lets nobody set one up who has not proven the address, whose password somebody else may have chosen': given(
    async (seeds) => {
      await seeds.appNewcomer(alice)
      await requireFactor(seeds, 'all')
    },
    { send: login, expect: { error: 'email_not_verified' } },
  ),
  'asks for no proof any more once none is required': given(
    async (seeds) => {
      await seeds.appNewcomer(alice)
      await requireFactor(seeds, 'all')
      await requireFactor(seeds, 'off')
    },
    { send: login, expect: { status: 200, example: 'signed_in' } },
  ),
  'nor an administrator who has not': given(
    async (seeds) => {
      await seeds.role(await seeds.appNewcomer(alice), 'all')
      await requireFactor(seeds, 'administrators')
    },
    { send: login, expect: { error: 'email_not_verified' } },
  ),
  'asks once more who has taken the last one away': given(
    async (seeds) => {
      const { ticket, code, secret } = await due(seeds)
      const answer = await seeds.call('app.challengeMfa', step(ticket, code))
      await seeds.wait(60)
      const { access_token } = (answer?.body ?? { access_token: 'x' }) as { readonly access_token: string }
      const off = { ...asUser({ access_token }), body: { code: await seeds.totp(secret) } }
      const taken = await seeds.call('app.disableMfa', off)
      if (taken) expect(taken.status).toBe(200)
      return { access_token }
    },
    {
      send: login,
      expect: { status: 200, example: 'enrolment_due' },
      // The session that took it away goes on.
      then: async (seeds, _answer, made) => expect(await statusOf(seeds, made)).toBe(200),
    },
  ),
})

contract('app.challengeMfa', {
  'sets the factor up by its first code, signs in, ends what was before, and tells the owner': given(due, {
    send: ({ ticket, code }) => step(ticket, code),
    expect: { status: 200, example: 'signed_in' },
    then: async (seeds, answer, { before, backup_codes }) => {
      const signedIn = answer.body as Wire['AppSignedIn']
      expect(signedIn.user.mfaEnabled).toBe(true)
      expect(await statusOf(seeds, signedIn)).toBe(200)
      expect(await statusOf(seeds, before)).toBe(401)
      expect((await seeds.mail(alice.email, 'second_factor_on')).text).toContain('/auth/not-me')
      const next = await seeds.call('app.login', login)
      expect(next?.body).not.toHaveProperty('enrolment')
      const by = await seeds.call('app.challengeMfa', step(ticketOf(next), backup_codes[0]!))
      expect(by?.status).toBe(200)
    },
  }),
  'leaves sessions from before the rule alone until then': given(due, {
    send: ({ ticket, code }) => step(ticket, code === '000000' ? '111111' : '000000'),
    expect: { error: 'invalid_code' },
    then: async (seeds, _answer, { before, ticket, code }) => {
      expect(await statusOf(seeds, before)).toBe(200)
      const refreshed = { headers: keyed(), body: { refresh_token: before.refresh_token } }
      expect((await seeds.call('app.refresh', refreshed))?.status).toBe(200)
      expect((await seeds.call('app.challengeMfa', step(ticket, code)))?.status).toBe(200)
    },
  }),
  'takes no backup code before the app was shown': given(due, {
    send: ({ ticket, backup_codes }) => step(ticket, backup_codes[0]!),
    expect: { error: 'invalid_code' },
  }),
  'sets up one of two that were begun at once, once': given(
    async (seeds) => {
      const first = await due(seeds)
      const second = await seeds.call('app.login', login)
      const { enrolment } = (second?.body ?? {}) as { readonly enrolment?: Due }
      const others = { ticket: ticketOf(second), code: await seeds.totp(enrolment?.secret ?? first.secret) }
      const answers = await Promise.all([
        ...Array.from({ length: 3 }, () => seeds.call('app.challengeMfa', step(first.ticket, first.code))),
        seeds.call('app.challengeMfa', step(others.ticket, others.code)),
      ])
      return { ...first, won: answers.filter((answer) => answer?.status === 200).length }
    },
    {
      send: ({ ticket, code }) => step(ticket, code),
      expect: { error: 'invalid_mfa_token' },
      then: async (_seeds, _answer, { won }) => expect(won).toBe(1),
    },
  ),
  'sets nothing up for a password that was changed meanwhile': given(
    async (seeds) => {
      const made = await due(seeds)
      await seeds.call('app.forgotPassword', { headers: keyed(), body: { email: alice.email } })
      const token = (await seeds.mail(alice.email, 'reset_password_link')).token ?? ''
      const reset = { headers: keyed(), body: { token, password: 'lantern paper staple' } }
      const changed = await seeds.call('app.resetPassword', reset)
      if (changed) expect(changed.status).toBe(200)
      return made
    },
    { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_mfa_token' } },
  ),
  'is good for no other code than that of the secret which came with the ticket': given(
    async (seeds) => {
      await seeds.appCaller(bob)
      const made = await due(seeds)
      const other = await seeds.call('app.login', { headers: keyed(), body: bob })
      const { enrolment } = (other?.body ?? {}) as { readonly enrolment?: Due }
      return { ...made, code: await seeds.totp(enrolment?.secret ?? made.secret) }
    },
    { send: ({ ticket, code }) => step(ticket, code), expect: { error: 'invalid_code' } },
  ),
})

contract('account.signIn', {
  'refuses who has to set up a second factor, with what sets it up': given(required, {
    send: { body: asCredentials(alice) },
    expect: { error: 'second_factor_required' },
    then: async (seeds, answer) => {
      const { mfa_token, enrolment } = answer.body as Wire['AccountSignIn403Problem']
      const { client_id } = asCredentials(alice)
      const body = { client_id, mfa_token: mfa_token!, code: await seeds.totp(enrolment!.secret) }
      expect((await seeds.call('account.challengeMfa', { body }))?.status).toBe(200)
    },
  }),
})

contract('project.signIn', {
  'refuses who has to set up a second factor, with what sets it up': given(required, {
    send: { body: alice },
    expect: { error: 'second_factor_required' },
    then: async (seeds, answer) => {
      const { mfaToken, enrolment } = answer.body as Wire['ProjectSignIn403Error']
      const body = { mfaToken: mfaToken!, code: await seeds.totp(enrolment!.secret) }
      expect((await seeds.call('project.challengeMfa', { body }))?.status).toBe(200)
    },
  }),
})

contract('account.signInWithToken', {
  'refuses who has to set up a second factor, with what sets it up, after a mailed link too': given(
    async (seeds) => {
      await required(seeds)
      const { client_id, email } = asCredentials(alice)
      await seeds.call('account.sendMagicLink', { body: { client_id, email } })
      return { token: (await seeds.mail(email, 'magic_link')).token ?? 'x' }
    },
    {
      send: (body) => ({ body }) as never,
      expect: { error: 'second_factor_required' },
      then: async (_seeds, answer) => expect((answer.body as Wire['AccountSignIn403Problem']).enrolment).toBeDefined(),
    },
  ),
})
