// What happened is written down with it, by whom and from where; what did not happen is not.
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../../generated/operations.ts'
import { auditActions } from '../../../server/model/audit.ts'
import { kinds, startServersOn } from '../../database-server-for-tests.ts'
import { type TestServer, newEmail, password, refresh, signIn, signUp } from '../../server-for-tests.ts'

const userAgent = 'a browser of the tests'

describe.each(kinds)('the audit on %s', (kind) => {
  let server: TestServer
  beforeAll(async () => {
    ;[server] = (await startServersOn(kind, [{ TRUSTED_PROXIES: 'loopback' }])) as [TestServer]
  })
  afterAll(() => server.close())

  const eventsOf = async (userId: string) =>
    server.world.db
      .selectFrom('auditEvents')
      .selectAll()
      .where('userId', '=', userId)
      .orderBy('createdAt')
      .orderBy('id')
      .execute()
  const person = async () => {
    const { email, answer, profile } = await signUp(server.send)
    return { email, answer, userId: profile.id.slice(4) }
  }
  const from = { ip: '198.51.100.7', headers: { 'user-agent': userAgent } }

  it('has each sign-in, failure, lock-out and sign-out, with where it came from', async () => {
    const { email, userId } = await person()
    const signedIn = await signIn(server.send, email, password, from)
    const bearer = (signedIn.body.tokens ?? signedIn.body).access_token!
    for (let guess = 0; guess < 11; guess += 1) await signIn(server.send, email, 'a wrong guess', from)
    expect((await server.send('POST /auth/sign-out', { bearer, ...from })).status).toBeLessThan(300)
    const events = await eventsOf(userId)
    const actions = events.map(({ action }) => action)
    expect(actions.slice(0, 3)).toEqual(['user.signed_up', 'user.signed_in', 'user.signed_in'])
    expect(actions.filter((action) => action === 'password.failed')).toHaveLength(10)
    expect(actions).toContain('password.locked_out')
    expect(actions.at(-1)).toBe('user.signed_out')
    const [failed, signedOut] = [events.find(({ action }) => action === 'password.failed')!, events.at(-1)!]
    expect(failed).toMatchObject({ actor: 'nobody', actorId: null, ip: from.ip, userAgent })
    expect(signedOut).toMatchObject({ actor: 'user', ip: from.ip, userAgent, sessionId: events[2]!.sessionId })
    expect(new Set(events.map(({ tenantId }) => tenantId))).toEqual(new Set([events[0]!.tenantId]))
    expect(events[0]).toMatchObject({ tenantId: expect.any(String), applicationId: expect.any(String) })
  })

  it('has the theft of a refresh token', async () => {
    const { email, userId } = await person()
    const { body } = await signIn(server.send, email, password, { body: { client_type: 'mobile' } })
    const first = (body.tokens ?? body).refresh_token!
    await refresh(server.send, first)
    server.world.sandbox!.clock.advance(11)
    expect((await refresh(server.send, first, from)).status).toBe(401)
    expect((await eventsOf(userId)).at(-1)).toMatchObject({
      ...{ action: 'session.refresh_token_reused', actor: 'nobody', ip: from.ip, userAgent },
    })
  })

  it('has nothing of what was refused', async () => {
    const register = (slug: string) =>
      server.send('POST /api/platform/auth/register', {
        body: { email: newEmail(), password, tenantName: 'Acme', tenantSlug: slug },
      })
    const tenants = async () =>
      (await server.world.db.selectFrom('auditEvents').selectAll().where('action', '=', 'tenant.created').execute())
        .length
    const before = await tenants()
    expect((await register('audited')).status).toBeLessThan(300)
    expect((await register('audited')).status).toBe(409)
    expect(await tenants()).toBe(before + 1)
  })

  it('has no address, password or token in it', async () => {
    const { email, answer } = await person()
    await signIn(server.send, email, 'a wrong guess')
    const all = JSON.stringify(await server.world.db.selectFrom('auditEvents').selectAll().execute())
    expect(all).toContain('password.failed')
    for (const secret of [email, '@', password, 'a wrong guess', (answer.body.tokens ?? answer.body).access_token!]) {
      expect(all).not.toContain(secret)
    }
  })

  it('is not what somebody would have it say: where they come from, and with what', async () => {
    const { email, userId } = await person()
    const forged = `x"},{"actor":"operator","action":"user.deleted"}' or 1=1 -- ${'y'.repeat(600)}`
    const sent = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', 'x-real-ip': '203.0.113.9', 'user-agent': forged }
    const before = (await eventsOf(userId)).length
    expect((await signIn(server.send, email, password, { headers: sent })).status).toBe(200)
    expect((await eventsOf(userId)).slice(before)).toMatchObject([
      { action: 'user.signed_in', actor: 'user', ip: '198.51.100.7', userAgent: forged.slice(0, 500) },
    ])
  })

  it('keeps what a user did when they are gone, and has no operation that changes or takes away an event', async () => {
    const { answer, userId } = await person()
    const bearer = (answer.body.tokens ?? answer.body).access_token!
    const before = await eventsOf(userId)
    expect((await server.send('DELETE /auth/me', { bearer, body: { password } })).status).toBeLessThan(300)
    const after = await eventsOf(userId)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.map(({ action }) => action)).toContain('user.deleted')
    const ofAudit = Object.values(operations).filter(({ path }) => path.includes('audit'))
    expect(ofAudit.map(({ method }) => method.toUpperCase())).toEqual(['GET', 'GET'])
  })

  it('is of actions that there are', async () => {
    const rows = await server.world.db.selectFrom('auditEvents').select('action').distinct().execute()
    expect(rows.length).toBeGreaterThan(5)
    expect(rows.map(({ action }) => action).filter((action) => !(action in auditActions))).toEqual([])
  })
})

describe('docs/audit.md', () => {
  it('says what each action is', () => {
    const page = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8')
    const rows = Object.entries(auditActions).map(
      ([action, { about, says }]) => `| \`${action}\` | ${about.replaceAll('_', ' ')} | ${says} |`,
    )
    expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows)
  })
})
