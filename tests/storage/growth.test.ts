// What keeps lists, searches and counts quick however many there are, says the same as a look at every row.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { deleteOldAuditEvents } from '../../server/storage/audit-events.ts'
import { countEventsByDay, countOf, deleteSpentCounts, foldCounts } from '../../server/storage/counts.ts'
import type { OpenDatabase } from '../../server/storage/database.ts'
import { countDirectoryUsers, listDirectoryUsers } from '../../server/storage/directory-users.ts'
import { insertEnvironment } from '../../server/storage/environments.ts'
import { countOrganizations, insertOrganization, listOrganizations } from '../../server/storage/organizations.ts'
import { insertSession } from '../../server/storage/sessions.ts'
import { countLiveSessions, listLiveSessions } from '../../server/storage/session-lists.ts'
import { deleteEndedSessions, endSession, listEndedSessionIds } from '../../server/storage/ended-sessions.ts'
import { countUsers, deleteUsers, insertUser, listUsers, updateUser } from '../../server/storage/users.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import * as world from './world-for-tests.ts'

const hourMs = 3_600_000

describe.each(kinds)('on %s', (kind) => {
  let opened: OpenDatabase
  const places = ['environment', 'another']
  beforeAll(async () => {
    opened = await openFresh(kind)
    await world.insertWorld(opened.db)
    await insertEnvironment(opened.db, { ...world.environment, id: 'another', name: 'development' })
  })
  afterAll(() => opened.close())

  const fold = async () => {
    while ((await foldCounts(opened.db, 2)) > 0);
  }

  it('counts users as they come and go, folded or not', async () => {
    const { db } = opened
    const before = await countUsers(db, 'environment')
    for (const name of ['x1', 'x2', 'x3']) await insertUser(db, world.user(name))
    expect(await countUsers(db, 'environment')).toBe(before + 3)
    await fold()
    expect(await db.selectFrom('countChanges').selectAll().execute()).toEqual([])
    expect(await countUsers(db, 'environment')).toBe(before + 3)
    await deleteUsers(db, 'environment', ['x1', 'x2'])
    expect(await countUsers(db, 'environment')).toBe(before + 1)
    expect(await countOf(db, 'users', ['nowhere'])).toBe(0)
    await deleteUsers(db, 'environment', ['x3'])
  })

  it('counts a whole directory by the sum alone, and finds its people by an address or an id', async () => {
    const { db } = opened
    const scope = { environmentId: 'environment', organizationId: null, place: 'environment' }
    await insertUser(db, world.user('d1'))
    const compare = (attribute: 'emails' | 'emails.value' | 'id', value: string) =>
      listDirectoryUsers(db, scope, {
        filter: { kind: 'compare', attribute, operator: 'eq', value },
        ...{ offset: 0, limit: 10 },
      }).then((rows) => rows.map(({ user }) => user.id))
    const { email } = world.user('d1')
    for (const attribute of ['emails', 'emails.value'] as const) {
      expect(await compare(attribute, email.toUpperCase())).toEqual(['d1'])
    }
    expect([await compare('id', 'd1'), await compare('id', 'D1')]).toEqual([['d1'], []])
    const whole = await countDirectoryUsers(db, scope, undefined)
    expect(whole).toBe((await listDirectoryUsers(db, scope, { filter: undefined, offset: 0, limit: 1000 })).length)
    // Nobody looks at the users for it.
    const more = { name: 'users', environmentId: 'environment', bucket: 0 }
    await db
      .insertInto('countChanges')
      .values({ ...more, id: 1_000_000, change: 5 })
      .execute()
    expect(await countDirectoryUsers(db, scope, undefined)).toBe(whole + 5)
    await db.deleteFrom('countChanges').where('id', '=', 1_000_000).execute()
    await deleteUsers(db, 'environment', ['d1'])
  })

  it('counts sessions that live: none that ended, ran out or went with their user', async () => {
    const { db } = opened
    const now = 10 * hourMs + 5
    const live = () => countLiveSessions(db, places, now)
    await insertUser(db, world.user('sam'))
    const before = await live()
    const ends = [now - 1, now + 1, now + hourMs, now + 5 * hourMs, now + 5 * hourMs]
    for (const [at, expiresAt] of ends.entries()) {
      await insertSession(db, { ...world.session(`live-${at}`, 'sam'), expiresAt })
    }
    expect(await live()).toBe(before + 4)
    await fold()
    expect(await live()).toBe(before + 4)
    expect(await countLiveSessions(db, places, now, 'sam')).toBe(4)
    await endSession(db, 'live-4', now, 'signed_out')
    await endSession(db, 'live-4', now, 'signed_out')
    expect(await live()).toBe(before + 3)
    await deleteEndedSessions(db, now + 1, await listEndedSessionIds(db, now + 1, 100))
    expect(await live()).toBe(before + 3)
    await deleteSpentCounts(db, now)
    expect(await live()).toBe(before + 3)
    for (let more = 0; more < 1100; more++) {
      await insertSession(db, { ...world.session(`more-${more}`, 'sam'), expiresAt: now + (1 + more) * 60_000 })
    }
    expect(await live()).toBe(before + 3 + 1100)
    await deleteUsers(db, 'environment', ['sam'])
    expect(await live()).toBe(before)
  })

  it('counts events by day, until they are forgotten', async () => {
    const { db } = opened
    const dayMs = 24 * hourMs
    const happen = async (id: string, action: string, createdAt: number) =>
      db.insertInto('auditEvents').values({ id, environmentId: 'environment', action, createdAt }).execute()
    await happen('e1', 'user.signed_in', 3 * dayMs)
    await happen('e2', 'user.signed_in', 4 * dayMs - 1)
    await happen('e3', 'password.failed', 4 * dayMs)
    await happen('e4', 'user.deleted', 4 * dayMs)
    await fold()
    await happen('e5', 'user.signed_in', 3 * dayMs)
    const byDay = async () =>
      (await countEventsByDay(db, places, 3)).map(({ action, day, count }) => `${day} ${action} ${count}`).sort()
    expect(await byDay()).toEqual(['3 user.signed_in 3', '4 password.failed 1'])
    expect(await countEventsByDay(db, places, 5)).toEqual([])
    await deleteOldAuditEvents(db, 4 * dayMs, 10)
    await fold()
    await deleteSpentCounts(db, 0)
    expect(await byDay()).toEqual(['4 password.failed 1'])
  })

  it('lists the newest of several environments in one order, by pages and by where one ended', async () => {
    const { db } = opened
    await sql`delete from users`.execute(db)
    for (let at = 0; at < 7; at++) {
      const environmentId = places[at % 2]!
      await insertUser(db, { ...world.user(`n${at}`), environmentId, createdAt: 100 + Math.floor(at / 2) })
      await insertSession(db, { ...world.session(`s${at}`, `n${at}`), environmentId, createdAt: at, expiresAt: hourMs })
    }
    const all = await listUsers(db, places, { limit: 10 })
    expect(all.map(({ id }) => id)).toEqual(['n6', 'n5', 'n4', 'n3', 'n2', 'n1', 'n0'])
    const pages = [
      await listUsers(db, places, { limit: 3, offset: 3 }),
      await listUsers(db, places, { limit: 3, after: all[2]! }),
    ]
    for (const page of pages) expect(page.map(({ id }) => id)).toEqual(['n3', 'n2', 'n1'])
    const sessions = await listLiveSessions(db, places, 1, { limit: 2, offset: 1 })
    expect(sessions.map(({ session, email }) => [session.id, email])).toEqual([
      ['s5', all[1]!.email],
      ['s4', all[2]!.email],
    ])
    expect(await listLiveSessions(db, ['environment'], 1, { limit: 2, userId: 'n1' })).toEqual([])
    expect(await listLiveSessions(db, places, 1, { limit: 2, userId: 'n1' })).toHaveLength(1)
  })

  it('finds any part of what is searched, in what it was changed to, and nothing that is gone', async () => {
    const { db } = opened
    await sql`delete from users`.execute(db)
    const odd = 'Per_cent%'
    await insertUser(db, { ...world.user('odd'), firstName: odd, lastName: 'O"Neil' })
    await insertUser(db, { ...world.user('even'), firstName: 'Perxcentx' })
    const found = async (search: string) => {
      const users = await listUsers(db, 'environment', { limit: 10, search })
      expect(await countUsers(db, places, { search })).toBe(users.length)
      return users.map(({ id }) => id)
    }
    expect(await found('r_cent%')).toEqual(['odd'])
    expect(await found('PER_CENT')).toEqual(['odd'])
    expect(await found('o"nei')).toEqual(['odd'])
    expect(await found('xce')).toEqual(['even'])
    expect(await found('nobody-at-all')).toEqual([])
    await updateUser(db, 'even', { firstName: 'Grace', updatedAt: 5 })
    expect(await found('perx')).toEqual([])
    expect(await found('grace')).toEqual(['even'])
    await deleteUsers(db, 'environment', ['even'])
    expect(await found('grace')).toEqual([])

    await insertOrganization(db, { ...world.organization('o9'), name: 'Green Lantern', slug: 'green' })
    expect((await listOrganizations(db, places, { limit: 5, search: 'lantern' })).map(({ id }) => id)).toEqual(['o9'])
    expect(await countOrganizations(db, places, 'N LAN')).toBe(1)
  })
})

describe.each(kinds)('a short text is searched on %s', (kind) => {
  it('where a word begins, and nowhere where it has no letter', async () => {
    const { db, close } = await openFresh(kind)
    onTestFinished(close)
    await world.insertWorld(db)
    const places = ['environment']
    const people = {
      ada: { email: 'ada.zorn@example.test', firstName: 'Ada', lastName: "O'Quill" },
      ben: { email: 'b_yu+x1@example.test', firstName: 'Ben', lastName: 'Xu-Zeh' },
      zoe: { email: 'q@q.test', firstName: 'Zoë', lastName: 'Élan 7' },
    }
    for (const [id, person] of Object.entries(people)) await insertUser(db, { ...world.user(id), ...person })
    const found = async (search: string) => {
      const users = await listUsers(db, 'environment', { limit: 10, search })
      expect(await countUsers(db, places, { search })).toBe(users.length)
      return users.map(({ id }) => id).sort()
    }
    const expected = {
      z: ['ada', 'ben', 'zoe'],
      ZO: ['ada', 'zoe'],
      or: [],
      qu: ['ada'],
      yu: ['ben'],
      x: ['ben'],
      x1: ['ben'],
      zeh: ['ben'],
      '7': ['zoe'],
      É: ['zoe'],
      'a.z': [],
      'q@q': ['zoe'],
      '@q': ['zoe'],
      $1: [],
      b_: ['ben'],
      "o'": ['ada'],
      '%': [],
      '@@@': [],
      '.*': [],
      'a|': [],
      '(': [],
      ' z': [],
      '-z': ['ben'],
    }
    const all: Record<string, string[]> = {}
    for (const search of Object.keys(expected)) all[search] = await found(search)
    expect(all).toEqual(expected)
    await insertOrganization(db, { ...world.organization('o9'), name: 'Green Lantern', slug: 'gl' })
    expect((await listOrganizations(db, places, { limit: 5, search: 'la' })).map(({ id }) => id)).toEqual(['o9'])
    expect(await countOrganizations(db, places, 'an')).toBe(0)
  })
})

describe.runIf(kinds.includes('postgres'))('on PostgreSQL', () => {
  it('searches by the index of trigrams', async () => {
    const { db, close } = await openFresh('postgres')
    await world.insertWorld(db)
    await sql`insert into users (id, environment_id, email, status, created_at, updated_at)
      select 'u' || i, 'environment', 'person' || i || '@example.test', 'active', i, i
      from generate_series(1, 20000) as i`.execute(db)
    await sql`analyze users`.execute(db)
    const uses = async () => {
      await sql`select pg_stat_force_next_flush()`.execute(db)
      const { rows } = await sql<{ uses: number }>`
        select idx_scan as uses from pg_stat_user_indexes where indexrelname = 'users_by_text'`.execute(db)
      return Number(rows[0]?.uses)
    }
    // Anywhere, and where a word begins.
    for (const [at, [search, count]] of [['person777@', 1] as const, ['zz', 0] as const, ['y', 0] as const].entries()) {
      expect(await listUsers(db, 'environment', { limit: 10, search })).toHaveLength(count)
      await expect.poll(uses).toBe(at + 1)
    }
    await close()
  })
})
