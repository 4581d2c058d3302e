// What nobody can use any more goes, on both databases.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds, startServersOn } from '../database-server-for-tests.ts'
import { type TestServer, password, prove, refresh, signUp } from '../server-for-tests.ts'
import type { Client } from '../../server/model/client.ts'
import { sandboxCredentials, sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import { sweep } from '../../server/operations/sweep.ts'
import { insertClient } from '../../server/storage/clients.ts'
import { client as clientRow } from '../storage/world-for-tests.ts'

const headers = { 'x-publishable-key': sandboxCredentials.app.publishableKey }

describe.each(kinds)('the sweep on %s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    ;[server] = (await startServersOn(kind, [{}])) as [TestServer]
  })
  afterAll(() => server.close())

  const left = async (table: 'signUps' | 'totpFactors', seconds: number) => {
    server.world.sandbox?.clock.advance(seconds)
    await sweep(server.world)
    return (await server.world.db.selectFrom(table).select('createdAt').execute()).length
  }

  it('drops sign-ups after a day', async () => {
    await signUp(server.send)
    expect(await left('signUps', 86_000)).toBe(1)
    expect(await left('signUps', 500)).toBe(0)
  })

  it('drops what happened a year ago, and failures after 90 days, however many there are', async () => {
    const { db, clock, ids } = server.world
    const day = 86_400_000
    const events = (count: number, action: string, days: number) =>
      Array.from({ length: count }, () => ({
        ...{ id: ids.uuid(), tenantId: null, applicationId: null, environmentId: null, actor: null, actorId: null },
        ...{ userId: null, sessionId: null, action, ip: null, userAgent: null, data: null },
        createdAt: clock.now() - days * day,
      }))
    await db.deleteFrom('auditEvents').execute()
    await db
      .insertInto('auditEvents')
      .values(events(450, 'user.signed_in', 366))
      .execute()
    await db
      .insertInto('auditEvents')
      .values(events(250, 'password.failed', 91))
      .execute()
    await db
      .insertInto('auditEvents')
      .values([...events(3, 'user.signed_in', 364), ...events(2, 'code.failed', 89)])
      .execute()
    await sweep(server.world)
    const left = await db.selectFrom('auditEvents').select('action').orderBy('action').execute()
    expect(left.map(({ action }) => action)).toEqual([
      ...Array<string>(2).fill('code.failed'),
      ...Array<string>(3).fill('user.signed_in'),
    ])
  })

  it('drops clients with a document that nobody has used for a day, and none that is suspended or in use', async () => {
    const { db, clock } = server.world
    const put = (name: string, more: Partial<Client> = {}) =>
      insertClient(
        db,
        clientRow(`https://${name}.example/client.json`, {
          environmentId: sandboxEnvironmentId,
          registrationHash: name,
          documentUntil: clock.now() + 7 * 86_400_000,
          createdAt: clock.now(),
          ...more,
        }),
      )
    const names = async () =>
      (await db.selectFrom('clients').select('id').where('documentUntil', 'is not', null).orderBy('id').execute()).map(
        ({ id }) => new URL(id).hostname.split('.')[0],
      )
    const { userId } = await db.selectFrom('sessions').select('userId').executeTakeFirstOrThrow()
    await put('idle')
    await put('allowed')
    await put('suspended', { isActive: false })
    const times = { createdAt: clock.now(), updatedAt: clock.now() }
    await db
      .insertInto('consents')
      .values({
        userId: userId!,
        clientId: 'https://allowed.example/client.json',
        scope: 'openid',
        resources: '[]',
        ...times,
      })
      .execute()
    await sweep(server.world)
    expect(await names()).toEqual(['allowed', 'idle', 'suspended'])
    server.world.sandbox?.clock.advance(86_401)
    await sweep(server.world)
    expect(await names()).toEqual(['allowed', 'suspended'])
  })

  it('drops refresh tokens a while after their use: until then a copy ends the session, later it is refused', async () => {
    const [other] = await startServersOn(kind, [{ USED_TOKEN_DAYS: '7' }])
    const { send, world } = other as TestServer
    const days = async (count: number) => {
      world.sandbox?.clock.advance(count * 86_400)
      await sweep(world)
    }
    const status = async (token: string) => (await refresh(send, token)).status
    const known = async () => (await world.db.selectFrom('refreshTokens').select('usedAt').execute()).length
    const next = async (token: string) => (await refresh(send, token)).body.refresh_token

    const watched = await signUp(send)
    const second = await next(watched.refresh_token)
    const stolen = await signUp(send)
    const ended = await next(stolen.refresh_token)
    const others = { sessionId: (await world.db.selectFrom('sessions').select('id').executeTakeFirstOrThrow()).id }
    const copies = Array.from({ length: 450 }, (_, at) => ({
      ...{ ...others, hash: `used ${at}`, createdAt: 0, expiresAt: world.clock.now(), usedAt: world.clock.now() },
      ...{ successorSalt: null, keyThumbprint: null },
    }))
    await world.db.insertInto('refreshTokens').values(copies).execute()
    await days(6.9)
    expect(await known()).toBe(4 + copies.length)
    expect([await status(stolen.refresh_token), await status(ended)]).toEqual([401, 401])
    await days(0.2)
    expect(await known()).toBe(2)
    expect([await status(watched.refresh_token), await status(second)]).toEqual([401, 200])
    await other?.close()
  })

  it('drops an authenticator app that was never confirmed after ten minutes', async () => {
    const { email } = await signUp(server.send)
    await prove(server.send, email)
    const { text } = await server.send('POST /api/v1/auth/login', { headers, body: { email, password } })
    const { access_token: bearer } = JSON.parse(text) as { access_token: string }
    expect((await server.send('POST /api/v1/auth/mfa/enable', { headers, bearer })).status).toBe(200)
    expect(await left('totpFactors', 590)).toBe(1)
    expect(await left('totpFactors', 11)).toBe(0)
  })
})
