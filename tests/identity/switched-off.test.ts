// Every kind of switch, and what of a person's goes out with it: within a second on another instance, and back when it is on
// again. The application's own is tried at every operation in contract-tests/switched-off.test.ts.
import { setTimeout as pause } from 'node:timers/promises'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds as databases, startServersOn } from '../database-server-for-tests.ts'
import { type TestServer, clientId, newEmail, password, signIn } from '../server-for-tests.ts'
import { type Person, attempts, fill, json, opened } from './attempts-for-tests.ts'
import { updateApplication } from '../../server/storage/applications.ts'
import { updateClient } from '../../server/storage/clients.ts'
import { updateEnvironment } from '../../server/storage/environments.ts'
import { deleteMembership, findMembership, insertMembership } from '../../server/storage/memberships.ts'
import { updateTenant } from '../../server/storage/tenants.ts'
import { sandboxCredentials, sandboxEnvironmentId, sandboxTenantId } from '../../server/model/sandbox-credentials.ts'

const { app, oauth, platform } = sandboxCredentials

/** After which no instance uses what it knew before. */
const aSecond = 1000

/** Of the environment. Who administers the tenant has a session of the console. */
const all = Object.keys(attempts)
const administrator: Readonly<typeof attempts> = {
  administrator: async ({ send }) => opened(await send('POST /api/platform/auth/login', { body: platform })),
}

interface Switch {
  readonly turn: (server: TestServer, isActive: boolean, person: Person) => Promise<unknown>
  /** What it closes; all else stays open. */
  readonly closes: readonly string[]
  /** Those of them that do not open again. */
  readonly ends?: readonly string[]
}

const ofTheirClient = ['token of their client', 'credentials of their client', 'introspection of their client']
const ofSessions = ['account token', 'account cookie', 'introspection', 'app token', 'project token']

const switches: Readonly<Record<string, Switch>> = {
  tenant: {
    turn: ({ world }, isActive) => updateTenant(world.db, sandboxTenantId, { isActive, updatedAt: world.clock.now() }),
    closes: [...all, 'administrator'],
  },
  application: {
    turn: ({ world }, isActive) =>
      updateApplication(world.db, app.applicationId, { isActive, updatedAt: world.clock.now() }),
    closes: all,
  },
  environment: {
    turn: ({ world }, isActive) =>
      updateEnvironment(world.db, sandboxEnvironmentId, { isActive, updatedAt: world.clock.now() }),
    closes: all,
  },
  client: {
    turn: ({ world }, isActive) => updateClient(world.db, clientId, { isActive, updatedAt: world.clock.now() }),
    closes: ['account token', 'account cookie', 'account sign-in', 'introspection'],
  },
  'confidential client': {
    turn: ({ world }, isActive) => updateClient(world.db, oauth.client_id, { isActive, updatedAt: world.clock.now() }),
    closes: [
      'introspection',
      'machine token',
      'client credentials',
      // It asks there.
      'introspection of their client',
    ],
  },
  user: {
    turn: async ({ send }, isActive, { userId }) => {
      const { access_token: bearer } = json<{ access_token: string }>(
        await send('POST /api/platform/auth/login', { body: platform }),
      )
      const path = `PATCH /api/platform/applications/${app.applicationId}/users/${userId}` as const
      expect((await send(path, { bearer, body: { isActive } })).status).toBe(200)
    },
    closes: [
      'account token',
      'account cookie',
      'account sign-in',
      'introspection',
      ...ofTheirClient,
      'app token',
      'app sign-in',
      'project token',
      'project sign-in',
    ],
    ends: ofSessions,
  },
  membership: {
    turn: async ({ world }, isActive, { userId, organizationId }) => {
      const at = world.clock.now()
      if (!isActive) return deleteMembership(world.db, organizationId, userId)
      return insertMembership(world.db, {
        id: userId,
        organizationId,
        userId,
        role: 'owner',
        addedBy: null,
        joinedAt: at,
        createdAt: at,
        updatedAt: at,
      })
    },
    closes: ['introspection', ...ofTheirClient],
  },
  role: {
    turn: ({ world }, isActive, { userId, organizationId }) =>
      world.db
        .updateTable('memberships')
        .set({ role: isActive ? 'owner' : 'viewer' })
        .where('organizationId', '=', organizationId)
        .where('userId', '=', userId)
        .execute(),
    closes: ofTheirClient,
  },
  'publishable key': {
    turn: ({ world }, isActive) =>
      world.db
        .updateTable('publishableKeys')
        .set({ expiresAt: isActive ? null : 1 })
        .where('key', '=', app.publishableKey)
        .execute(),
    closes: ['app token', 'app sign-in'],
  },
}

describe.each(databases)('switched off at one of two instances with one %s', (kind) => {
  let [one, other]: TestServer[] = []
  beforeAll(async () => {
    const settings = {
      LIMITS: 'signInPerIp=100000/900,signInPerUser=100000/900,signUpPerIp=100000/3600',
      LOG_LEVEL: 'silent',
    }
    ;[one, other] = await startServersOn(kind, [settings, settings])
  })
  afterAll(async () => {
    await one!.close()
    await other!.close()
  })

  const closedTo = async (person: Person) => {
    const closed = []
    for (const [name, open] of Object.entries({ ...attempts, ...administrator })) {
      if (!(await open(other!, person))) closed.push(name)
    }
    return closed
  }

  it.each(Object.entries(switches))(
    'a %s closes what is its own, and nothing else',
    async (_kind, { turn, closes, ends = [] }) => {
      const person = await fill(one!)
      expect(await closedTo(person)).toEqual([])
      await turn(one!, false, person)
      await pause(aSecond)
      expect(await closedTo(person)).toEqual(closes)
      await turn(one!, true, person)
      await pause(aSecond)
      expect(await closedTo(person)).toEqual(ends)
    },
  )

  it('a member who was removed has no session left at the client of the account', async () => {
    const { db, clock } = one!.world
    const person = await fill(one!)
    const { organizationId, userId, access_token } = person
    await updateClient(db, clientId, { organizationId, updatedAt: clock.now() })
    await pause(aSecond)
    const { body } = await signIn(one!.send, person.email)
    const { refresh_token } = body.tokens
    const mine = async () => [
      opened(await other!.send('GET /auth/me', { bearer: access_token })),
      opened(await other!.send('GET /auth/me', { cookies: { refresh_token } })),
      opened(await other!.send('POST /auth/refresh', { body: { refresh_token } })),
    ]
    const membership = (await findMembership(db, organizationId, userId))!
    await deleteMembership(db, organizationId, userId)
    const removed = await mine()
    await insertMembership(db, membership)
    const back = await mine()
    await updateClient(db, clientId, { organizationId: null, updatedAt: clock.now() })
    expect([removed, back]).toEqual([
      [false, false, false],
      [true, true, true],
    ])
  })

  it('an administrator is refused by what they show, which is good again with the tenant', async () => {
    const { send, world } = one!
    const made = { surface: 'platform', email: newEmail('administrator'), password }
    const { tokens } = json<{ tokens: { accessToken: string; refreshToken: string } }>(
      await send('POST /sandbox/users', { body: made }),
    )
    const bearer = tokens.accessToken
    const enrolled = await send('POST /api/platform/auth/mfa/enable', { bearer })
    const totp = new TOTP({ secret: Secret.fromBase32(json<{ data: { secret: string } }>(enrolled).data.secret) })
    const code = () => totp.generate({ timestamp: world.clock.now() })
    expect((await send('POST /api/platform/auth/mfa/verify', { bearer, body: { code: code() } })).status).toBe(200)
    const wait = (advance: number) => send('POST /sandbox/clock', { body: { advance } })
    await wait(31)
    const begun = await send('POST /api/platform/auth/login', { body: { email: made.email, password } })
    const { mfa_token } = json<{ mfa_token: string }>(begun)
    const named = await send('POST /api/platform/api-keys', { bearer, body: { name: 'Audit export' } })
    const { key } = json<{ data: { key: string } }>(named).data

    await switches.tenant!.turn(one!, false, {} as Person)
    const byRefresh = () => send('POST /api/platform/auth/refresh', { body: { refresh_token: tokens.refreshToken } })
    const byTicket = () => send('POST /api/platform/auth/mfa/challenge', { body: { mfa_token, code: code() } })
    const byKey = () => send('GET /api/platform/applications', { bearer: key })
    const refused = [await byRefresh(), await byTicket(), await byKey()].map(({ status, text }) => [
      status,
      (JSON.parse(text) as { type: string }).type,
    ])
    // Longer than a used refresh token is taken once more.
    await wait(31)
    await switches.tenant!.turn(one!, true, {} as Person)
    expect(refused).toEqual([
      [401, 'invalid_refresh_token'],
      [401, 'invalid_mfa_token'],
      [401, 'unauthorized'],
    ])
    expect((await byRefresh()).status).toBe(200)
    expect((await byKey()).status).toBe(200)
  })

  it('a session that ends while its client is off stays ended', async () => {
    const person = await fill(one!)
    const { access_token, refresh_token } = person
    await switches.client!.turn(one!, false, person)
    expect((await other!.send('POST /auth/sign-out', { body: { refresh_token } })).status).toBe(204)
    await switches.client!.turn(one!, true, person)
    expect((await one!.send('GET /auth/me', { bearer: access_token })).status).toBe(401)
  })
})
