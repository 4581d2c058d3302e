// SQLite gathers no numbers by itself, and would look through a whole environment for the sessions of a person: a migration has told it.
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AuditFilter, countAuditEvents, listAuditEvents } from '../../server/storage/audit-events.ts'
import { type Database, type OpenDatabase, openDatabase } from '../../server/storage/database.ts'
import { deleteSessionsOfUsers, endOldestSessions, endSomeSessions } from '../../server/storage/ended-sessions.ts'
import { migrate, migrations } from '../../server/storage/migrate.ts'
import { countLiveSessions, listLiveSessions } from '../../server/storage/session-lists.ts'
import { hasSessionFrom, insertSession } from '../../server/storage/sessions.ts'
import { insertUser } from '../../server/storage/users.ts'
import * as world from './world-for-tests.ts'

const asked: string[] = []
let opened: OpenDatabase
beforeAll(async () => {
  opened = await openDatabase('sqlite::memory:', { onQuery: (query) => asked.push(query.sql) })
  await migrate(opened.db)
})
afterAll(() => opened.close())

const rowsOf = async <Row>(query: RawBuilder<Row>): Promise<Row[]> => (await query.execute(opened.db)).rows

/** How the rows of a table are found that a call asks for first. */
const placesOf = async (call: (db: Database) => Promise<unknown>, table = 'sessions'): Promise<string[]> => {
  asked.length = 0
  await call(opened.db)
  const query = asked.find((text) => text.includes(`"${table}"`))!
  const unbound = query.replaceAll('?', 'null')
  const plan = await rowsOf(sql<{ detail: string }>`${sql.raw(`explain query plan ${unbound}`)}`)
  return plan.flatMap(({ detail }) => (new RegExp(`^(SEARCH|SCAN) ${table}|TEMP B-TREE`).test(detail) ? detail : []))
}

const alice = { id: 'alice', environmentId: 'e' }
const ofAlice = 'SEARCH sessions USING INDEX sessions_of_user (user_id=? AND ended_at=?)'
const live = 'SEARCH sessions USING INDEX sessions_live_by_age'

it.each<[string, (db: Database) => Promise<unknown>, string[]]>([
  ['a guess at a password', (db) => hasSessionFrom(db, alice, '192.0.2.1', 1), [ofAlice]],
  [
    'a sign-in',
    (db) => endOldestSessions(db, alice, 1, 9),
    ['SEARCH sessions USING INDEX sqlite_autoindex_sessions_1 (id=?)', ofAlice],
  ],
  ['the end of a person', (db) => deleteSessionsOfUsers(db, 'e', ['u'], 1), [ofAlice.replace(' AND ended_at=?', '')]],
  ['a list', (db) => listLiveSessions(db, ['e'], 1, { limit: 9 }), [`${live} (environment_id=?)`]],
  ['a count', (db) => countLiveSessions(db, ['e'], 1), [`${live} (environment_id=?)`]],
  [
    'the end of all',
    (db) => endSomeSessions(db, null, 1, 'r', 9),
    ['SEARCH sessions USING INDEX sqlite_autoindex_sessions_1 (id=?)', `${live} (environment_id>?)`],
  ],
])('%s looks at no session that it does not need', async (_, call, places) => {
  expect(await placesOf(call)).toEqual(places)
})

const { tenantId, applicationId, environmentId } = { tenantId: 't', applicationId: 'a', environmentId: 'e' }
const byTime = { tenantId: 'of_tenant', applicationId: 'of_application', environmentId: 'by_environment' }

it.each([{ tenantId }, { applicationId }, { environmentId }])(
  'the audit of %o looks at no event that is not shown',
  async (scope) => {
    const [name] = Object.keys(scope) as (keyof typeof byTime)[]
    const column = name!.replace('Id', '_id')
    const inOrder = `SEARCH audit_events USING INDEX audit_events_${byTime[name!]} (${column}=?)`
    const list = (filter: AuditFilter) => placesOf((db) => listAuditEvents(db, filter, { limit: 9 }), 'audit_events')
    const count = (filter: AuditFilter) => placesOf((db) => countAuditEvents(db, filter, 9), 'audit_events')
    expect(await list(scope)).toEqual([inOrder])
    const ofAction = `INDEX audit_events_${byTime[name!].replace('by', 'of')}_by_action (${column}=? AND action=?)`
    expect(await list({ ...scope, action: 'user.deleted' })).toEqual([`SEARCH audit_events USING ${ofAction}`])
    expect(await count({ ...scope, action: 'user.deleted' })).toEqual([
      `SEARCH audit_events USING COVERING ${ofAction}`,
    ])
    // Most are sign-ins: in the order of time they are found at once.
    expect(await list({ ...scope, action: 'user.signed_in' })).toEqual([inOrder])
    expect(await count({ ...scope, action: 'user.signed_in' })).toEqual([inOrder.replace('INDEX', 'COVERING INDEX')])
  },
)

it('is told of every index of the tables that it is told of', async () => {
  const told = await rowsOf(sql<{ tbl: string; idx: string }>`select tbl, idx from sqlite_stat1 order by tbl, idx`)
  const tables = [...new Set(told.map(({ tbl }) => tbl))]
  expect(tables).toHaveLength(9)
  for (const table of tables) {
    const indexes = await rowsOf(sql<{ name: string }>`select name from pragma_index_list(${table}) order by name`)
    // The key of a table without row ids has the table's name there.
    const names = indexes.map(({ name }) =>
      table.endsWith('_trigrams') ? name.replace(/^sqlite_autoindex_(.*)_1$/, '$1') : name,
    )
    const known = told.flatMap(({ tbl, idx }) => (tbl === table ? idx : []))
    expect(known.toSorted(), table).toEqual(names.toSorted())
  }
})

it('keeps no samples of the sessions that a database had before: each query would be compiled anew for each value', async () => {
  const { db, close } = await openDatabase('sqlite::memory:')
  await migrate(
    db,
    migrations.filter(({ name }) => name < '0390'),
  )
  await world.insertWorld(db)
  await insertUser(db, world.user('u'))
  await insertSession(db, world.session('s', 'u'))
  await migrate(db)
  const samples = await sql<{ tbl: string }>`select tbl from sqlite_stat4`.execute(db)
  const sessions = await sql<{
    told: number
  }>`select count(*) as told from sqlite_stat1 where tbl = 'sessions'`.execute(db)
  await close()
  expect(samples.rows).toEqual([])
  expect(sessions.rows[0]?.told).toBeGreaterThan(5)
})
