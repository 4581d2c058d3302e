// SQLite compiles a statement once, whatever it is asked with. SQLite 3.54 compiles each that looks at more than one table anew for every
// value that is bound, which takes longer than most answers do (a live session: 80 µs and 6).
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Database, type OpenDatabase, openDatabase } from '../../server/storage/database.ts'

// better-sqlite3 makes a function that makes rows whenever a statement was compiled.
const originalFunction = globalThis.Function
let made = 0
let opened: OpenDatabase
beforeEach(async () => {
  opened = await openDatabase('sqlite::memory:')
  await sql`create table people (id text primary key, place text) strict`.execute(opened.db)
  await sql`create table places (id text primary key, name text) strict`.execute(opened.db)
  await sql`insert into people values ('p1', 'here'), ('p2', 'here')`.execute(opened.db)
  await sql`insert into places values ('here', 'Here')`.execute(opened.db)
  made = 0
  globalThis.Function = new Proxy(originalFunction, {
    apply: (target, self, given: string[]) => {
      made += 1
      return Reflect.apply(target, self, given) as unknown
    },
  })
})
afterEach(async () => {
  globalThis.Function = originalFunction
  await opened.close()
})

const timesCompiled = async (ask: (db: Database, id: string) => Promise<{ readonly rows: readonly unknown[] }>) => {
  for (const id of ['p1', 'p2', 'p1', 'p2']) expect((await ask(opened.db, id)).rows).toHaveLength(1)
  return made
}

it('for two tables', async () => {
  expect(
    await timesCompiled((db, id) =>
      sql`select people.id from people join places on places.id = people.place where people.id = ${id}`.execute(db),
    ),
  ).toBe(1)
})

it('for a condition that another query answers', async () => {
  expect(
    await timesCompiled((db, id) =>
      sql`select id from people where id = ${id} and exists (select 1 from places where places.id = people.place)`.execute(
        db,
      ),
    ),
  ).toBe(1)
})

it('for a limit', async () => {
  expect(
    await timesCompiled((db, id) =>
      sql`select id from people where id in (select id from people where id = ${id} order by place limit ${1}) limit ${5}`.execute(
        db,
      ),
    ),
  ).toBe(1)
})
