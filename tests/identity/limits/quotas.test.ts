// Quotas under load: SQLite, and PostgreSQL with two instances of the service.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type TestServer, clientId, startServer } from '../../server-for-tests.ts'
import { freshDatabase, kinds } from '../../storage/databases-for-tests.ts'

const password = 'correct horse battery'
const QUOTAS = 'accountsPerUser=3,clientsPerAccount=2,waitlistsPerUser=2,sessionsPerUser=3,invitationsPerAccount=2'

describe.each(kinds)('quotas on %s', (kind) => {
  let servers: TestServer[]
  let remove: () => void
  beforeAll(async () => {
    const { url, remove: drop } = await freshDatabase(kind)
    remove = drop
    const first = await startServer({ DATABASE_URL: url, QUOTAS })
    servers = kind === 'postgres' ? [first, await startServer({ DATABASE_URL: url, QUOTAS })] : [first]
  })
  afterAll(async () => {
    for (const server of servers) await server.close()
    remove()
  })
  beforeEach(() => send('POST /sandbox/reset'))

  let turn = 0
  /** One instance after the other. */
  const send: TestServer['send'] = (line, sending) => servers[turn++ % servers.length]!.send(line, sending)

  const credentials = { client_id: clientId, email: 'alice@example.test', password }
  const signUp = async () => {
    const { body } = await send('POST /auth/sign-up', { body: credentials })
    return { bearer: body.tokens.access_token, accountId: body.profile.active_membership!.account_id }
  }

  /** How often each status came, of ten requests at once. */
  const ten = async (make: (index: number) => ReturnType<TestServer['send']>): Promise<Record<string, number>> => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => make(index)))
    return Object.fromEntries(
      [...Map.groupBy(answers, ({ status }) => String(status))].map(([status, { length }]) => [status, length]),
    )
  }

  it('are reached and not passed by requests at once', async () => {
    const { bearer, accountId } = await signUp()
    const account = `/api/accounts/${accountId}` as const
    expect(await ten((index) => send('POST /api/accounts', { bearer, body: { name: `Account ${index}` } }))).toEqual({
      201: 2,
      409: 8,
    })
    expect(
      await ten((index) => send(`POST ${account}/clients`, { bearer, body: { name: `Client ${index}` } })),
    ).toEqual({ 201: 2, 409: 8 })
    expect(await ten((index) => send(`PUT /auth/waitlists/list-${index}`, { bearer }))).toEqual({
      200: 2,
      409: 8,
    })
    // Nobody invites before they have proven their own address.
    await servers[0]!.world.db.updateTable('users').set({ emailVerifiedAt: 1 }).execute()
    const guest = (index: number) => ({ email: `guest${index}@example.test`, role: 'member' })
    expect(await ten((index) => send(`POST ${account}/invite`, { bearer, body: guest(index) }))).toEqual({
      201: 2,
      409: 8,
    })
  })

  it('end the oldest session where another one starts', async () => {
    const { bearer } = await signUp()
    expect(await ten(() => send('POST /auth/sign-in', { body: credentials }))).toEqual({ 200: 10 })
    expect((await send('GET /auth/me', { bearer })).status).toBe(401)
    const { body } = await send('POST /auth/sign-in', { body: credentials })
    expect((await send('GET /auth/me', { bearer: body.tokens.access_token })).status).toBe(200)
    const [{ db }] = [servers[0]!.world]
    const live = await db.selectFrom('sessions').select('id').where('endedAt', 'is', null).execute()
    expect(live).toHaveLength(3)
  })
})
