// SQLite gathers no numbers by itself, and would look through a whole environment for the sessions of a person: a migration has told it.
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, type OpenDatabase, openDatabase } from '../../server/storage/database.ts'
import { deleteSessionsOfUsers, endOldestSessions, endSomeSessions } from '../../server/storage/ended-sessions.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { countLiveSessions, listLiveSessions } from '../../server/storage/session-lists.ts'
import { hasSessionFrom } from '../../server/storage/sessions.ts'

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

it('is told of every index of sessions', async () => {
  const indexes = await rowsOf(sql<{ name: string }>`select name from pragma_index_list('sessions') order by name`)
  const told = await rowsOf(sql<{ idx: string }>`select idx from sqlite_stat1 where tbl = 'sessions' order by idx`)
  expect(told.map(({ idx }) => idx)).toEqual(indexes.map(({ name }) => name))
})
