import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { heldBack } from '../harness/dsl/held-back.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { codeMailedTo, exampleToken, linkMailedTo, newPassword, wrong } from './mailed-proofs.ts'

contract('project.sendResetPassword', {
  'mails a code': {
    given: (seeds) => seeds.projectUser(alice),
    send: { body: { email: alice.email } },
    expect: { status: 202, example: 'queued' },
    then: async (seeds) => expect((await seeds.mail(alice.email, 'reset_password_code')).code).toMatch(/^\d{6}$/),
  },
  'mails a link where the settings say so': {
    given: async (seeds) => {
      await seeds.projectUser(alice)
      await seeds.projectConfig({ resetPasswordMethod: 'link' })
    },
    send: { body: { email: alice.email } },
    expect: { status: 202, example: 'queued' },
    then: async (seeds) =>
      expect((await seeds.mail(alice.email, 'reset_password_link')).token).toMatch(/^[0-9a-f]{64}$/),
  },
  'answers the same for an address without a user': {
    send: { body: { email: bob.email } },
    expect: { status: 202, example: 'queued' },
  },
  ...heldBack('project.sendResetPassword', {
    given: (seeds) => seeds.projectUser(alice),
    sent: { body: { email: alice.email } },
    to: alice.email,
    kind: 'reset_password_code',
    expected: { status: 202, example: 'queued' },
  }),
  'refuses what is no address': {
    send: { body: { email: 'alice' } },
    expect: { error: 'invalid_request', detail: 'email' },
  },
  'refuses a redirect that the project does not allow': {
    send: { body: { email: alice.email, redirectTo: 'https://evil.example/' } },
    expect: { error: 'invalid_redirect_uri' },
  },
  'refuses more mails from one address than the limit': {
    given: (seeds) => seeds.exhaust('project.sendResetPassword', () => ({ body: { email: alice.email } })),
    send: { body: { email: alice.email } },
    expect: { error: 'too_many_requests' },
  },
})

const resetCode = async (seeds: Seeds) => {
  const session = await seeds.projectUser(alice)
  await seeds.call('project.sendResetPassword', { body: { email: alice.email } })
  return { session, code: (await seeds.mail(alice.email, 'reset_password_code')).code ?? '123456' }
}

const resetToken = async (seeds: Seeds) => {
  const { session, code } = await resetCode(seeds)
  const exchanged = await seeds.call('project.exchangeResetCode', { body: { email: alice.email, code } })
  return { session, otp: (exchanged?.body as Wire['ProjectResetToken'] | undefined)?.token ?? exampleToken }
}

contract('project.exchangeResetCode', {
  'gives a token that ends when it says': given(resetCode, {
    send: ({ code }) => ({ body: { email: alice.email, code } }),
    expect: {
      status: 200,
      example: 'reset_token',
      body: ({ token }) => expect(token).toMatch(/^[0-9a-f]{64}$/),
    },
    then: async (seeds, answer, { code }) => {
      const { expiresAt, token } = answer.body as Wire['ProjectResetToken']
      const clock = await seeds.call('service.moveClock', { body: { advance: 890 } })
      const left = Date.parse(expiresAt) - Date.parse((clock?.body as Wire['SandboxClock']).now)
      expect(left).toBeGreaterThan(0)
      expect(left).toBeLessThan(11_000)
      const again = await seeds.call('project.exchangeResetCode', { body: { email: alice.email, code } })
      expect(again?.status).toBe(400)
      await seeds.wait(11)
      const late = await seeds.call('project.resetPassword', { body: { newPassword, otp: token } })
      expect(late?.status).toBe(400)
    },
  }),
  'takes a code in groups': given(resetCode, {
    send: ({ code }) => ({ body: { email: alice.email, code: `${code.slice(0, 3)}-${code.slice(3)}` } }),
    expect: { status: 200, example: 'reset_token' },
  }),
  'refuses what is no code': {
    send: { body: { email: alice.email, code: 'abcdef' } },
    expect: { error: 'invalid_request', detail: 'code' },
  },
  'refuses a wrong code (AC-006)': given(resetCode, {
    send: ({ code }) => ({ body: { email: alice.email, code: wrong(code) } }),
    expect: { error: 'invalid_code' },
  }),
  'refuses a code that was mailed for something else (AC-038)': given(codeMailedTo, {
    send: (code) => ({ body: { email: alice.email, code } }),
    expect: { error: 'invalid_code' },
  }),
  'refuses who tries many codes': {
    given: (seeds) =>
      seeds.exhaust('project.exchangeResetCode', (round) => ({
        body: { email: `p${round}@example.test`, code: '123456' },
      })),
    send: { body: { email: alice.email, code: '123456' } },
    expect: { error: 'too_many_requests' },
  },
})

contract('project.resetPassword', {
  'sets the password by the token of a code, and ends every session': given(resetToken, {
    send: ({ otp }) => ({ body: { newPassword, otp } }),
    expect: {
      status: 200,
      example: 'password_reset',
      body: (body) => expect(body).toEqual({ message: 'Password reset successfully' }),
      answer: ({ cookies }) => expect(cookies).toEqual([]),
    },
    then: async (seeds, _answer, { session, otp }) => {
      expect((await seeds.call('project.getCurrentUser', { bearer: session.accessToken }))?.status).toBe(401)
      expect((await seeds.call('project.signIn', { body: alice }))?.status).toBe(401)
      expect((await seeds.projectSession({ ...alice, password: newPassword })).user.emailVerified).toBe(true)
      const again = await seeds.call('project.resetPassword', { body: { newPassword: 'another quiet lantern', otp } })
      expect(again?.status).toBe(400)
      await seeds.mail(alice.email, 'password_changed')
    },
  }),
  'sets the password by the token of a link': given(
    async (seeds) => {
      await seeds.projectConfig({ resetPasswordMethod: 'link' })
      await seeds.projectUser(alice)
      await seeds.call('project.sendResetPassword', { body: { email: alice.email } })
      return (await seeds.mail(alice.email, 'reset_password_link')).token ?? exampleToken
    },
    {
      send: (otp) => ({ body: { newPassword, otp } }),
      expect: { status: 200, example: 'password_reset' },
      then: async (seeds) => void (await seeds.projectSession({ ...alice, password: newPassword })),
    },
  ),
  'refuses what is no token': {
    send: { body: { newPassword, otp: '123456' } },
    expect: { error: 'invalid_request', detail: 'otp' },
  },
  'refuses a token that never was': {
    send: { body: { newPassword, otp: 'f'.repeat(64) } },
    expect: { error: 'invalid_link' },
  },
  'refuses a token that was mailed for something else (AC-038)': given(linkMailedTo, {
    send: (otp) => ({ body: { newPassword, otp } }),
    expect: { error: 'invalid_link' },
  }),
  'refuses a common password, and leaves the token as it was (AC-017)': given(resetToken, {
    send: ({ otp }) => ({ body: { newPassword: 'password1', otp } }),
    expect: { error: 'weak_password', detail: 'too common' },
    then: async (seeds, _answer, { otp }) =>
      expect((await seeds.call('project.resetPassword', { body: { newPassword, otp } }))?.status).toBe(200),
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    given: (seeds) => seeds.fail('project.resetPassword', 'overloaded'),
    send: { body: { newPassword, otp: exampleToken } },
    expect: { error: 'overloaded' },
  },
})
