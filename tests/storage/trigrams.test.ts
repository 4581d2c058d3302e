// What SQLite searches by holds the trigrams of all there are, what their words begin with and no more, and a row that comes or goes touches its own alone.
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { deleteSomeOfEnvironment } from '../../server/storage/deleted-applications.ts'
import { type Database, openDatabase, transaction } from '../../server/storage/database.ts'
import { migrate, migrations } from '../../server/storage/migrate.ts'
import { insertOrganization } from '../../server/storage/organizations.ts'
import { countUsers, deleteUsers, insertUser, listUsers, updateUser } from '../../server/storage/users.ts'
import * as world from './world-for-tests.ts'

const open = async (known = migrations): Promise<Database> => {
  const { db, close } = await openDatabase('sqlite::memory:')
  onTestFinished(close)
  await migrate(db, known)
  return db
}

const partsOf = (text: string): string[] => {
  const letters = [...text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())]
  const from = (at: number, length: number) => letters.slice(at, at + length).join('')
  const trigrams = letters.slice(2).map((_, at) => from(at, 3))
  const begin = letters.map((_, at) => at).filter((at) => at === 0 || "\n .@+_'-".includes(letters[at - 1]!))
  const beginnings = begin.flatMap((at) =>
    [1, 2].filter((length) => at + length <= letters.length).map((length) => `\n${from(at, length)}`),
  )
  return [...new Set([...trigrams, ...beginnings])]
}

/** As `number trigram`, each once. */
const indexed = async (db: Database, table: 'users' | 'organizations'): Promise<string[]> => {
  const { rows } = await sql<{ block: number; trigram: string; marks: string }>`
    select block, trigram, marks from ${sql.table(`${table}Trigrams`)}`.execute(db)
  expect(rows.filter(({ marks }) => marks === '')).toEqual([])
  return rows
    .flatMap(({ block, trigram, marks }) =>
      [...marks].map((mark) => `${block * 512 + mark.codePointAt(0)! - 32} ${trigram}`),
    )
    .sort()
}

const expected = async (db: Database, table: 'users' | 'organizations', columns: string): Promise<string[]> => {
  const { rows } = await sql<{ number: number; text: string }>`
    select number, concat_ws(${'\n'}, ${sql.raw(columns)}) as text
    from ${sql.table(table)} inner join ${sql.table(`${table}Numbers`)} using (id)`.execute(db)
  return rows.flatMap(({ number, text }) => partsOf(text).map((part) => `${number} ${part}`)).sort()
}
const userColumns = "email, coalesce(first_name, ''), coalesce(last_name, '')"

/** Somebody for each number, named alike. */
const fill = (db: Database, from: number, to: number) =>
  sql
    .raw(
      `insert into users (id, environment_id, email, status, first_name, created_at, updated_at)
       with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to - 1})
       select 'u' || i, 'environment', 'Person' || i || '@Example.test', 'active', 'Zoë' || (i % 7), i, i from n`,
    )
    .execute(db)

describe('the trigrams of SQLite', () => {
  it('are those of all texts, however these came, changed and went', async () => {
    const db = await open()
    await world.insertWorld(db)
    await fill(db, 0, 700)
    await insertUser(db, { ...world.user('wide'), firstName: '𝒜𝓁𝒾𝒸𝑒 ÄÖ', lastName: "O'Neil\\%_" })
    await insertOrganization(db, { ...world.organization('o9'), name: 'Green Lantern', slug: null })
    for (let at = 0; at < 700; at += 3) {
      await updateUser(db, `u${at}`, { firstName: at % 2 ? null : `Ada${at}`, updatedAt: 5 })
    }
    const odd = Array.from({ length: 300 }, (_, at) => `u${at * 2 + 1}`)
    await deleteUsers(db, 'environment', odd)
    await fill(db, 700, 720)
    expect(await indexed(db, 'users')).toEqual(await expected(db, 'users', userColumns))
    expect(await indexed(db, 'organizations')).toEqual(await expected(db, 'organizations', "name, coalesce(slug, '')"))
    await sql`delete from users`.execute(db)
    expect(await indexed(db, 'users')).toEqual([])
  })

  it.each(['0380-trigrams', '0400-beginnings-of-words'])('are made of those who were there before %s', async (step) => {
    const at = migrations.findIndex(({ name }) => name === step)
    const db = await open(migrations.slice(0, at))
    await world.insertWorld(db)
    await fill(db, 0, 600)
    await insertOrganization(db, { ...world.organization('o9'), name: 'Green Lantern', slug: null })
    await migrate(db)
    expect(await indexed(db, 'users')).toEqual(await expected(db, 'users', userColumns))
    expect(await indexed(db, 'organizations')).toEqual(await expected(db, 'organizations', "name, coalesce(slug, '')"))
    expect((await sql`select rowid from users_texts where users_texts match 'person'`.execute(db)).rows).toEqual([])
  })

  it('find what a look at every row finds', async () => {
    const db = await open()
    await world.insertWorld(db)
    await fill(db, 0, 3000)
    await insertUser(db, { ...world.user('long'), email: `${'abcdefgh'.repeat(7)}@${'ijk.'.repeat(40)}example.test` })
    const { rows } = await sql<{ id: string; text: string }>`
      select id, lower(email || ${'\n'} || coalesce(first_name, '') || ${'\n'} || coalesce(last_name, '')) as text from users`.execute(
      db,
    )
    const long = `${'abcdefgh'.repeat(7)}@${'ijk.'.repeat(40)}`
    const anywhere = ['person29', 'SON299', '99@exa', 'zoë3', 'xyz', '777', long, `${long}x`]
    const beginning = ['p', 'zo', 'ZO', 'oë', 'e', 'n2', 'u1', '7', 'a.b', 'test']
    for (const search of [...anywhere, ...beginning]) {
      const isFound = anywhere.includes(search) || search === 'test' ? 'includes' : 'begins'
      const ids = rows
        .filter(({ text }) =>
          isFound === 'includes'
            ? text.includes(search.toLowerCase())
            : text.split(/[\n .@+_'-]/).some((word) => word.startsWith(search.toLowerCase())),
        )
        .map(({ id }) => id)
      const found = await listUsers(db, 'environment', { limit: 5000, search })
      expect([search, found.map(({ id }) => id).sort()]).toEqual([search, ids.sort()])
      expect(await countUsers(db, 'environment', { search })).toBe(ids.length)
    }
  })

  it('are rows of their own: no trigger writes to a table that SQLite merges in one piece', async () => {
    const db = await open()
    const { rows } = await sql<{ name: string; type: string; sql: string }>`
      select name, type, sql from sqlite_schema where sql is not null`.execute(db)
    const merged = rows.filter((row) => /^create virtual table/i.test(row.sql)).map(({ name }) => name)
    const triggers = rows.filter(({ type }) => type === 'trigger')
    expect(triggers.length).toBeGreaterThan(6)
    for (const trigger of triggers) {
      expect(merged.filter((name) => new RegExp(`\\b${name}\\b`).test(trigger.sql))).toEqual([])
    }
  })

  it.each([500, 5000])('cost a batch of 20 people the same among %i', async (many) => {
    const db = await open()
    await world.insertWorld(db)
    await fill(db, 0, many)
    const changes = (trx: Database) =>
      sql<{ rows: number }>`select total_changes() as rows`.execute(trx).then(({ rows }) => rows[0]!.rows)
    const costs = await transaction(db, async (trx) => {
      const batches: number[] = []
      for (;;) {
        const before = await changes(trx)
        const deleted = await deleteSomeOfEnvironment(trx, 'users', 'environment', 20)
        if (deleted === 0) return batches
        batches.push((await changes(trx)) - before)
      }
    })
    expect(costs.length).toBe(many / 20)
    // Of each its text of at most 32 characters and the beginnings of its five words: a mark that goes, and at most as many rows that have none
    // left; and its counts.
    expect(Math.max(...costs)).toBeLessThanOrEqual(20 * (2 * (32 + 5 * 2) + 5))
  })
})

it('is asked once for a page and for how many there are in all', async () => {
  const asked: string[] = []
  const { db, close } = await openDatabase('sqlite::memory:', { onQuery: (query) => asked.push(query.sql) })
  onTestFinished(close)
  await migrate(db)
  await world.insertWorld(db)
  await insertUser(db, world.user('alice'))
  const { id } = world.environment
  asked.length = 0
  const look = () =>
    Promise.all([listUsers(db, id, { limit: 9, search: 'alice' }), countUsers(db, id, { search: 'alice' })])
  const [found, count] = await look()
  expect([found.length, count]).toEqual([1, 1])
  const looked = () => asked.filter((query) => query.includes('json_group_array'))
  expect(looked()).toHaveLength(1)
  await look()
  expect(looked()).toHaveLength(2)
})
