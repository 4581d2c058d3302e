// Codes and links of the project, by what must never work: twice, for another, after a newer one, too late, unasked.
import { expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { alice, bob, demoProject } from '../harness/fixtures/people.ts'
import { askAddress } from '../harness/requests/answer.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { codeMailedTo, linkMailedTo, newPassword } from './mailed-proofs.ts'
import { type Real, onRealTargets } from './real-targets.ts'

const { email } = alice

interface Proof {
  /** What a person finds in their mail; for the exchanged token, what they got for it. */
  readonly get: (real: Real) => Promise<string>
  readonly use: (real: Real, secret: string, address?: unknown) => Promise<Answer>
  /** Asks for the next one. */
  readonly renew: (real: Real) => Promise<unknown>
  /** How long it is good. */
  readonly seconds: number
  readonly refusal: 'code' | 'link'
}

const verify: Proof['use'] = ({ ask }, otp, address) =>
  ask('project.verifyEmail', { body: { otp, ...(address !== undefined && { email: address }) } as never })
const exchange: Proof['use'] = ({ ask }, code, address) =>
  ask('project.exchangeResetCode', { body: { code, email: address } as never })
const reset: Proof['use'] = ({ ask }, otp) => ask('project.resetPassword', { body: { newPassword, otp } })
const sendVerification = ({ ask }: Real) => ask('project.sendVerification', { body: { email } })
const sendReset = ({ ask }: Real) => ask('project.sendResetPassword', { body: { email } })

const resetCode = async (real: Real) => {
  await real.seeds.projectUser(alice)
  await sendReset(real)
  return (await real.seeds.mail(email, 'reset_password_code')).code!
}

const proofs: Readonly<Record<string, Proof>> = {
  'a code that proves an address': {
    get: ({ seeds }) => codeMailedTo(seeds),
    use: (real, code, address = email) => verify(real, code, address),
    renew: sendVerification,
    seconds: 600,
    refusal: 'code',
  },
  'a link that proves an address': {
    get: ({ seeds }) => linkMailedTo(seeds),
    use: verify,
    renew: sendVerification,
    seconds: 86_400,
    refusal: 'link',
  },
  'a code for a new password': {
    get: resetCode,
    use: (real, code, address = email) => exchange(real, code, address),
    renew: sendReset,
    seconds: 600,
    refusal: 'code',
  },
  'a link for a new password': {
    get: async (real) => {
      await real.seeds.projectConfig({ resetPasswordMethod: 'link' })
      await real.seeds.projectUser(alice)
      await sendReset(real)
      return (await real.seeds.mail(email, 'reset_password_link')).token!
    },
    use: reset,
    renew: sendReset,
    seconds: 3600,
    refusal: 'link',
  },
  'a token that a code was exchanged for': {
    get: async (real) => {
      const { body } = await exchange(real, await resetCode(real), email)
      return (body as Wire['ProjectResetToken']).token
    },
    use: reset,
    renew: sendReset,
    seconds: 900,
    refusal: 'link',
  },
}
const refusals = {
  code: 'The code is wrong or does not work any more',
  link: 'This link does not work any more',
}

onRealTargets('a mailed proof', (real) => {
  const expectRefused = (answer: Answer, refusal: Proof['refusal']) => {
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ error: 'INVALID_INPUT', message: refusals[refusal] })
  }
  const each = Object.entries(proofs)

  it.each(each)('%s works once (AC-038)', async (_name, { get, use, refusal }) => {
    const secret = await get(real)
    expect((await use(real, secret)).status).toBe(200)
    expectRefused(await use(real, secret), refusal)
    expectRefused(await use(real, secret), refusal)
  })

  it.each(each)('%s works for one of twenty at once (AC-038)', async (_name, { get, use }) => {
    const secret = await get(real)
    const all = await Promise.all(Array.from({ length: 20 }, () => use(real, secret)))
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1)
    // Five wrong tries kill a code, and many tries are too many: neither is an answer of ours that fails.
    expect(all.filter(({ status }) => ![200, 400, 429].includes(status))).toEqual([])
  })

  it.each(each.filter(([, { refusal }]) => refusal === 'code'))(
    '%s is nothing without its own address (AC-040)',
    async (_name, { get, use }) => {
      const secret = await get(real)
      await real.seeds.projectUser(bob)
      for (const other of [bob.email, [email, bob.email], [email], { address: email }, `${email},${bob.email}`, null]) {
        expect([other, (await use(real, secret, other)).status]).toEqual([other, 400])
      }
      expect((await use(real, secret)).status).toBe(200)
    },
  )

  it.each(each)('%s dies with the next one (AC-041)', async (_name, { get, use, renew, refusal }) => {
    const older = await get(real)
    await real.seeds.wait(60)
    await renew(real)
    expectRefused(await use(real, older), refusal)
  })

  it.each(each)('%s dies with the password (AC-041)', async (_name, { get, use, refusal }) => {
    const older = await get(real)
    await real.seeds.wait(60)
    await real.ask('account.sendPasswordReset', { body: { client_id: 'cid_inbox_manager', email } })
    const token = (await real.seeds.mail(email, 'reset_password_link')).token!
    const changed = await real.ask('account.resetPassword', { body: { token, password: 'another quiet lantern' } })
    expect(changed.status).toBe(200)
    expectRefused(await use(real, older), refusal)
  })

  it.each(each)('%s works on after the settings changed to the other method', async (_name, { get, use, refusal }) => {
    const secret = await get(real)
    const other = refusal === 'code' ? 'link' : 'code'
    await real.seeds.projectConfig({ verifyEmailMethod: other, resetPasswordMethod: other })
    expect((await use(real, secret)).status).toBe(200)
  })

  it('is a code where one setting says so, and a link where the other one does', async () => {
    const { seeds, ask } = real
    await seeds.projectConfig({ verifyEmailMethod: 'link', resetPasswordMethod: 'code' })
    await seeds.projectUser(alice)
    await sendReset(real)
    const link = await seeds.mail(email, 'verify_email_link')
    const mail = await seeds.mail(email, 'reset_password_code')
    expect([link.code, mail.token]).toEqual([null, null])
    expect((await verify(real, link.token!)).status).toBe(200)
    expect((await exchange(real, mail.code!, email)).status).toBe(200)
    const config = (await ask('project.getPublicConfig', {})).body
    expect(config).toMatchObject({ verifyEmailMethod: 'link', resetPasswordMethod: 'code' })
  })

  it.each(each)(
    '%s works to its last second, and not after it (AC-042)',
    async (_name, { get, use, seconds, refusal }) => {
      const secret = await get(real)
      await real.seeds.wait(seconds - 5)
      const other = await use(
        { ...real },
        secret.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      )
      expectRefused(other, refusal)
      await real.seeds.wait(6)
      expectRefused(await use(real, secret), refusal)
    },
  )

  it.each(each)('%s works shortly before (AC-042)', async (_name, { get, use, seconds }) => {
    const secret = await get(real)
    await real.seeds.wait(seconds - 5)
    expect((await use(real, secret)).status).toBe(200)
  })

  it.each(['code', 'link'] as const)('a new password by %s takes no second factor off (AC-043)', async (method) => {
    const { seeds, ask } = real
    const { access_token } = await seeds.appCaller(alice)
    await seeds.secondFactor('app', access_token)
    await seeds.projectConfig({ resetPasswordMethod: method })
    await sendReset(real)
    const mail = await seeds.mail(email, `reset_password_${method}`)
    const otp = mail.token ?? ((await exchange(real, mail.code!, email)).body as Wire['ProjectResetToken']).token
    const answer = await reset(real, otp)
    expect([answer.status, answer.cookies, Object.keys(answer.body as object)]).toEqual([200, [], ['message']])
    const headers = { 'x-publishable-key': 'pk_test_inbox_manager' }
    expect((await ask('app.getMe', { headers, bearer: access_token })).status).toBe(401)
    const next = await ask('project.signIn', { body: { email, password: newPassword } })
    expect([next.status, next.body]).toEqual([403, expect.objectContaining({ message: 'A second factor is needed' })])
  })

  it.each([
    ['verify_email_link', '/auth/verify', (seeds: Seeds) => linkMailedTo(seeds)],
    ['reset_password_link', '/auth/reset-password', () => proofs['a link for a new password']!.get(real)],
  ] as const)('a mail scanner uses no %s up (AC-045)', async (kind, path, get) => {
    const { seeds, baseUrl, ask } = real
    const token = await get(seeds)
    const { link } = await seeds.mail(email, kind)
    const { pathname, search } = new URL(link!)
    expect([pathname, search]).toEqual([path, `?token=${token}`])
    const look = (method: string) =>
      askAddress(`${baseUrl}${pathname}${search}`, { method, headers: { accept: 'text/html' } })
    for (const method of ['HEAD', 'OPTIONS', 'GET', 'GET']) {
      const { status, headers } = await look(method)
      expect([method, status]).toEqual([method, { HEAD: 200, OPTIONS: 204, GET: 200 }[method]])
      expect(headers.get('location')).toBeNull()
      if (method !== 'GET') continue
      expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer'])
    }
    const users = await ask('project.listUsers', { bearer: demoProject.apiKey })
    expect(users.body).toMatchObject({ data: [{ email, emailVerified: false }] })
    const used = kind === 'verify_email_link' ? await verify(real, token) : await reset(real, token)
    expect(used.status).toBe(200)
  })
})
