// What was committed leaves SQLite's log for the database while the program runs, and the log does not grow without end.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
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
