// Guesses at one person over a long time, and many at once: on both databases.
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../server/context.ts'
import { kinds, startServersOn } from '../database-server-for-tests.ts'
import { type Received, type TestServer, clientId, newEmail, password, signIn, signUp } from '../server-for-tests.ts'
import { findEnvironment } from '../../server/storage/environments.ts'
import { listSessionsOfUser } from '../../server/storage/session-lists.ts'
import { findUserByEmail, proveUser } from '../../server/storage/users.ts'
import { contextFor } from './context-for-tests.ts'
import { listMailbox } from '../../server/identity/mails/mail.ts'
import { sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import { confirmSecondFactor, enrolSecondFactor } from '../../server/identity/factors/authenticator-apps.ts'
import { readSecondFactor, spendBackupCode } from '../../server/identity/factors/second-factor.ts'

let networks = 0
/** An address that nobody has come from yet. */
const newIp = () => `198.19.${(networks += 1) >> 8}.${networks & 255}`
const limits = 'signUpPerIp=100000/3600,mailsPerIp=100000/3600'
const statuses = (answers: readonly Received[]) => answers.map(({ status }) => status)
const count = (answers: readonly Received[], status: number) => statuses(answers).filter((it) => it === status).length

describe.each(kinds)('guesses on %s', (kind) => {
  let servers: TestServer[] = []
  beforeAll(async () => {
    servers = await startServersOn(kind, [{ LIMITS: limits }, { LIMITS: limits }])
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
  })
  const at = (index: number) => servers[index % servers.length]!
  const send: TestServer['send'] = (...sent) => at(0).send(...sent)
  const wait = async (seconds: number) => {
    for (const server of servers) await server.send('POST /sandbox/clock', { body: { advance: seconds } })
  }
  const guess = (email: string, ip = newIp()) => signIn(send, email, 'guess', { ip })
  const newcomer = async () => {
    const home = newIp()
    return { home, ...(await signUp(send, { sending: { ip: home } })) }
  }
  const mailsTo = async (email: string) => (await listMailbox(contextFor(at(0).world), email)).map((mail) => mail.kind)
  const events = async (action: string, userId?: string) => {
    const rows = await at(0).world.db.selectFrom('auditEvents').selectAll().where('action', '=', action).execute()
    return userId ? rows.filter((row) => row.userId === userId) : rows
  }
  const userOf = async (email: string) => (await findUserByEmail(at(0).world.db, sandboxEnvironmentId, email))!

  /** As many wrong passwords as are looked at, window after window. */
  const exhaust = async (email: string) => {
    const looked = []
    for (let window = 0; window < 12; window += 1) {
      const answers = await Promise.all(Array.from({ length: 12 }, () => guess(email)))
      looked.push(count(answers, 401))
      if (count(answers, 401) === 0) break
      if (looked.length < 10) await wait(901)
    }
    return looked
  }

  it('are a hundred in a row at most, then one after each pause, which doubles', async () => {
    const { email, home } = await newcomer()
    expect(await exhaust(email)).toEqual([...Array<number>(10).fill(10), 0])
    await wait(901)
    const pauses = []
    for (let round = 0; round < 3; round += 1) {
      expect((await guess(email)).status).toBe(401)
      const refused = await signIn(send, email, password, { ip: newIp() })
      expect([refused.status, refused.body.detail]).toEqual([429, 'Limit: wrong passwords in a row.'])
      pauses.push(Number(refused.headers['retry-after']))
      await wait(pauses.at(-1)! - 1)
      expect((await guess(email)).status).toBe(429)
      await wait(2)
    }
    // A second or so has gone by on the way.
    expect(pauses.map((seconds) => Math.round(seconds / 30) * 30)).toEqual([120, 240, 480])
    // The owner comes in from where they are, and the streak is over.
    expect((await signIn(send, email, password, { ip: home })).status).toBe(200)
    expect((await guess(email)).status).toBe(401)
    expect((await signIn(send, email, password, { ip: newIp() })).status).toBe(200)
  })

  it('from the owner’s own addresses add up with all others, and pause after that', async () => {
    const { email, home } = await newcomer()
    await exhaust(email)
    await wait(901)
    expect(statuses([await guess(email, home), await guess(email, home)])).toEqual([401, 429])
    expect((await signIn(send, email, password, { ip: home })).status).toBe(429)
    await wait(61)
    expect((await signIn(send, email, password, { ip: home })).status).toBe(200)
  })

  it('at an address that nobody has are answered alike', async () => {
    const { email } = await newcomer()
    const tried = async (address: string) => {
      const answers = []
      for (let window = 0; window < 11; window += 1) {
        for (let index = 0; index < 10; index += 1) answers.push(await guess(address))
        await wait(901)
      }
      return answers.map(({ status, text, headers }) => [status, text, headers['ratelimit-remaining']])
    }
    const [unknown, known] = [await tried(newEmail('nobody')), await tried(email)]
    expect(unknown).toEqual(known)
    expect(known.filter(([status]) => status === 401)).toHaveLength(101)
  })

  it('are told to the owner after ten in a row, once, and to nobody else', async () => {
    const { email } = await newcomer()
    const nobody = newEmail('nobody')
    for (let window = 0; window < 2; window += 1) {
      for (let index = 0; index < 10; index += 1) {
        expect((await mailsTo(email)).includes('wrong_passwords')).toBe(window > 0)
        await guess(email)
        await guess(nobody)
      }
      await wait(901)
    }
    expect((await mailsTo(email)).filter((mail) => mail === 'wrong_passwords')).toHaveLength(1)
    expect(await mailsTo(nobody)).toEqual([])
  })

  it('know no address from a session that a new password has ended', async () => {
    const { email, home } = await newcomer()
    for (let index = 0; index < 10; index += 1) await guess(email)
    expect((await guess(email, home)).status).toBe(401)
    await send('POST /auth/send-password-reset', { ip: home, body: { client_id: clientId, email } })
    const [mail] = await listMailbox(contextFor(at(0).world), email)
    const reset = await send('POST /auth/reset-password', { body: { token: mail!.token, password: 'another lantern' } })
    expect(reset.status).toBe(200)
    expect((await guess(email, home)).status).toBe(429)
  })

  it('that are right leave nothing counted, however many come at once', async () => {
    const { email } = await newcomer()
    const ip = newIp()
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 30 }, (_, index) => signIn(at(index).send, email, password, { ip })),
      )
      expect(count(answers, 200) + count(answers, 429)).toBe(30)
      const next = await signIn(send, email, password, { ip })
      expect([next.status, next.headers['ratelimit-remaining']]).toEqual([200, '10'])
    }
  })

  it('are written down, with whose they are, and without what was typed', async () => {
    const { email } = await newcomer()
    const { id } = await userOf(email)
    const ip = newIp()
    for (let index = 0; index < 10; index += 1)
      await signIn(send, email, 'guess', { ip, headers: { 'user-agent': 'g' } })
    const typed = newEmail('typed-by-mistake')
    await guess(typed)
    expect(await events('user.signed_in', id)).toMatchObject([{ sessionId: expect.any(String) }])
    const failures = await events('password.failed', id)
    expect(failures).toHaveLength(10)
    expect(failures[0]).toMatchObject({ environmentId: sandboxEnvironmentId, ip, userAgent: 'g', data: null })
    expect(await events('password.locked_out', id)).toMatchObject([{ data: '{"limit":"signInPerUser"}' }])
    const all = JSON.stringify(await at(0).world.db.selectFrom('auditEvents').selectAll().execute())
    expect(all).not.toContain('typed-by-mistake')
  })

  it('leave no address in the keys of what is counted', async () => {
    const { email } = await newcomer()
    await guess(email)
    await send('POST /auth/send-magic-link', { ip: newIp(), body: { client_id: clientId, email } })
    const { db } = at(0).world
    const rows = [
      ...(await db.selectFrom('rateLimits').select('key').execute()),
      ...(await db.selectFrom('failureStreaks').select('key').execute()),
    ]
    expect(rows.length).toBeGreaterThan(3)
    for (const { key } of rows) expect(key).toMatch(/^[a-zA-Z]+:[\w-]{43}$/)
  })

  describe('at a second factor', () => {
    /** The person, signed in, and what reads a code of theirs. */
    const withFactor = async () => {
      const { email, home } = await newcomer()
      const { db, clock } = at(0).world
      const user = (await proveUser(db, (await userOf(email)).id, clock.now()))!
      const environment = (await findEnvironment(db, sandboxEnvironmentId))!
      const [session] = await listSessionsOfUser(db, user.id, clock.now())
      const ctx = (index: number, ip = home): Context =>
        contextFor(at(index).world, {
          ip,
          caller: {
            kind: 'user',
            environment,
            user,
            session: session!,
            membership: null,
            confinedTo: null,
            keyThumbprint: null,
          },
        })
      const { secret } = await enrolSecondFactor(ctx(0))
      const app = new TOTP({ secret: Secret.fromBase32(secret) })
      const code = () => app.generate({ timestamp: ctx(0).clock.now() })
      const backup = await confirmSecondFactor(ctx(0), code())
      const wrong = (index: number, ip = home) =>
        readSecondFactor(ctx(index, ip), user, index % 2 ? '000000' : '00000-00000').then(
          () => 'taken',
          (error: unknown) => (error as { code: string }).code,
        )
      return { email, user, ctx, code, backup, wrong }
    }

    it('are twenty in any hour, of both kinds and on all instances, however many come at once (AC-081)', async () => {
      const { user, wrong, email } = await withFactor()
      const tried = await Promise.all(Array.from({ length: 50 }, (_, index) => wrong(index)))
      expect(tried.filter((code) => code === 'invalid_code')).toHaveLength(20)
      expect(tried.filter((code) => code === 'too_many_requests')).toHaveLength(30)
      await wait(3590)
      expect(await wrong(0)).toBe('too_many_requests')
      await wait(20)
      expect(await wrong(0)).toBe('invalid_code')
      await wait(3500)
      for (let index = 0; index < 19; index += 1) expect(await wrong(index)).toBe('invalid_code')
      await wait(200)
      // An hour after the first of them, the others are not an hour old.
      expect(await wrong(0)).toBe('too_many_requests')
      expect((await mailsTo(email)).filter((mail) => mail === 'wrong_second_factors')).toHaveLength(1)
      expect(await events('second_factor.failed', user.id)).toHaveLength(40)
    })

    it('are not used up by wrong passwords, from wherever (AC-081)', async () => {
      const { email, user, ctx, code } = await withFactor()
      await wait(30)
      for (let index = 0; index < 12; index += 1) await guess(email, newIp())
      expect(await readSecondFactor(ctx(0), user, code())).toMatchObject({ kind: 'totp' })
    })

    it('leave half of the tries to where the owner is', async () => {
      const { user, ctx, code, wrong } = await withFactor()
      await wait(30)
      const tried = await Promise.all(Array.from({ length: 30 }, (_, index) => wrong(index, newIp())))
      expect(tried.filter((code) => code === 'invalid_code')).toHaveLength(10)
      await expect(readSecondFactor(ctx(0, newIp()), user, code())).rejects.toMatchObject({ code: 'too_many_requests' })
      for (let index = 0; index < 9; index += 1) expect(await wrong(index)).toBe('invalid_code')
      expect(await readSecondFactor(ctx(0), user, code())).toMatchObject({ kind: 'totp' })
      expect(await wrong(0)).toBe('too_many_requests')
    })

    it('from elsewhere leave no pause where the owner is', async () => {
      const { user, ctx, code, wrong } = await withFactor()
      for (let window = 0; window < 10; window += 1) {
        for (let index = 0; index < 10; index += 1) expect(await wrong(index, newIp())).toBe('invalid_code')
        if (window < 9) await wait(3601)
      }
      expect(await readSecondFactor(ctx(0), user, code())).toMatchObject({ kind: 'totp' })
    })

    it('that are right leave nothing counted', async () => {
      const { ctx, backup, wrong } = await withFactor()
      for (let round = 0; round < 2; round += 1) {
        for (let index = 0; index < 19; index += 1) expect(await wrong(index)).toBe('invalid_code')
        await spendBackupCode(ctx(0, newIp()), backup[round]!)
        await wait(3601)
      }
      for (let index = 2; index < 10; index += 1) await spendBackupCode(ctx(index), backup[index]!)
      for (let index = 0; index < 20; index += 1) expect(await wrong(index)).toBe('invalid_code')
    })

    it('are a hundred in a row at most, then one after each pause', async () => {
      const { ctx, user, code, wrong } = await withFactor()
      for (let window = 0; window < 5; window += 1) {
        for (let index = 0; index < 20; index += 1) expect(await wrong(index)).toBe('invalid_code')
        await wait(3601)
      }
      expect([await wrong(0), await wrong(0)]).toEqual(['invalid_code', 'too_many_requests'])
      await expect(readSecondFactor(ctx(0), user, code())).rejects.toMatchObject({ code: 'too_many_requests' })
      await wait(121)
      expect(await readSecondFactor(ctx(0), user, code())).toMatchObject({ kind: 'totp' })
    })
  })
})
