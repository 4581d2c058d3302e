// What the machine can do without any of our code around it. Each round is asked for by a message, a number of ms.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { HASHES_AT_ONCE, createPasswords } from '../server/outside/passwords.ts'

/** Password checks by argon2id, as many at once as the service runs. */
export const answerHashRates = async (): Promise<void> => {
  const passwords = await createPasswords({ queue: 0 })
  const hash = await passwords.hash('correct horse battery')
  const checks = () => Array.from({ length: HASHES_AT_ONCE }, () => passwords.matches('correct horse battery', hash))
  answerRates(() => Promise.all(checks()), HASHES_AT_ONCE)
}

/** Commits of one row, each on the disk before the next. */
export const answerCommitRates = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const database = new Sqlite(join(folder, 'rows.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('create table rows (id integer primary key, text text not null)')
  const insert = database.prepare('insert into rows (text) values (?)')
  answerRates(() => insert.run('x'.repeat(200)), 1)
}

/** `each` is how many a call of `work` counts for. */
const answerRates = (work: () => unknown, each: number): void => {
  process.on('message', async (ms: number) => {
    const begin = performance.now()
    let done = 0
    while (performance.now() - begin < ms) {
      await work()
      done += each
    }
    process.send?.((done * 1000) / (performance.now() - begin))
  })
}
