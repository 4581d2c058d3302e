// At a deploy the older program runs on what the newer one's migrations leave: they expand first, and contract a version later.
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { allTables } from '../../server/storage/all-tables.ts'
import { type Database, openDatabase } from '../../server/storage/database.ts'
import { migrate, migrations, requireCurrentSchema } from '../../server/storage/migrate.ts'
import type { Migration } from '../../server/storage/migrations/migration.ts'
import { refresh, signIn, signUp, startServer } from '../server-for-tests.ts'
import { freshDatabase, kinds } from './databases-for-tests.ts'

/** Of those up to it nobody runs an older program any more. */
const lastOfBefore = '0310-authenticator-apps'

/** What a program may rely on: the columns of each table. */
const columnsOf = async (db: Database) => {
  const tables = await db.introspection.getTables()
  return new Map(
    tables.flatMap(({ name, columns }) =>
      columns.map((column) => [
        `${name}.${column.name}`,
        { type: column.dataType, isNullable: column.isNullable, hasDefault: column.hasDefaultValue },
      ]),
    ),
  )
}

const tableIn = (column: string) => column.split('.')[0]!

/** What a program of before would fail at, after a step from one schema to the next. */
const breaks = (before: Awaited<ReturnType<typeof columnsOf>>, after: Awaited<ReturnType<typeof columnsOf>>) => {
  const tables = new Set([...before.keys()].map(tableIn))
  const changed = [...before].filter(([name, was]) => JSON.stringify(after.get(name)) !== JSON.stringify(was))
  const needed = [...after].filter(
    ([name, { isNullable, hasDefault }]) =>
      !before.has(name) && tables.has(tableIn(name)) && !isNullable && !hasDefault,
  )
  return [...changed, ...needed].map(([name]) => name)
}

describe.each(kinds)('an older program on %s', (kind) => {
  const fresh = async () => {
    const { url, remove } = await freshDatabase(kind)
    const { db, close } = await openDatabase(url)
    onTestFinished(async () => {
      await close()
      remove()
    })
    return { db, url }
  }

  it('finds all it knows after each migration, and need not fill what it does not know', async () => {
    const { db } = await fresh()
    const at = migrations.findIndex(({ name }) => name === lastOfBefore)
    for (const [more, migration] of migrations.slice(at + 1).entries()) {
      await migrate(db, migrations.slice(0, at + 1 + more))
      const before = await columnsOf(db)
      await migrate(db, migrations.slice(0, at + 2 + more))
      expect([migration.name, migration.expands, breaks(before, await columnsOf(db))]).toEqual([
        migration.name,
        true,
        [],
      ])
    }
  })

  it('would be found to break by a column that goes, changes or is needed', async () => {
    const { db } = await fresh()
    await migrate(db)
    const before = await columnsOf(db)
    await db.schema.alterTable('outbox').renameColumn('kind', 'sort').execute()
    await db.schema
      .alterTable('sessions')
      .addColumn('place', 'text', (column) => column.notNull().defaultTo('here'))
      .execute()
    expect(breaks(before, await columnsOf(db))).toEqual(['outbox.kind', 'outbox.sort'])
  })

  it('starts and works on a database that a newer one has added to', async () => {
    const { db, url } = await fresh()
    const tomorrow: Migration = {
      name: '9998-tomorrow',
      expands: true,
      up: async (trx) => {
        for (const table of allTables) await trx.schema.alterTable(table).addColumn('tomorrow', 'text').execute()
        await sql`create table tomorrow (id text)`.execute(trx)
      },
    }
    await migrate(db, [...migrations, tomorrow])
    await requireCurrentSchema(db)
    const server = await startServer({ DATABASE_URL: url })
    onTestFinished(() => server.close())
    const { email, refresh_token, access_token } = await signUp(server.send)
    expect((await signIn(server.send, email)).status).toBe(200)
    expect((await refresh(server.send, refresh_token)).status).toBe(200)
    expect((await server.send('GET /auth/me', { bearer: access_token })).status).toBe(200)
    expect((await server.send('POST /auth/sign-out', { bearer: access_token })).status).toBe(204)
  })
})
