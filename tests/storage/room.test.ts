import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { isUnavailable, ping } from '../../server/storage/database.ts'
import { openFresh } from './databases-for-tests.ts'

const writeUntilRefused = async (write: () => Promise<unknown>): Promise<unknown> => {
  for (let left = 1000; left > 0; left--) {
    try {
      await write()
    } catch (error) {
      return error
    }
  }
  return undefined
}

it('a database without room for what is written is not ready until it has some', async () => {
  const { db, close } = await openFresh('sqlite')
  onTestFinished(close)
  const limit = (pages: number) => sql.raw(`pragma max_page_count = ${pages}`).execute(db)
  const write = () => sql`insert into filler select hex(randomblob(1000))`.execute(db)
  await sql`create table filler (text text)`.execute(db)
  await limit(1)
  // Nobody knows before the first write.
  await ping(db)
  // What migrations took away has left some room.
  const refused = await writeUntilRefused(write)
  expect(isUnavailable(refused)).toBe(true)
  await expect(ping(db)).rejects.toThrow('The database is unavailable')
  await limit(1_000_000)
  await ping(db)
  await write()
})
