import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Context } from '../../../server/context.ts'
import type { Client } from '../../../server/model/client.ts'
import type { Environment } from '../../../server/model/environment.ts'
import { policies } from '../../../server/model/policies.ts'
import type { User } from '../../../server/model/user.ts'
import { sha256 } from '../../../server/outside/secrets.ts'
import { listAuditEvents } from '../../../server/storage/audit-events.ts'
import { findClient } from '../../../server/storage/clients.ts'
import { findEnvironment } from '../../../server/storage/environments.ts'
import { transaction } from '../../../server/storage/database.ts'
import { findLiveSession } from '../../../server/storage/sessions.ts'
import { findUserByEmail, updateUser } from '../../../server/storage/users.ts'
import { type TestServer, clientId, signUp, startServer } from '../../server-for-tests.ts'
import { contextFor } from '../context-for-tests.ts'
import { setPassword } from '../../../server/identity/passwords/set-password.ts'
import { startSignedInSession } from '../../../server/identity/sign-in/sign-in.ts'
import {
  issueCode,
  redeemCode,
  requireCodeChallenge,
} from '../../../server/identity/authorization/authorization-codes.ts'

const codeVerifier = 'v'.repeat(43)
const redirectUri = 'http://localhost:3000/callback'

describe('an authorization code', () => {
  let server: TestServer
  let ctx: Context
  let client: Client
  let environment: Environment
  let user: User
  beforeAll(async () => {
    server = await startServer()
    ctx = contextFor(server.world)
    client = (await findClient(ctx.db, clientId))!
    environment = (await findEnvironment(ctx.db, client.environmentId))!
    const { email } = await signUp(server.send)
    user = (await findUserByEmail(ctx.db, environment.id, email))!
  })
  afterAll(() => server.close())

  const issue = (more = {}) =>
    issueCode(ctx, policies.account, {
      environment,
      client,
      user,
      redirectUri,
      codeChallenge: sha256(codeVerifier),
      ...more,
    })
  const redeem = (code: string, more = {}) =>
    redeemCode(ctx, policies.account, { code, environment, client, codeVerifier, redirectUri, ...more })

  it('starts a session with the scope that was asked for', async () => {
    const { session, user: who, code } = await redeem(await issue({ scope: 'read', nonce: 'n', provider: 'google' }))
    expect(session).toMatchObject({ clientId, userId: user.id, scope: 'read', surface: 'account' })
    expect(session.organizationId).not.toBeNull()
    expect(who.id).toBe(user.id)
    expect(code).toMatchObject({ nonce: 'n', provider: 'google' })
  })

  it('may do without a client and without a repeated redirect URI', async () => {
    const code = await issue({ client: null })
    await expect(redeem(code)).rejects.toThrow('invalid_authorization_code')
    expect((await redeem(code, { client: null, redirectUri: undefined })).session.clientId).toBeNull()
  })

  it('is not exchanged without its own verifier (AC-049)', async () => {
    const code = await issue()
    for (const wrong of ['', 'w'.repeat(43), 'v'.repeat(42), `${'v'.repeat(42)}ü`, 'v'.repeat(129), sha256('x')]) {
      await expect(redeem(code, { codeVerifier: wrong })).rejects.toThrow('invalid_authorization_code')
    }
    await redeem(code)
  })

  it.each([
    ['none', undefined, 'S256'],
    ['none of a method', 'c'.repeat(43), undefined],
    ['a plain one', 'c'.repeat(43), 'plain'],
    ['a method in the wrong case', 'c'.repeat(43), 's256'],
    ['42 characters', 'c'.repeat(42), 'S256'],
    ['129 characters', 'c'.repeat(129), 'S256'],
    ['a bad alphabet', `${'c'.repeat(42)}+`, 'S256'],
  ])('is not asked for with a challenge that is %s (AC-049)', (_, challenge, method) => {
    expect(() => requireCodeChallenge(challenge, method)).toThrow('invalid_request')
  })

  it('is exchanged once by twenty callers at once, and its session is dead afterwards (AC-051)', async () => {
    for (let round = 0; round < 25; round += 1) {
      const code = await issue()
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => redeem(code)))
      const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      expect(won).toHaveLength(1)
      expect(await findLiveSession(ctx.db, won[0]!.session.id, ctx.clock.now())).toBeUndefined()
    }
  })

  it('ends the session it started when it comes back, also late, and writes that down (AC-051)', async () => {
    const code = await issue()
    const { session } = await redeem(code)
    ctx.sandbox!.clock.advance(1000)
    await expect(redeem(code)).rejects.toThrow('invalid_authorization_code')
    expect(await findLiveSession(ctx.db, session.id, ctx.clock.now())).toBeUndefined()
    const [event] = await listAuditEvents(ctx.db, { environmentId: environment.id }, { limit: 1 })
    expect(event).toMatchObject({ action: 'session.authorization_code_reused', sessionId: session.id })
  })

  it('is dead after a minute (AC-051)', async () => {
    const [early, late] = [await issue(), await issue()]
    ctx.sandbox!.clock.advance(59)
    await redeem(early)
    ctx.sandbox!.clock.advance(2)
    await expect(redeem(late)).rejects.toThrow('invalid_authorization_code')
  })

  it('is not exchanged by another client, environment, surface or redirect URI (AC-058)', async () => {
    const code = await issue()
    const other = { ...client, id: 'cid_other' }
    await expect(redeem(code, { client: other })).rejects.toThrow('invalid_authorization_code')
    await expect(redeem(code, { environment: { ...environment, id: 'other' } })).rejects.toThrow()
    await expect(redeem(code, { redirectUri: `${redirectUri}/` })).rejects.toThrow('invalid_authorization_code')
    const project = { ...policies.account, surface: 'project' } as const
    const exchange = { code, environment, client, codeVerifier, redirectUri }
    await expect(redeemCode(ctx, project, exchange)).rejects.toThrow('invalid_authorization_code')
    await redeem(code)
  })

  it('is kept as a hash (AC-112)', async () => {
    const code = await issue()
    expect(JSON.stringify(await ctx.db.selectFrom('authorizationCodes').selectAll().execute())).not.toContain(code)
  })

  it.each([
    ['whose password was changed', { passwordHash: 'another' }, null, 'invalid_credentials'],
    ['whose address its owner has proven', { emailVerifiedAt: 1 }, 'google', 'user_inactive'],
    ['who was put out', { status: 'suspended' as const }, null, 'invalid_credentials'],
  ])('is not made for somebody %s since they were asked', async (_what, changed, provider, code) => {
    const { email } = await signUp(server.send)
    const asked = (await findUserByEmail(ctx.db, environment.id, email))!
    await updateUser(ctx.db, asked.id, { ...changed, updatedAt: 1 })
    const count = async () => (await ctx.db.selectFrom('authorizationCodes').selectAll().execute()).length
    const before = await count()
    await expect(issue({ user: asked, provider })).rejects.toMatchObject({ code })
    expect(await count()).toBe(before)
  })

  it('leaves a change of meanwhile as it is, and the session that began with it too', async () => {
    const { email } = await signUp(server.send)
    const asked = (await findUserByEmail(ctx.db, environment.id, email))!
    const changed = { firstName: 'Ada', updatedAt: asked.updatedAt + 5000 }
    await updateUser(ctx.db, asked.id, changed)
    await issue({ user: asked })
    expect(await findUserByEmail(ctx.db, environment.id, email)).toMatchObject(changed)
    ctx.sandbox!.clock.advance(10)
    const start = (user: User) =>
      transaction(ctx.db, (db) => startSignedInSession(ctx, db, policies.account, { user, client, by: 'password' }))
    await start(asked)
    const now = (await findUserByEmail(ctx.db, environment.id, email))!
    expect(now).toMatchObject(changed)
    expect(now.lastSignInAt).toBeGreaterThan(asked.lastSignInAt!)
    await updateUser(ctx.db, asked.id, { emailVerifiedAt: 1, updatedAt: 1 })
    await expect(start(asked)).rejects.toMatchObject({ code: 'invalid_credentials' })
  })

  it('is not exchanged for somebody who was suspended since', async () => {
    const code = await issue()
    await updateUser(ctx.db, user.id, { status: 'suspended', updatedAt: ctx.clock.now() })
    await expect(redeem(code)).rejects.toThrow('invalid_authorization_code')
    await updateUser(ctx.db, user.id, { status: 'active', updatedAt: ctx.clock.now() })
  })

  it('is worth nothing after another password', async () => {
    const code = await issue()
    await setPassword(ctx, ctx.db, { environment, user, passwordHash: user.passwordHash! })
    await expect(redeem(code)).rejects.toThrow('invalid_authorization_code')
  })

  it('is not given to somebody outside the account that the client belongs to', async () => {
    const foreign = { ...client, organizationId: '0199c0de-0000-7000-8000-00000000dead' }
    await expect(issue({ client: foreign })).rejects.toThrow('access_denied')
  })
})
