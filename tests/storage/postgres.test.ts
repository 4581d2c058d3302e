import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
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
  const opened = await openDatabase(url, undefined, quick)
  onTestFinished(() => opened.close())
  return opened
}

describe('a PostgreSQL that cannot be reached', () => {
  it('is unavailable where nobody listens', async () => {
    const { db, close } = await openDatabase('postgres://postgres@127.0.0.1:1/none')
    onTestFinished(close)
    expect(isUnavailable(await caught(ping(db)))).toBe(true)
  })

  it('is unavailable, within 5 s, where it takes the connection and never says a word', async () => {
    const silent = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => silent.once('listening', resolve))
    const { port } = silent.address() as AddressInfo
    const { db, close } = await openDatabase(`postgres://postgres@127.0.0.1:${port}/none`)
    onTestFinished(async () => {
      await close()
      silent.close()
    })
    const begun = performance.now()
    expect(isUnavailable(await caught(ping(db)))).toBe(true)
    expect(performance.now() - begun).toBeLessThan(5000)
  }, 10_000)
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
    const ignore = () => undefined
    const line = createServer((near) => {
      const far = connect(port, direct.hostname)
      near
        .on('data', (bytes) => silent || far.write(bytes))
        .on('close', () => far.destroy())
        .on('error', ignore)
      far
        .on('data', (bytes) => silent || near.write(bytes))
        .on('close', () => near.destroy())
        .on('error', ignore)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => line.once('listening', resolve))
    direct.port = String((line.address() as AddressInfo).port)
    const { db, close } = await openDatabase(direct.href, undefined, quick)
    onTestFinished(async () => {
      await close()
      line.close()
    })
    await ping(db)
    silent = true
    expect(isUnavailable(await caught(transaction(db, listTenants)))).toBe(true)
    silent = false
    await ping(db)
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
    for (const use of [ping(db), ping(db), transaction(db, async () => undefined)]) {
      expect(isUnavailable(await caught(use))).toBe(true)
    }
  }, 30_000)
})

describe('the PostgreSQL for tests', () => {
  it('also comes as a package', { timeout: 30_000 }, async ({ skip }) => {
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
