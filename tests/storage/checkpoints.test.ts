// What was committed leaves SQLite's log for the database while the program runs, and the log does not grow without end.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { createCheckpoints } from '../../server/storage/checkpoints.ts'
import { type OpenDatabase, openDatabase, transaction } from '../../server/storage/database.ts'

const pageBytes = 4096

let folder = ''
let path = ''
let opened: OpenDatabase
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-checkpoints-'))
  path = join(folder, 'test.db')
  opened = await openDatabase(`sqlite:${path}`)
  await sql`create table notes (id integer primary key, text text) strict`.execute(opened.db)
})
afterEach(async () => {
  await opened.close()
  rmSync(folder, { recursive: true })
})

/** Writes that many pages, ten to a transaction. */
const write = async (pages: number): Promise<void> => {
  for (let written = 0; written < pages; written += 10) {
    await transaction(opened.db, async (trx) => {
      const text = 'x'.repeat(10 * pageBytes)
      await sql`insert into notes (text) values (${text})`.execute(trx)
    })
  }
}
const sizeOf = (file: string) => statSync(file).size

it('copies what was committed without being closed', async () => {
  await write(1_500)
  await vi.waitFor(() => expect(sizeOf(path)).toBeGreaterThan(1_500 * pageBytes), { timeout: 60_000 })
})

it('begins the log anew', async () => {
  await write(1_000)
  for (let round = 1; round < 12; round++) {
    await write(1_000)
    await vi.waitFor(() => expect(sizeOf(path)).toBeGreaterThan((round + 1) * 1_000 * pageBytes), { timeout: 60_000 })
  }
  expect(sizeOf(`${path}-wal`)).toBeLessThan(8_000 * pageBytes)
})

/** Lets the log grow to more than begins anew, and gives what then waits for the rest of it. */
const untilLong = (between: (work: () => Promise<void>) => Promise<void>) => {
  const writer = new Sqlite(path)
  onTestFinished(() => void writer.close())
  writer.pragma('wal_autocheckpoint = 0')
  writer.prepare('insert into notes (text) values (?)').run('x'.repeat(5_000 * pageBytes))
  const { promise, resolve } = Promise.withResolvers<void>()
  const checkpoints = createCheckpoints(path, (work) => between(work).then(resolve))
  onTestFinished(() => checkpoints.close())
  for (let commits = 0; commits <= 100; commits++) checkpoints.committed()
  return { checkpoints, waited: promise, writer }
}

it('has the rest copied by the thread while transactions wait', async () => {
  const { waited, writer } = untilLong(async (copyRest) => {
    writer.prepare('insert into notes (text) values (?)').run('x'.repeat(20 * pageBytes))
    await copyRest()
  })
  await waited
  // All of it was copied, so that the next one who writes begins it anew.
  writer.prepare('insert into notes (text) values (?)').run('x')
  const [{ log }] = writer.pragma('wal_checkpoint(PASSIVE)') as [{ log: number }]
  expect(log).toBeLessThan(20)
})

it('lets transactions go on where the thread ends meanwhile', async () => {
  const { checkpoints, waited } = untilLong(async (copyRest) => {
    const copied = copyRest()
    await checkpoints.close()
    await copied
    await copyRest()
  })
  await waited
})
