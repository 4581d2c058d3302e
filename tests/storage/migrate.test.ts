import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { allTables } from '../../server/storage/all-tables.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { freshDatabase, kinds } from './databases-for-tests.ts'
import type { Kind } from './databases-for-tests.ts'
import { insertOrganization } from '../../server/storage/organizations.ts'
import { insertUser } from '../../server/storage/users.ts'
import { insertEnvironment } from '../../server/storage/environments.ts'
import { listPermissions, listPermissionsOfRoles } from '../../server/storage/permissions.ts'
import { listRoles } from '../../server/storage/roles.ts'
import * as world from './world-for-tests.ts'
import { migrate, migrations, openMigrated } from '../../server/storage/migrate.ts'
import type { Migration } from '../../server/storage/migrations/migration.ts'

const inSnakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const names = migrations.map(({ name }) => name)

const fresh = async (kind: Kind) => {
  const { url, remove } = await freshDatabase(kind)
  const opened = await openDatabase(url)
  onTestFinished(async () => {
    await opened.close()
    remove()
  })
  return { ...opened, url }
}

/** Another process of this program, at work on the database of that URL. */
const runElsewhere = (url: string, script: string) => {
  const module = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const program = `
    import { openDatabase } from ${module('../../server/storage/database.ts')}
    import { migrate, migrations, openMigrated } from ${module('../../server/storage/migrate.ts')}
    const { db, close } = await openDatabase(${JSON.stringify(url)})
    ${script}`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  return { child, said: () => said }
}

describe('the migrations', () => {
  it('have a number of their own each, in order', () => {
    // Databases remember both names, so that neither can be given another number any more.
    const numbers = names.filter((name) => name !== '0003-operations').map((name) => name.split('-')[0])
    expect(numbers).toEqual([...new Set(numbers)].sort())
    expect(names.filter((name) => name.startsWith('0003-'))).toEqual(['0003-authorization-codes', '0003-operations'])
  })

  it('lie in files of their names', () => {
    const files = readdirSync(new URL('../../server/storage/migrations', import.meta.url)).filter(
      (file) => file !== 'migration.ts',
    )
    expect(files.sort()).toEqual(names.map((name) => `${name}.ts`))
  })
})

describe.each(kinds)('migrate on %s', (kind) => {
  it('makes every table, and has nothing to do the second time', async () => {
    const { db } = await fresh(kind)
    expect(await migrate(db)).toEqual(names)
    expect(await migrate(db)).toEqual([])
    for (const table of allTables) expect(await db.selectFrom(table).selectAll().execute()).toEqual([])
    const known = (await db.introspection.getTables()).map(({ name }) => name)
    // What SQLite searches by.
    const tables = known.filter(
      (name) => !/_(numbers|trigrams|texts(_\w+)?)$/.test(name) || allTables.map(inSnakeCase).includes(name),
    )
    expect(tables.sort()).toEqual([...allTables.map(inSnakeCase), 'schema_expansions', 'schema_migrations'].sort())
  })

  it('keeps only those older pictures that a page may load', async () => {
    const { db } = await fresh(kind)
    await migrate(
      db,
      migrations.filter(({ name }) => name < '0103'),
    )
    await world.insertOldWorld(db)
    const good = ['https://cdn.example/a.png', 'https://cdn.example/@alice/a.png']
    const bad = ['http://cdn.example/a.png', 'https://user:pw@cdn.example/a.png', 'javascript:alert(1)']
    for (const [index, avatarUrl] of [...good, ...bad].entries()) {
      await insertUser(db, { ...world.user(`u${index}`), avatarUrl })
      await insertOrganization(db, { ...world.organization(`o${index}`), avatarUrl })
    }
    await migrate(db)
    for (const table of ['users', 'organizations'] as const) {
      const rows = await db.selectFrom(table).select('avatarUrl').where('avatarUrl', 'is not', null).execute()
      expect(rows.map(({ avatarUrl }) => avatarUrl).sort()).toEqual([...good].sort())
    }
  })

  it('gives an environment of before what one begins with now', async () => {
    const { db } = await fresh(kind)
    await migrate(
      db,
      migrations.filter(({ name }) => name < '0210'),
    )
    await world.insertOldWorld(db, 'before')
    await migrate(db)
    await insertEnvironment(db, { ...world.environment, id: 'new' })
    const begun = async (id: string) => {
      const roles = await listRoles(db, [id])
      const allowed = await listPermissionsOfRoles(
        db,
        roles.map((role) => role.id),
      )
      const said = JSON.stringify({ roles, allowed, all: await listPermissions(db, [id]) })
      return JSON.parse(said.replaceAll(`"${id}"`, '"id"').replaceAll(`-${id}"`, '-id"')) as unknown
    }
    expect(await begun('before')).toEqual(await begun('new'))
    expect(await listRoles(db, ['new'])).toMatchObject([{ name: 'admin', isSystem: true }])
  })

  it('runs each migration once when three instances start together', async () => {
    const { db, url } = await fresh(kind)
    const instances = [1, 2, 3].map(() =>
      runElsewhere(url, 'console.log((await migrate(db)).join(" ")); await close()'),
    )
    await Promise.all(instances.map(({ child }) => once(child, 'close')))
    expect(instances.map(({ child }) => child.exitCode)).toEqual([0, 0, 0])
    const applied = instances.flatMap(({ said }) => said().split(/\s+/).filter(Boolean))
    expect(applied.sort()).toEqual(names)
    expect(await migrate(db)).toEqual([])
  })

  it('goes on where an instance was killed in between', async () => {
    const { db, url } = await fresh(kind)
    const { child } = runElsewhere(
      url,
      `const stuck = async (trx) => {
        await trx.schema.createTable('halfway').addColumn('id', 'text').execute()
        await trx.schema.createTable('users').addColumn('id', 'text').execute()
        console.log('halfway')
        await new Promise((resolve) => setTimeout(resolve, 60_000))
      }
      await migrate(db, [{ name: '0000-first', up: async () => {} }])
      await migrate(db, [{ name: '0000-first', up: async () => {} }, { name: '0001-identity', up: stuck }])`,
    )
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'close')

    const first: Migration = { name: '0000-first', up: async () => {} }
    expect(await migrate(db, [first, ...migrations])).toEqual(names)
    expect((await db.introspection.getTables()).map(({ name }) => name)).not.toContain('halfway')
  })

  it('keeps nothing of a migration that fails', async () => {
    const { db } = await fresh(kind)
    const failing: Migration = {
      name: '0009-failing',
      up: async ({ schema }) => {
        await schema.createTable('halfway').addColumn('id', 'text').execute()
        throw new Error('no')
      },
    }
    await expect(migrate(db, [...migrations, failing])).rejects.toThrow('no')
    // An empty database is made as a whole, or not at all.
    expect(await db.introspection.getTables()).toEqual([])
    expect(await migrate(db)).toEqual(names)
    await expect(migrate(db, [...migrations, failing])).rejects.toThrow('no')
    expect((await db.introspection.getTables()).map(({ name }) => name)).not.toContain('halfway')
    expect(await migrate(db)).toEqual([])
  })

  it('refuses a database that is newer than the program, and leaves it alone', async () => {
    const { db } = await fresh(kind)
    const newer: Migration = {
      name: '0099-tomorrow',
      up: async (trx) => void (await sql`create table tomorrow (id text)`.execute(trx)),
    }
    await migrate(db, [...migrations, newer])
    await expect(migrate(db)).rejects.toThrow(
      'The database is newer than this program, which does not know its migration 0099-tomorrow; ' +
        'start the newer version, or restore a backup from before the upgrade.',
    )
    expect(await migrate(db, [...migrations, newer])).toEqual([])
  })
})

it('a database in memory that is opened migrated begins like every other, and shares nothing with it', async () => {
  const open = async () => {
    const opened = await openMigrated('sqlite::memory:')
    onTestFinished(opened.close)
    return opened.db
  }
  const schemaOf = async (db: Awaited<ReturnType<typeof open>>) =>
    (await sql`select name, sql from sqlite_schema order by name`.execute(db)).rows
  const [first, second] = [await open(), await open()]
  await world.insertWorld(first)
  await insertUser(first, world.user('alice'))
  const third = await open()
  for (const db of [second, third]) {
    expect(await db.selectFrom('users').select('id').execute()).toEqual([])
    expect(await schemaOf(db)).toEqual(await schemaOf(first))
    await world.insertWorld(db)
    await insertUser(db, world.user('bob'))
    expect(await db.selectFrom('users').select('id').execute()).toEqual([{ id: world.user('bob').id }])
    await expect(insertUser(db, world.user('bob'))).rejects.toThrow()
  }
  expect(await migrate(third)).toEqual([])
  const { rows } = await sql`pragma foreign_keys`.execute(third)
  expect(rows).toEqual([{ foreignKeys: 1 }])
})
