// Deleting an application is one short transaction: nobody is answered any more. Its rows go in the background, a few at a time.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { clearDeletedApplications } from '../../server/operations/deleted-applications.ts'
import { kinds, startServersOn } from '../database-server-for-tests.ts'
import { type TestServer, password, signUp } from '../server-for-tests.ts'
import { deletesDuring } from './queries-for-tests.ts'

const people = 1200
const batch = 100

/** Rows of an environment, by what they hang on. */
const tables = ['users', 'sessions', 'organizations', 'clients', 'invitations', 'oneTimeTokens'] as const

describe.each(kinds)('an application that is deleted, on %s', (kind) => {
  let server: TestServer
  let other: TestServer
  let bearer = ''
  beforeAll(async () => {
    ;[server, other] = (await startServersOn(kind, [{}, {}])) as [TestServer, TestServer]
    const { text } = await server.send('POST /api/platform/auth/login', { body: sandboxCredentials.platform })
    bearer = (JSON.parse(text) as { access_token: string }).access_token
  })
  afterAll(async () => {
    await server.close()
    await other.close()
  })

  const call = async (line: `${string} ${string}`, body?: object) => {
    const { status, text } = await server.send(line, { bearer, ...(body && { body }) })
    return { status, data: (JSON.parse(text) as { data: never }).data }
  }

  /** Of many people, each with three tokens that were used and one that was not. */
  const make = async (slug: string) => {
    const made = await call('POST /api/platform/applications', { name: 'Shop', slug })
    const application = made.data as Wire['Application']
    const { id: environmentId, publishableKey } = application.environments[0]!
    const headers = { 'x-publishable-key': publishableKey }
    const body = { email: `${slug}@example.test`, password }
    const { text } = await server.send('POST /api/v1/auth/register', { headers, body })
    const { access_token: token } = JSON.parse(text) as { access_token: string }
    const { db } = server.world
    const numbers = `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${people})`
    const fill = (into: string, values: string, from = 'n') =>
      sql.raw(`insert into ${into} ${numbers} select ${values} from ${from}`).execute(db)
    const of = `'${environmentId}'`
    await fill(
      'users (id, environment_id, email, status, created_at, updated_at)',
      `'${slug}' || i, ${of}, 'p' || i, 'active', i, i`,
    )
    await fill(
      'sessions (id, environment_id, user_id, surface, created_at, expires_at)',
      `'${slug}' || i, ${of}, '${slug}' || i, 'app', i, ${Date.now() + 10_000_000}`,
    )
    await fill(
      'refresh_tokens (hash, session_id, created_at, expires_at, used_at)',
      `'${slug}' || i || '-' || k.j, '${slug}' || i, i, i, case when k.j > 0 then i end`,
      'n, (select 0 as j union all select 1 union all select 2 union all select 3) as k',
    )
    await fill(
      'organizations (id, environment_id, name, created_at, updated_at)',
      `'${slug}' || i, ${of}, 'Company', i, i`,
    )
    await fill(
      'memberships (id, organization_id, user_id, role, created_at, updated_at)',
      `'${slug}' || i, '${slug}' || (i % 10 + 1), '${slug}' || i, 'member', i, i`,
    )
    return { application, environmentId, headers, token }
  }
  type Made = Awaited<ReturnType<typeof make>>

  const left = async ({ environmentId }: Made, table: (typeof tables)[number] = 'users') => {
    const rows = server.world.db.selectFrom(table).select('id').where('environmentId', '=', environmentId)
    return (await rows.execute()).length
  }
  const remove = ({ application }: Made) => call(`DELETE /api/platform/applications/${application.id}`)

  it('answers nobody in the same moment, and others as before', async () => {
    const made = await make('at-once')
    const { id, slug } = made.application
    const me = () => server.send('GET /api/v1/auth/me', { headers: made.headers, bearer: made.token })
    expect((await me()).status).toBe(200)
    expect((await remove(made)).status).toBe(200)
    expect(await left(made)).toBe(people + 1)
    expect((await me()).status).toBe(401)
    for (const path of ['', '/users', '/sessions', '/stats', '/webhooks']) {
      expect([path, (await call(`GET /api/platform/applications/${id}${path}`)).status]).toEqual([path, 404])
    }
    expect((await remove(made)).status).toBe(404)
    expect((await call(`PATCH /api/platform/applications/${id}`, { isActive: true })).status).toBe(404)
    const listed = (await call('GET /api/platform/applications')).data as Wire['Application'][]
    expect(listed.map((one) => one.slug)).not.toContain(slug)
    expect((await call('POST /api/platform/applications', { name: 'Shop', slug })).status).toBe(200)
    expect((await signUp(server.send)).answer.status).toBe(201)
  })

  it('goes a few rows at a time, and others have their turn in between', async () => {
    const made = await make('in-batches')
    expect((await deletesDuring(() => remove(made))).deleted).toEqual([])
    const { deleted, turns } = await deletesDuring(() => clearDeletedApplications(server.world))
    const most = (table: string) => Math.max(...deleted.filter((one) => one.table === table).map(({ rows }) => rows))
    expect(Math.max(...deleted.map(({ rows }) => rows))).toBe(batch)
    expect([most('sessions'), most('users')]).toEqual([batch, 20])
    expect(turns).toBeGreaterThan((5 * people) / batch)
  })

  it('goes on where a process died, and where two are at it, until nothing is left', async () => {
    const made = await make('with-a-crash')
    const kept = await make('stays')
    await remove(made)
    let asked = 0
    const dying = { ...server.world, draining: () => ++asked > 30 }
    await clearDeletedApplications(dying)
    expect(await left(made)).toBe(people + 1)
    expect(await left(made, 'sessions')).toBeLessThan(people)
    expect(await left(made, 'sessions')).toBeGreaterThan(0)
    await Promise.all([clearDeletedApplications(server.world), clearDeletedApplications(other.world)])
    for (const table of tables) expect([table, await left(made, table)]).toEqual([table, 0])
    const { db } = server.world
    const tokens = await db
      .selectFrom('refreshTokens')
      .select('sessionId')
      .where('sessionId', 'like', 'with-a%')
      .execute()
    const memberships = await db.selectFrom('memberships').select('id').where('userId', 'like', 'with-a%').execute()
    expect([...tokens, ...memberships]).toEqual([])
    expect((await db.selectFrom('applications').select('id').where('deletedAt', '>', 0).execute()).length).toBe(0)
    expect([await left(kept), await left(kept, 'sessions')]).toEqual([people + 1, people + 1])
    expect((await server.send('GET /api/v1/auth/me', { headers: kept.headers, bearer: kept.token })).status).toBe(200)
  })
})
