// The operator signs everybody out, as after a restored backup, while the service goes on.
import { expect, describe, it } from 'vitest'
import { insertAdminSession } from '../../server/storage/admin-sessions.ts'
import { sandboxAdmin, sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { insertCode } from '../../server/storage/authorization-codes.ts'
import { transaction } from '../../server/storage/database.ts'
import { insertToken } from '../../server/storage/one-time-tokens.ts'
import { refresh, signUp, startServer } from '../server-for-tests.ts'
import { freshDatabase, kinds } from '../storage/databases-for-tests.ts'
import { runCommand } from './command-for-tests.ts'

/** On its way to an app. */
const pending = {
  ...{ clientId: null, surface: 'account', redirectUri: 'https://app.example/cb', codeChallenge: 'c', scope: null },
  ...{ nonce: null, provider: null, createdAt: 1, expiresAt: 2, usedAt: null, sessionId: null, authenticatedBy: null },
  ...{ authenticatedAt: null, browserSessionId: null, keyThumbprint: null, claims: null, resource: null },
}

describe.each(kinds)('countersign sessions end on %s', (kind) => {
  it('ends those of a tenant or of everybody, of people and administrators, with their tokens', async () => {
    const { url, remove } = await freshDatabase(kind)
    const server = await startServer({ DATABASE_URL: url, LOG_LEVEL: 'silent' })
    const { db } = server.world
    const run = (...args: string[]) => runCommand({ DATABASE_URL: url }, ['sessions', 'end', ...args])
    const live = async () =>
      (await db.selectFrom('sessions').select('id').where('endedAt', 'is', null).execute()).length

    const person = await signUp(server.send)
    const { email, password } = sandboxCredentials.platform
    const platform = await server.send('POST /api/platform/auth/login', { body: { email, password } })
    expect(platform.status).toBe(200)
    // More than are ended at once, half of which a client is told of.
    const [session] = await db.selectFrom('sessions').selectAll().where('surface', '=', 'account').execute()
    for (let at = 0; at < 600; at += 1) {
      const browserSessionId = at % 2 === 0 ? `browser ${at}` : null
      await db
        .insertInto('sessions')
        .values({ ...session!, id: `copy ${at}`, browserSessionId })
        .execute()
    }
    const now = server.world.clock.now()
    const { environmentId } = session!
    const admin = {
      id: 'admin',
      environmentId,
      ...sandboxAdmin,
      createdAt: now,
      expiresAt: now + 60_000,
      endedAt: null,
    }
    await insertAdminSession(db, admin)

    for (const args of [[], ['--all', '--tenant', 'sandbox']]) {
      expect(await run(...args)).toMatchObject({ code: 2, errors: expect.stringMatching(/^Say whose: /) })
    }
    expect(await run('--tenant', 'nobody')).toMatchObject({ code: 1 })
    await runCommand({ DATABASE_URL: url }, ['tenants', 'create', '--name', 'Other'])
    expect(await run('--tenant', 'other')).toMatchObject({ code: 0, out: expect.stringMatching(/^Ended 0\./) })
    expect(await live()).toBe(602)
    expect((await server.send('GET /auth/me', { bearer: person.access_token })).status).toBe(200)

    expect(JSON.parse((await run('--tenant', 'sandbox', '--json')).out)).toEqual({ ended: 603 })
    expect(await live()).toBe(0)
    expect((await server.send('GET /auth/me', { bearer: person.access_token })).status).toBe(401)
    expect((await refresh(server.send, person.refresh_token)).status).toBe(401)
    expect((await db.selectFrom('logoutNotices').select('id').execute()).length).toBe(300)

    const again = await signUp(server.send)
    const { id: userId } = await db
      .selectFrom('users')
      .select('id')
      .where('email', '=', again.email)
      .executeTakeFirstOrThrow()
    await insertCode(db, { ...pending, hash: 'code', environmentId, userId })
    const held = ['second_factor:account', 'remembered_device']
    const browsersHold = () => db.selectFrom('oneTimeTokens').select('id').where('purpose', 'in', held).execute()
    const times = { createdAt: now, expiresAt: now + 60_000, usedAt: null }
    const token = { environmentId, userId, surface: null, email: again.email, ...times, attempts: 0, data: null }
    await transaction(db, async (within) => {
      // More than go at once.
      for (let at = 0; at < 1100; at += 1) {
        const names = { id: `held ${at}`, requestId: `held ${at}`, hash: `held ${at}` }
        await insertToken(within, { ...token, ...names, purpose: held[at === 0 ? 0 : 1]! })
      }
    })
    expect((await run('--tenant', 'other')).code).toBe(0)
    expect(await browsersHold()).toHaveLength(1100)
    expect((await run('--all')).out).toBe('Ended 1. Their tokens are refused here from now on.\n')
    expect((await refresh(server.send, again.refresh_token)).status).toBe(401)
    expect(await db.selectFrom('authorizationCodes').select('hash').execute()).toEqual([])
    expect(await browsersHold()).toEqual([])
    const recorded = await db
      .selectFrom('auditEvents')
      .select(['actor', 'data'])
      .where('action', '=', 'sessions.ended')
      .execute()
    expect(recorded.map(({ actor, data }) => ({ actor, ...(JSON.parse(data!) as object) }))).toContainEqual({
      actor: 'operator',
      tenantId: null,
      sessions: 1,
    })
    await server.close()
    remove()
  })
})
