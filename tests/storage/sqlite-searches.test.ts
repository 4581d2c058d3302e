// What looks through many rows on SQLite is answered on a thread of its own, and nobody who asks for something else waits for it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countAuditEvents, listAuditEvents } from '../../server/storage/audit-events.ts'
import { type Database, type OpenDatabase, isUnavailable, openDatabase } from '../../server/storage/database.ts'
import { countDirectoryUsers, listDirectoryUsers } from '../../server/storage/directory-users.ts'
import { inSearch } from '../../server/storage/lanes.ts'
import { countMembers, listMembers } from '../../server/storage/members.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { countOrganizations, listOrganizations } from '../../server/storage/organizations.ts'
import { countUsers, findUser, insertUser, listUsers } from '../../server/storage/users.ts'
import * as world from './world-for-tests.ts'

let folder = ''
let opened: OpenDatabase
let db: Database
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-searches-'))
  opened = await openDatabase(`sqlite:${join(folder, 'test.db')}`)
  db = opened.db
  await migrate(db)
  await world.insertWorld(db)
  await insertUser(db, world.user('alice'))
})
afterEach(async () => {
  await opened.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Takes a second or so of a processor. */
const longSearch = () =>
  inSearch(() =>
    sql<{ last: number }>`with recursive n(i) as (select 1 union all select i + 1 from n where i < 5000000)
      select max(i) as last from n`.execute(db),
  )
const { id: environmentId } = world.environment

describe('a search of SQLite', () => {
  it('holds up nobody', async () => {
    const order: string[] = []
    const search = longSearch().then(({ rows }) => {
      order.push('search')
      return rows[0]!.last
    })
    for (const name of ['bob', 'carol']) {
      await insertUser(db, world.user(name))
      expect(await findUser(db, environmentId, world.user(name).id)).toMatchObject({ id: world.user(name).id })
      order.push(name)
    }
    expect(await search).toBe(5_000_000)
    expect(order).toEqual(['bob', 'carol', 'search'])
  })

  it('finds what was written before it', async () => {
    for (const name of ['bob', 'carol', 'dave']) {
      const user = world.user(name)
      await insertUser(db, user)
      const found = await listUsers(db, environmentId, { limit: 9, search: name })
      expect(found).toEqual([await findUser(db, environmentId, user.id)])
      expect(await countUsers(db, environmentId, { search: name })).toBe(1)
    }
  })

  it('fails as its statement does, and the next does not', async () => {
    await expect(inSearch(() => sql`select * from nowhere`.execute(db))).rejects.toMatchObject({
      code: 'SQLITE_ERROR',
      message: 'no such table: nowhere',
    })
    expect(await countUsers(db, environmentId, { search: 'alice' })).toBe(1)
  })

  it('writes where it has to', async () => {
    await inSearch(() => sql`create table notes (text text) strict`.execute(db))
    expect((await inSearch(() => sql`select text from notes`.execute(db))).rows).toEqual([])
  })

  it('is finished before the database is closed, and refused afterwards', async () => {
    const search = longSearch()
    await nextTurn()
    const closed = opened.close()
    expect((await search).rows).toEqual([{ last: 5_000_000 }])
    await closed
    await expect(countUsers(db, environmentId, { search: 'alice' })).rejects.toSatisfy(isUnavailable)
  })

  const scope = { environmentId, organizationId: null, place: 'somewhere' }
  const filter = { kind: 'compare', attribute: 'userName', operator: 'co', value: 'ali' } as const
  it.each<[string, () => Promise<unknown>]>([
    ['listUsers', () => listUsers(db, environmentId, { limit: 9, search: 'a' })],
    ['countUsers', () => countUsers(db, environmentId, { search: 'alice' })],
    ['listUsers, a page far behind', () => listUsers(db, environmentId, { limit: 9, offset: 1001 })],
    ['listAuditEvents', () => listAuditEvents(db, { environmentId }, { limit: 9 })],
    ['countAuditEvents', () => countAuditEvents(db, { environmentId }, 9)],
    ['listOrganizations', () => listOrganizations(db, [environmentId], { limit: 9, search: 'a' })],
    ['countOrganizations', () => countOrganizations(db, [environmentId], 'alice')],
    ['listMembers by text', () => listMembers(db, 'o', { limit: 9, search: 'a' })],
    ['listMembers by role', () => listMembers(db, 'o', { limit: 9, role: 'owner' })],
    ['countMembers', () => countMembers(db, 'o', { search: 'a' })],
    ['listDirectoryUsers', () => listDirectoryUsers(db, scope, { filter, offset: 0, limit: 9 })],
    ['countDirectoryUsers', () => countDirectoryUsers(db, scope, filter)],
  ])('is on the thread: %s', async (_, search) => {
    // Who has the file open reads on, and the thread has not begun.
    rmSync(folder, { recursive: true })
    await expect(search()).rejects.toSatisfy(isUnavailable)
    expect(await listUsers(db, environmentId, { limit: 9 })).toHaveLength(1)
  })
})
