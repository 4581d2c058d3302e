// Emptying takes no longer than one statement may, however much there is; on both databases.
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import * as world from './world-for-tests.ts'

describe.each(kinds)('on %s', (kind) => {
  it('empties a database of 100,000 users and their sessions, but for what is kept', async () => {
    const opened = await openFresh(kind)
    const { db } = opened
    await world.insertWorld(db)
    const environmentId = world.environment.id
    for (let first = 1; first < 100_000; first += 10_000) {
      const numbers = sql`with recursive n(i) as (select cast(${first} as integer) union all select i + 1 from n where i < ${first + 9_999})`
      await sql`insert into users (id, environment_id, email, status, created_at, updated_at)
        ${numbers} select 'u' || i, ${environmentId}, i || '@example.test', 'active', 1, 1 from n`.execute(db)
      await sql`insert into sessions (id, environment_id, user_id, surface, ip, created_at, expires_at)
        ${numbers} select 's' || i, ${environmentId}, 'u' || i, 'account', '::1', 1, 2 from n`.execute(db)
    }
    await db.insertInto('databaseMode').values({ id: 'this', mode: 'sandbox', createdAt: 1 }).execute()
    await emptyDatabase(db, { keep: ['databaseMode'] })
    const count = async (table: 'users' | 'sessions' | 'tenants' | 'databaseMode') =>
      Number(
        (
          await db
            .selectFrom(table)
            .select(({ fn }) => fn.countAll().as('all'))
            .executeTakeFirstOrThrow()
        ).all,
      )
    expect([
      await count('users'),
      await count('sessions'),
      await count('tenants'),
      await count('databaseMode'),
    ]).toEqual([0, 0, 0, 1])
    await opened.close()
  })
})
