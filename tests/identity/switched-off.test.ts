// Every kind of switch, and what of a person's goes out with it: at once on another instance, and back when it is on again. The
// application's own is tried at every operation in contract-tests/switched-off.test.ts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kinds as databases, startServersOn } from '../database-server-for-tests.ts'
import { type Received, type TestServer, clientId, password, signIn, signUp } from '../server-for-tests.ts'
import { updateApplication } from '../../server/storage/applications.ts'
import { updateClient } from '../../server/storage/clients.ts'
import type { Database } from '../../server/storage/database.ts'
import { updateEnvironment } from '../../server/storage/environments.ts'
import { deleteMembership, findMembership, insertMembership } from '../../server/storage/memberships.ts'
import { updateUser } from '../../server/storage/users.ts'
import { sandboxCredentials, sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'

const { app, oauth, project } = sandboxCredentials
const machine = { client_id: oauth.client_id, client_secret: oauth.client_secret }
const headers = { 'x-publishable-key': app.publishableKey }
const json = <T>({ text }: Received) => JSON.parse(text) as T

/** A person on every surface, and the account they are a member of. */
const furnish = async ({ send }: TestServer) => {
  const { email, profile, access_token, refresh_token } = await signUp(send)
  const body = { email, password }
  const onApp = json<{ access_token: string }>(await send('POST /api/v1/auth/login', { headers, body }))
  const onProject = json<{ accessToken: string }>(await send('POST /api/auth/sessions?client_type=mobile', { body }))
  const machines = await send('POST /oauth2/token', { body: { grant_type: 'client_credentials', ...machine } })
  return {
    email,
    userId: profile.id.slice('uid_'.length),
    organizationId: profile.active_membership!.account_id.slice('acc_'.length),
    access_token,
    refresh_token,
    appToken: onApp.access_token,
    projectToken: onProject.accessToken,
    machineToken: machines.body.access_token,
  }
}

type Person = Awaited<ReturnType<typeof furnish>>

/** What is tried, and may be tried again: true where it opens. */
const doors: Readonly<Record<string, (server: TestServer, person: Person) => Promise<boolean>>> = {
  'account token': async ({ send }, { access_token }) => opened(await send('GET /auth/me', { bearer: access_token })),
  'account cookie': async ({ send }, { refresh_token }) =>
    opened(await send('GET /auth/me', { cookies: { refresh_token } })),
  'account sign-in': async ({ send }, { email }) => opened(await signIn(send, email)),
  introspection: async ({ send }, { access_token: token }) =>
    json<{ active?: boolean }>(await send('POST /oauth2/introspect', { body: { ...machine, token } })).active === true,
  'machine token': async ({ send }, { machineToken, organizationId }) =>
    opened(await send(`GET /api/accounts/acc_${organizationId}`, { bearer: machineToken })),
  'client credentials': async ({ send }) =>
    opened(await send('POST /oauth2/token', { body: { grant_type: 'client_credentials', ...machine } })),
  'app token': async ({ send }, { appToken }) =>
    opened(await send('GET /api/v1/auth/me', { headers, bearer: appToken })),
  'app sign-in': async ({ send }, { email }) =>
    opened(await send('POST /api/v1/auth/login', { headers, body: { email, password } })),
  'project token': async ({ send }, { projectToken }) =>
    opened(await send('GET /api/auth/sessions/current', { bearer: projectToken })),
  'project sign-in': async ({ send }, { email }) =>
    opened(await send('POST /api/auth/sessions', { body: { email, password } })),
  'project key': async ({ send }) => opened(await send('GET /api/auth/config', { bearer: project.apiKey })),
  'project page': async ({ send }) =>
    opened(await send(`GET /auth/sign-in?redirect=${project.redirectUri}&code_challenge=${'c'.repeat(43)}`)),
}

const opened = ({ status }: Received) => status < 400
const all = Object.keys(doors)
const now = () => Date.now()

interface Switch {
  readonly turn: (db: Database, isActive: boolean, person: Person) => Promise<unknown>
  /** The doors that it closes; all others stay open. */
  readonly closes: readonly string[]
}

const switches: Readonly<Record<string, Switch>> = {
  application: {
    turn: (db, isActive) => updateApplication(db, app.applicationId, { isActive, updatedAt: now() }),
    closes: all,
  },
  environment: {
    turn: (db, isActive) => updateEnvironment(db, sandboxEnvironmentId, { isActive, updatedAt: now() }),
    closes: all,
  },
  client: {
    turn: (db, isActive) => updateClient(db, clientId, { isActive, updatedAt: now() }),
    closes: ['account token', 'account cookie', 'account sign-in', 'introspection'],
  },
  'confidential client': {
    turn: (db, isActive) => updateClient(db, oauth.client_id, { isActive, updatedAt: now() }),
    closes: ['introspection', 'machine token', 'client credentials'],
  },
  user: {
    turn: (db, isActive, { userId }) =>
      updateUser(db, userId, { status: isActive ? 'active' : 'suspended', updatedAt: now() }),
    closes: [
      'account token',
      'account cookie',
      'account sign-in',
      'introspection',
      'app token',
      'app sign-in',
      'project token',
      'project sign-in',
    ],
  },
  membership: {
    turn: async (db, isActive, { userId, organizationId }) => {
      if (!isActive) return deleteMembership(db, organizationId, userId)
      const times = { createdAt: now(), updatedAt: now() }
      return insertMembership(db, {
        id: userId,
        organizationId,
        userId,
        role: 'owner',
        addedBy: null,
        joinedAt: now(),
        ...times,
      })
    },
    closes: ['introspection'],
  },
  'publishable key': {
    turn: (db, isActive) =>
      db
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
    for (const [door, open] of Object.entries(doors)) if (!(await open(other!, person))) closed.push(door)
    return closed
  }

  it.each(Object.entries(switches))(
    'a %s closes what is its own, and nothing else',
    async (_kind, { turn, closes }) => {
      const person = await furnish(one!)
      expect(await closedTo(person)).toEqual([])
      await turn(one!.world.db, false, person)
      expect(await closedTo(person)).toEqual(closes)
      await turn(one!.world.db, true, person)
      expect(await closedTo(person)).toEqual([])
    },
  )

  it('a member who was removed has no session left at the client of the account', async () => {
    const { db } = one!.world
    const person = await furnish(one!)
    const { organizationId, userId, access_token } = person
    await updateClient(db, clientId, { organizationId, updatedAt: now() })
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
    await updateClient(db, clientId, { organizationId: null, updatedAt: now() })
    expect([removed, back]).toEqual([
      [false, false, false],
      [true, true, true],
    ])
  })

  it('a session that ends while its client is off stays ended', async () => {
    const { db } = one!.world
    const { access_token, refresh_token } = await furnish(one!)
    await switches.client!.turn(db, false, undefined as never)
    expect((await other!.send('POST /auth/sign-out', { body: { refresh_token } })).status).toBe(204)
    await switches.client!.turn(db, true, undefined as never)
    expect((await one!.send('GET /auth/me', { bearer: access_token })).status).toBe(401)
  })
})
