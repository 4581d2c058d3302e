// SQLite gathers no numbers by itself, and would look through a whole environment for the sessions of a person: a migration has told it.
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

/** How the sessions are found that a call asks for first. */
const placesOf = async (call: (db: Database) => Promise<unknown>): Promise<string[]> => {
  asked.length = 0
  await call(opened.db)
  const query = asked.find((text) => text.includes('"sessions"'))!
  const unbound = query.replaceAll('?', 'null')
  const plan = await rowsOf(sql<{ detail: string }>`${sql.raw(`explain query plan ${unbound}`)}`)
  return plan.flatMap(({ detail }) => (/^(SEARCH|SCAN) sessions|TEMP B-TREE/.test(detail) ? detail : []))
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
