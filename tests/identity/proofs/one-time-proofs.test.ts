// What no operation of the account surface shows: codes, and what dies with what.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../../server/context.ts'
import type { Environment } from '../../../server/model/environment.ts'
import type { Policy } from '../../../server/model/policies.ts'
import { policies } from '../../../server/model/policies.ts'
import type { ProofPurpose } from '../../../server/model/proofs.ts'
import type { User } from '../../../server/model/user.ts'
import { type TestServer, newEmail, signUp, startServer } from '../../server-for-tests.ts'
import { findEnvironment, insertEnvironment } from '../../../server/storage/environments.ts'
import { findUserByEmail, updateUser } from '../../../server/storage/users.ts'
import { contextFor } from '../context-for-tests.ts'
import { deliverDueMails, listMailbox } from '../../../server/identity/mails/mail.ts'
import {
  type Proven,
  issueProof,
  presentProof,
  retireProofs,
  useProof,
} from '../../../server/identity/proofs/one-time-proofs.ts'
import {
  exchangeResetCode,
  requestPasswordReset,
  resetPassword,
} from '../../../server/identity/passwords/reset-password.ts'
import { listSessionsOfUser } from '../../../server/storage/session-lists.ts'
import { sandboxEnvironmentId } from '../../../server/model/sandbox-credentials.ts'
import { resetSandbox } from '../../../server/sandbox/sandbox.ts'
import { verifyEmail } from '../../../server/identity/proofs/verify-email.ts'

let server: TestServer
let ctx: Context
let environment: Environment
let user: User

/** A surface that mails what the environment's settings say: codes, by default. */
const policy: Policy = { ...policies.account, proofMethod: 'configured' }

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  ctx = contextFor(server.world)
  await resetSandbox(ctx)
  const { email } = await signUp(server.send)
  environment = (await findEnvironment(ctx.db, sandboxEnvironmentId))!
  user = (await findUserByEmail(ctx.db, environment.id, email))!
})

const { surface } = policy

const wait = (seconds: number) => ctx.sandbox?.clock.advance(seconds)
const ask = (email = user.email) => ({ environment, client: null, email, redirectUri: null })

const newestMail = async (to = user.email) => (await listMailbox(ctx, to))[0]!

const mailedCode = async (request: typeof requestPasswordReset = requestPasswordReset) => {
  const { expiresAt } = await request(ctx, policy, ask())
  return { code: (await newestMail()).code!, expiresAt }
}

const showCode = (code: string, { purpose = 'reset_password' as ProofPurpose, email = user.email } = {}) =>
  presentProof(ctx, purpose, { environment, email, code, surface })

const use = (proven: Proven) => useProof(ctx, ctx.db, proven)

const anotherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

const failure = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return error as { code: string; detail: string | undefined }
}

describe('a code', () => {
  it('works once, for its address and its purpose', async () => {
    const { code } = await mailedCode()
    expect(code).toMatch(/^\d{6}$/)
    expect(await failure(showCode(code, { purpose: 'verify_email' }))).toMatchObject({ code: 'invalid_code' })
    const proven = await showCode(code)
    expect(proven.user.id).toBe(user.id)
    await use(proven)
    expect(await failure(use(proven))).toMatchObject({ code: 'invalid_code' })
    expect(await failure(showCode(code))).toMatchObject({ code: 'invalid_code' })
  })

  it('is nowhere in the database, and its digest tells nothing without the key', async () => {
    const { code } = await mailedCode()
    const rows = await ctx.db.selectFrom('oneTimeTokens').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(`"${code}"`)
    expect(new Set(rows.map(({ hash }) => hash.length))).toEqual(new Set([43]))
  })

  it('is refused in one way for a pending, a not pending and an unknown address (AC-006, AC-040)', async () => {
    const { code } = await mailedCode()
    const other = await signUp(server.send)
    await requestPasswordReset(ctx, policy, ask('unknown@example.test'))
    const refusals = [
      await failure(showCode(anotherThan(code))),
      await failure(showCode(code, { email: other.email })),
      await failure(showCode(code, { email: newEmail('nobody') })),
      await failure(showCode(code, { email: 'unknown@example.test' })),
    ]
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: 'invalid_code', detail: undefined })
    expect((await showCode(code)).user.id).toBe(user.id)
  })

  const guessFrom = (ip: string, code: string) => {
    const proof = { environment, email: user.email, code: anotherThan(code), surface }
    return failure(presentProof(contextFor(server.world, { ip }), 'reset_password', proof))
  }

  it('is dead after five wrong tries where they came from, and alive for its owner (AC-013)', async () => {
    const { code } = await mailedCode()
    for (let round = 0; round < 9; round += 1) await guessFrom('192.0.2.66', code)
    const proof = { environment, email: user.email, code, surface }
    const there = presentProof(contextFor(server.world, { ip: '192.0.2.66' }), 'reset_password', proof)
    expect(await failure(there)).toMatchObject({ code: 'invalid_code' })
    expect((await showCode(code)).user.id).toBe(user.id)
  })

  it('is dead after fifteen wrong tries, from wherever but the owner they come (AC-013)', async () => {
    const { code } = await mailedCode()
    for (let round = 0; round < 14; round += 1) await guessFrom(`192.0.2.${100 + (round >> 2)}`, code)
    // A right one takes nothing from it.
    for (let round = 0; round < 3; round += 1) expect((await showCode(code)).user.id).toBe(user.id)
    await guessFrom('192.0.2.200', code)
    expect(await failure(showCode(code))).toMatchObject({ code: 'invalid_code' })
  })

  it('leaves five tries to where its owner is signed in, however many strangers made, and no more (AC-013)', async () => {
    const { code } = await mailedCode()
    await Promise.all(Array.from({ length: 40 }, (_, index) => guessFrom(`198.18.0.${index}`, code)))
    const [session] = await listSessionsOfUser(ctx.db, user.id, ctx.clock.now())
    const home = session!.ip!
    const proof = { environment, email: user.email, code, surface }
    const atHome = () => presentProof(contextFor(server.world, { ip: home }), 'reset_password', proof)
    for (let round = 0; round < 4; round += 1) await guessFrom(home, code)
    expect((await atHome()).user.id).toBe(user.id)
    await guessFrom(home, code)
    expect(await failure(atHome())).toMatchObject({ code: 'invalid_code' })
  })

  it('takes fifteen tries in all when forty come at once from many addresses (AC-013)', async () => {
    const { code } = await mailedCode()
    await Promise.all(Array.from({ length: 40 }, (_, index) => guessFrom(`198.18.0.${index}`, code)))
    const rows = await ctx.db.selectFrom('oneTimeTokens').select('attempts').where('purpose', 'like', '%code').execute()
    expect(rows).toEqual([{ attempts: 15 }])
  })

  it('takes five tries in all when twenty come at once (AC-013)', async () => {
    const { code } = await mailedCode()
    const tries = Array.from({ length: 20 }, () => failure(showCode(anotherThan(code))))
    expect(new Set((await Promise.all(tries)).map((refusal) => refusal.code))).toEqual(new Set(['invalid_code']))
    const rows = await ctx.db.selectFrom('oneTimeTokens').select('attempts').where('purpose', 'like', '%code').execute()
    expect(rows).toEqual([{ attempts: 5 }])
  })

  it('is refused after too many wrong ones from one address', async () => {
    const { code } = await mailedCode()
    for (let round = 0; round < 30; round += 1) await failure(showCode(code, { email: newEmail() }))
    expect(await failure(showCode(code))).toMatchObject({ detail: 'Limit: codes tried from one address.' })
  })

  it('ends when its answer says (AC-042)', async () => {
    const { code, expiresAt } = await mailedCode()
    expect(expiresAt - ctx.clock.now()).toBeGreaterThan(599_000)
    wait(598)
    expect((await showCode(code)).user.id).toBe(user.id)
    wait(3)
    expect(await failure(showCode(code))).toMatchObject({ code: 'invalid_code', detail: undefined })
  })

  it('is retired by a newer one, by another address and by a new password (AC-041)', async () => {
    const first = await mailedCode()
    wait(60)
    const second = await mailedCode()
    expect(await failure(showCode(first.code))).toMatchObject({ code: 'invalid_code' })
    await retireProofs(ctx, ctx.db, user)
    expect(await failure(showCode(second.code))).toMatchObject({ code: 'invalid_code' })

    const third = await mailedCode()
    const email = newEmail('moved')
    await updateUser(ctx.db, user.id, { email, updatedAt: ctx.clock.now() })
    expect(await failure(showCode(third.code))).toMatchObject({ code: 'invalid_code' })
    expect(await failure(showCode(third.code, { email }))).toMatchObject({ code: 'invalid_code' })
  })

  it('is not good in another environment', async () => {
    const { code } = await mailedCode()
    const elsewhere = { ...environment, id: '01900000-0000-7000-8000-0000000000ee', name: 'staging' }
    await insertEnvironment(ctx.db, elsewhere)
    const proof = { environment: elsewhere, email: user.email, code, surface }
    expect(await failure(presentProof(ctx, 'reset_password', proof))).toMatchObject({ code: 'invalid_code' })
  })

  it('is 424242 for the sandbox’s test addresses, and nothing for one that nobody has', async () => {
    const { email } = await signUp(server.send, { email: 'carol+code@example.test' })
    await requestPasswordReset(ctx, policy, ask(email))
    expect((await showCode('424242', { email })).user.email).toBe(email)
    await requestPasswordReset(ctx, policy, ask('dave+code@example.test'))
    expect(await failure(showCode('424242', { email: 'dave+code@example.test' }))).toMatchObject({
      code: 'invalid_code',
    })
  })
})

describe('a request', () => {
  const request = () => ({
    environment,
    surface,
    user,
    purpose: 'verify_email' as const,
    email: user.email,
    clientId: null,
    redirectUri: null,
  })

  it('loses its code with its link and its link with its code (AC-038)', async () => {
    for (const first of ['code', 'link'] as const) {
      const code = await issueProof(ctx, ctx.db, request(), 'code')
      const link = await issueProof(ctx, ctx.db, request(), 'link', { beside: code })
      const proven = {
        code: await showCode(code.secret, { purpose: 'verify_email' }),
        link: await presentProof(ctx, 'verify_email', { token: link.secret, environment, surface }),
      }
      await use(proven[first])
      expect((await failure(use(proven.code))).code).toBe('invalid_code')
      expect((await failure(use(proven.link))).code).toBe('invalid_link')
    }
  })

  it('refuses a link at another surface than its own, and takes it at a page that serves all', async () => {
    const { secret } = await issueProof(ctx, ctx.db, request(), 'link')
    for (const other of ['project', 'app', 'platform'] as const) {
      const elsewhere = presentProof(ctx, 'verify_email', { token: secret, environment, surface: other })
      expect((await failure(elsewhere)).code).toBe('invalid_link')
    }
    const proven = await presentProof(ctx, 'verify_email', { token: secret, environment, surface })
    // The statement that uses it up asks once more.
    expect((await failure(use({ ...proven, surface: 'app' }))).code).toBe('invalid_link')
    await use(await presentProof(ctx, 'verify_email', { token: secret, surface: null }))
  })

  it('leaves one of two that come at once', async () => {
    const both = await Promise.all([1, 2].map(() => issueProof(ctx, ctx.db, request(), 'link')))
    const good = await Promise.allSettled(
      both.map(({ secret }) => presentProof(ctx, 'verify_email', { token: secret, environment, surface })),
    )
    expect(good.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('lets one of twenty use a link', async () => {
    const { secret } = await issueProof(ctx, ctx.db, request(), 'link')
    const proven = await presentProof(ctx, 'verify_email', { token: secret, surface })
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => verifyEmail(ctx, proven)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('refuses a link of another environment, and one whose user was put out', async () => {
    const { secret } = await issueProof(ctx, ctx.db, request(), 'link')
    const elsewhere = { ...environment, id: '01900000-0000-7000-8000-0000000000ee' }
    const foreign = presentProof(ctx, 'verify_email', { token: secret, environment: elsewhere, surface })
    expect((await failure(foreign)).code).toBe('invalid_link')
    await updateUser(ctx.db, user.id, { status: 'suspended', updatedAt: ctx.clock.now() })
    expect((await failure(presentProof(ctx, 'verify_email', { token: secret, surface }))).code).toBe('invalid_link')
  })

  it('writes as much for an unknown address, and mails nothing', async () => {
    const count = async () => {
      const { tokens } = await ctx.db
        .selectFrom('oneTimeTokens')
        .select(({ fn }) => fn.countAll<number>().as('tokens'))
        .executeTakeFirstOrThrow()
      const { mails } = await ctx.db
        .selectFrom('outbox')
        .select(({ fn }) => fn.countAll<number>().as('mails'))
        .executeTakeFirstOrThrow()
      return { tokens, mails }
    }
    const before = await count()
    const answer = await requestPasswordReset(ctx, policy, ask('unknown@example.test'))
    expect(await count()).toEqual({ tokens: before.tokens + 1, mails: before.mails + 1 })
    expect(answer).toEqual({ expiresAt: expect.any(Number) as number, seconds: 600 })
    await deliverDueMails(ctx)
    expect(await listMailbox(ctx, 'unknown@example.test')).toEqual([])
  })
})

describe('a reset code', () => {
  it('is exchanged for a token that is good for 15 minutes and used once', async () => {
    const { code } = await mailedCode()
    const proven = await showCode(code)
    const { secret, expiresAt, seconds } = await exchangeResetCode(ctx, policy, proven)
    expect(seconds).toBe(900)
    expect((await failure(exchangeResetCode(ctx, policy, proven))).code).toBe('invalid_code')
    wait(895)
    const token = await presentProof(ctx, 'reset_password', { token: secret, environment, surface })
    expect(token.proof.expiresAt).toBe(expiresAt)
    expect((await failure(resetPassword(ctx, token, 'short'))).code).toBe('weak_password')
    expect((await resetPassword(ctx, token, 'a new and long one')).emailVerifiedAt).not.toBeNull()
    expect((await failure(resetPassword(ctx, token, 'a new and long one'))).code).toBe('invalid_link')
    expect((await newestMail()).kind).toBe('password_changed')
  })

  it('exchanged before a newer request, gives a token that is worth nothing after it (AC-041)', async () => {
    const { secret } = await exchangeResetCode(ctx, policy, await showCode((await mailedCode()).code))
    wait(60)
    await mailedCode()
    const token = presentProof(ctx, 'reset_password', { token: secret, environment, surface })
    expect((await failure(token)).code).toBe('invalid_link')
  })
})
