import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { isUnavailable, ping } from '../../server/storage/database.ts'
import { openFresh } from './databases-for-tests.ts'

it('a database without room for what is written is not ready until it has some', async () => {
  const { db, close } = await openFresh('sqlite')
  onTestFinished(close)
  const limit = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(db)
  const write = () => sql`create table filler as select hex(randomblob(20000)) as text`.execute(db)
  await limit(1)
  // Nobody knows before the first write.
  await ping(db)
  const refused = await write().catch((error: unknown) => error)
  expect(isUnavailable(refused)).toBe(true)
  await expect(ping(db)).rejects.toThrow('The database is unavailable')
  await limit(1_000_000)
  await ping(db)
  await write()
})
