// A stranger's tenant goes when the owner of their address says so: at once for everybody, its rows in the background, a few at a time.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { clearDeletedApplications, clearDeletedTenants } from '../../server/operations/deleted-applications.ts'
import { kinds, startServersOn } from '../database-server-for-tests.ts'
import { type TestServer, password } from '../server-for-tests.ts'
import { deletesDuring } from './queries-for-tests.ts'

const people = 450
const batch = 100

describe.each(kinds)('a tenant that is deleted, on %s', (kind) => {
  let server: TestServer
  let other: TestServer
  beforeAll(async () => {
    ;[server, other] = (await startServersOn(kind, [{}, {}])) as [TestServer, TestServer]
  })
  afterAll(async () => {
    await server.close()
    await other.close()
  })

  const register = (name: string) =>
    server.send('POST /api/platform/auth/register', {
      body: { email: `${name}@example.test`, password, tenantName: name, tenantSlug: name },
    })

  /** Of somebody who has not proven their address, with two applications, people in one of them and a webhook that had much to send. */
  const make = async (name: string) => {
    const bearer = (await register(name)).body.access_token
    const call = async (line: `${string} ${string}`, body?: object) =>
      server.send(line, { bearer, ...(body && { body }) })
    const application = async (slug: string) => {
      const { text } = await call('POST /api/platform/applications', { name: slug, slug: `${name}-${slug}` })
      return (JSON.parse(text) as { data: Wire['Application'] }).data
    }
    const [shop] = [await application('shop'), await application('blog')]
    const { id: environmentId, publishableKey } = shop.environments[0]!
    const headers = { 'x-publishable-key': publishableKey }
    const body = { email: 'someone@example.test', password }
    const registered = await server.send('POST /api/v1/auth/register', { headers, body })
    const { db } = server.world
    const tenantId = shop.tenantId
    const fill = (into: string, values: string) =>
      sql
        .raw(
          `insert into ${into} with recursive n(i) as (select 1 union all select i + 1 from n where i < ${people})
           select ${values} from n`,
        )
        .execute(db)
    await fill(
      'users (id, environment_id, email, status, created_at, updated_at)',
      `'${name}' || i, '${environmentId}', 'p' || i, 'active', i, i`,
    )
    const webhook = { tenantId, url: 'https://hooks.example.test', events: '[]', sealedSecrets: 's', secretStart: 's' }
    await db
      .insertInto('webhooks')
      .values({ ...webhook, id: `hook ${name}`, isActive: 1, createdAt: 1, updatedAt: 1 })
      .execute()
    await fill(
      'webhook_deliveries (id, webhook_id, type, thing, message, state, attempts, started_at, next_attempt_at, created_at)',
      `'${name}' || i, 'hook ${name}', 't', 't', '{}', 'dead', 1, i, i, i`,
    )
    const me = () => server.send('GET /api/v1/auth/me', { headers, bearer: registered.body.access_token })
    return { name, tenantId, environmentId, call, me }
  }
  type Made = Awaited<ReturnType<typeof make>>

  const decline = async ({ name }: Made) => {
    const { text } = await server.send(`GET /sandbox/mailbox.json?to=${name}@example.test`)
    const { messages } = JSON.parse(text) as { messages: { kind: string; token: string | null }[] }
    const token = messages.find(({ kind }) => kind === 'verify_email_link')?.token
    return server.send('POST /auth/decline-sign-up', { body: { token } })
  }

  const left = async ({ name, tenantId }: Made) => {
    const { db } = server.world
    const count = async (table: 'users' | 'webhookDeliveries') =>
      (await db.selectFrom(table).select('id').where('id', 'like', `${name}%`).execute()).length
    const tenants = await db.selectFrom('tenants').select('id').where('id', '=', tenantId).execute()
    return [await count('users'), await count('webhookDeliveries'), tenants.length]
  }

  it('answers nobody in the same moment, and its name is free', async () => {
    const made = await make('at-once')
    expect((await made.me()).status).toBe(200)
    const { deleted } = await deletesDuring(async () => expect((await decline(made)).status).toBe(200))
    // What is the person's own goes with them.
    expect(deleted.filter(({ table }) => ['tenants', 'applications', 'environments'].includes(table))).toEqual([])
    expect(await left(made)).toEqual([people, people, 1])
    expect((await made.me()).status).toBe(401)
    expect((await made.call('GET /api/platform/applications')).status).toBe(401)
    expect((await register('at-once')).status).toBe(200)
  })

  it('goes a few rows at a time, also where two are at it, until nothing is left', async () => {
    const [made, kept] = [await make('in-batches'), await make('stays')]
    await decline(made)
    const rounds = async () => {
      for (const { world } of [server, other]) await clearDeletedTenants(world)
      await Promise.all([server, other].map(({ world }) => clearDeletedApplications(world)))
      await Promise.all([server, other].map(({ world }) => clearDeletedTenants(world)))
    }
    const { deleted, turns } = await deletesDuring(rounds)
    expect(Math.max(...deleted.map(({ rows }) => rows))).toBe(batch)
    expect(Math.max(...deleted.filter(({ table }) => table === 'users').map(({ rows }) => rows))).toBe(20)
    expect(turns).toBeGreaterThan(people / 20 + people / batch)
    expect(await left(made)).toEqual([0, 0, 0])
    expect(await left(kept)).toEqual([people, people, 1])
    expect((await kept.me()).status).toBe(200)
  })
})
