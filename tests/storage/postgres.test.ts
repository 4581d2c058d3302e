import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  exclusivelyWithoutTimeLimit,
  isUnavailable,
  openDatabase,
  ping,
  transaction,
} from '../../server/storage/database.ts'
import { freshDatabase, kinds, openFresh } from './databases-for-tests.ts'
import { createDatabase, packageOutOfReach, startPackages, startPostgres } from './postgres-for-tests.ts'
import { listTenants } from '../../server/storage/tenants.ts'

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

const quick = { connectMs: 3000, statementMs: 200 }

const openQuick = async () => {
  const { url } = await freshDatabase('postgres')
  const opened = await openDatabase(url, { limits: quick })
  onTestFinished(() => opened.close())
  return opened
}

describe('a PostgreSQL that cannot be reached', () => {
  it('is unavailable where nobody listens', async () => {
    const { db, close } = await openDatabase('postgres://postgres@127.0.0.1:1/none')
    onTestFinished(close)
    expect(isUnavailable(await caught(ping(db)))).toBe(true)
  })

  it('is unavailable, and waits no longer, where it takes the connection and never says a word', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as AddressInfo
    const { db, close } = await openDatabase(`postgres://postgres@127.0.0.1:${port}/none`)
    onTestFinished(async () => {
      await close()
      silent.close()
    })
    expect(isUnavailable(await caught(ping(db)))).toBe(true)
  })
})

describe.runIf(kinds.includes('postgres'))('PostgreSQL', () => {
  it('reads a bigint as a number', async () => {
    const { db } = await openQuick()
    const { rows } = await sql<{ time: number }>`select 1700000000000::bigint as time`.execute(db)
    expect(rows).toEqual([{ time: 1_700_000_000_000 }])
  })

  it('gives up a statement that takes too long, and goes on with the next', async () => {
    const { db } = await openQuick()
    expect(isUnavailable(await caught(sql`select pg_sleep(2)`.execute(db)))).toBe(true)
    await ping(db)
  })

  it('gives up a connection that falls silent', async () => {
    const direct = new URL((await freshDatabase('postgres')).url)
    const port = Number(direct.port)
    let silent = false
    let asked = 0
    const ignore = () => undefined
    const line = createServer((near) => {
      const far = connect(port, direct.hostname)
      near
        .on('data', (bytes) => {
          asked++
          if (!silent) far.write(bytes)
        })
        .on('close', () => far.destroy())
        .on('error', ignore)
      far
        .on('data', (bytes) => silent || near.write(bytes))
        .on('close', () => near.destroy())
        .on('error', ignore)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => line.once('listening', resolve))
    direct.port = String((line.address() as AddressInfo).port)
    const { db, close } = await openDatabase(direct.href, { limits: quick })
    onTestFinished(async () => {
      await close()
      line.close()
    })
    await ping(db)
    silent = true
    expect(isUnavailable(await caught(transaction(db, listTenants)))).toBe(true)
    // Nobody asks, and waits, a second time what is known to be silent.
    const before = asked
    expect(isUnavailable(await caught(ping(db)))).toBe(true)
    expect(asked).toBe(before)
    silent = false
    await vi.waitFor(() => ping(db), 10_000)
  })

  it('waits as long as it takes where that is wanted', async () => {
    const { db } = await openQuick()
    await exclusivelyWithoutTimeLimit(db, 'slow', (trx) => sql`select pg_sleep(1)`.execute(trx))
    expect(isUnavailable(await caught(sql`select pg_sleep(2)`.execute(db)))).toBe(true)
  })

  it('is unavailable to the transaction whose connection ends between two statements, and lives on', async () => {
    const { db, close } = await openFresh('postgres')
    onTestFinished(close)
    const begun = Promise.withResolvers<number>()
    const cut = Promise.withResolvers<void>()
    const work = caught(
      transaction(db, async (trx) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
        begun.resolve(rows[0]?.pid ?? 0)
        await cut.promise
        return listTenants(trx)
      }),
    )
    await sql`select pg_terminate_backend(${await begun.promise})`.execute(db)
    // Long enough for the news to arrive while no statement is there to take it.
    await pause(100)
    cut.resolve()
    expect(isUnavailable(await work)).toBe(true)
    expect(await listTenants(db)).toEqual([])
  })

  it('is unavailable once it has stopped, to those connected and to newcomers', async () => {
    const server = await startPostgres()
    const { db, close } = await openDatabase(server?.url ?? '')
    onTestFinished(close)
    await ping(db)
    await server?.stop()
    const uses = [ping(db), ping(db), transaction(db, async () => undefined)].map(caught)
    for (const error of await Promise.all(uses)) expect(isUnavailable(error)).toBe(true)
  })
})

describe.runIf(kinds.includes('postgres'))('connections to PostgreSQL', () => {
  const openSmall = async () => {
    const { url } = await freshDatabase('postgres')
    const opened = await openDatabase(url, { limits: { connectMs: 3000, statementMs: 4000 }, poolSize: 5 })
    onTestFinished(() => opened.close())
    return opened
  }

  it('are never more than the setting allows, and some are for statements by themselves while transactions wait', async () => {
    const { db, states } = await openSmall()
    await sql`create table locked (id integer)`.execute(db)
    const [held, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holder = transaction(db, async (trx) => {
      await sql`lock table locked in access exclusive mode`.execute(trx)
      held.resolve()
      await done.promise
    })
    await held.promise
    const waiting = Array.from({ length: 10 }, () =>
      caught(transaction(db, (trx) => sql`insert into locked values (1)`.execute(trx))),
    )
    await vi.waitFor(() => expect(states()!.transactions.waiting).toBe(9), 60_000)
    await sql`select 1`.execute(db)
    await ping(db)
    const { transactions, statements, health } = states()!
    expect([transactions, statements.size, health.size]).toEqual([{ size: 2, used: 2, waiting: 9 }, 2, 1])
    done.resolve()
    await holder
    expect(await Promise.all(waiting)).toEqual(waiting.map(() => undefined))
  })

  it('say that the database answers where a table that all ask for is locked', async () => {
    const { db } = await openSmall()
    await sql`create table locked (id integer)`.execute(db)
    const [held, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const holder = transaction(db, async (trx) => {
      await sql`lock table locked in access exclusive mode`.execute(trx)
      held.resolve()
      await done.promise
    })
    await held.promise
    const waiting = Array.from({ length: 10 }, () => caught(sql`select * from locked`.execute(db)))
    await pause(200)
    await ping(db)
    done.resolve()
    await holder
    await Promise.all(waiting)
  })

  it('are taken by PgBouncer, which refuses time limits at their start: then each transaction has them', async () => {
    const direct = new URL((await freshDatabase('postgres')).url)
    const port = Number(direct.port)
    const refused = startupRefusal('unsupported startup parameter: statement_timeout')
    let asked = 0
    const pooler = createServer((near) => {
      const far = connect(port, direct.hostname)
      const quiet = () => undefined
      near.on('error', quiet).on('close', () => far.destroy())
      far.on('error', quiet).on('close', () => near.destroy())
      near.once('data', (startup: Buffer) => {
        asked += 1
        if (/statement_timeout|idle_in_transaction|search_path|options/.test(startup.toString('latin1'))) {
          return void near.end(refused)
        }
        far.write(startup)
        near.pipe(far)
        far.pipe(near)
      })
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => pooler.once('listening', resolve))
    direct.port = String((pooler.address() as AddressInfo).port)
    const { db, close } = await openDatabase(direct.href, { limits: quick })
    onTestFinished(async () => {
      await close()
      pooler.close()
    })
    await ping(db)
    expect(asked).toBe(2)
    const shown = async (name: string, of: typeof db) => {
      const { rows } = await sql<Record<string, string>>`show ${sql.raw(name)}`.execute(of)
      return Object.values(rows[0]!)[0]
    }
    await transaction(db, async (trx) => {
      expect(await shown('statement_timeout', trx)).toBe('200ms')
      expect(await shown('idle_in_transaction_session_timeout', trx)).toBe('10s')
    })
    // What is the session's would be the next program's.
    expect(await shown('statement_timeout', db)).toBe('0')
    expect(isUnavailable(await caught(transaction(db, (trx) => sql`select pg_sleep(2)`.execute(trx))))).toBe(true)
    await exclusivelyWithoutTimeLimit(db, 'slow', (trx) => sql`select pg_sleep(0.5)`.execute(trx))
  })
})

/** The message by which a pooler turns a connection away (PostgreSQL 18, 54.7: ErrorResponse). */
const startupRefusal = (message: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C08P01\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.length + 4, 1)
  return Buffer.concat([head, fields])
}

describe('the PostgreSQL for tests', () => {
  it('also comes as a package', async ({ skip }) => {
    const why = packageOutOfReach()
    if (why) skip(why)
    const server = await startPackages()
    onTestFinished(() => server.stop())
    const { db, close } = await openDatabase(await createDatabase(server.url))
    onTestFinished(close)
    await ping(db)
  })

  it('says why its package cannot run for root in a folder that only root can enter', () => {
    const closed = mkdtempSync(join(tmpdir(), 'countersign-closed-'))
    onTestFinished(() => rmSync(closed, { recursive: true }))
    const inside = join(closed, 'server')
    mkdirSync(inside)
    chmodSync(closed, 0o700)
    expect(packageOutOfReach(0, inside)).toContain(`who cannot enter ${closed}.`)
    expect(packageOutOfReach(1000, inside)).toBeUndefined()
    chmodSync(closed, 0o755)
    expect(packageOutOfReach(0, inside)).toBeUndefined()
  })

  it('lets a run that failed end as one', async ({ skip }) => {
    const why = packageOutOfReach()
    if (why) skip(why)
    const file = new URL('postgres-for-tests.ts', import.meta.url).href
    const program = `const { startPackages } = await import('${file}'); await (await startPackages()).stop(); process.exitCode = 7`
    const ended = promisify(execFile)(process.execPath, ['--input-type=module', '-e', program])
    await expect(ended).rejects.toMatchObject({ code: 7 })
  })
})
