// Whoever waits while the sweep is at work waits for one small statement, however much there is to delete.
import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { sandboxEnvironmentId, sandboxTenantId } from '../../server/model/sandbox-credentials.ts'
import { sweep } from '../../server/operations/sweep.ts'
import type { Database } from '../../server/storage/database.ts'
import { startServer } from '../server-for-tests.ts'
import * as rows from '../storage/world-for-tests.ts'
import { deletesDuring, plansDuring } from './queries-for-tests.ts'

const many = 900
const most = 100
const of = { environmentId: sandboxEnvironmentId }
const long = { createdAt: 1, expiresAt: 1 }

/** So much that is over, of what there may be most of; ids begin as that says. */
const fill = async (db: Database, userId: string, start: string): Promise<void> => {
  const each = <Row>(row: (id: string) => Row): Row[] => Array.from({ length: many }, (_, at) => row(`${start}-${at}`))
  const session = rows.session('old', userId, { ...of, ...long })
  await db
    .insertInto('sessions')
    .values(each((id) => ({ ...session, id })))
    .execute()
  const token = { createdAt: 1, expiresAt: 1, usedAt: 1, successorSalt: null, keyThumbprint: null }
  await db
    .insertInto('refreshTokens')
    .values(each((hash) => ({ ...token, hash, sessionId: hash })))
    .execute()
  await db
    .insertInto('rateLimits')
    .values(each((key) => ({ key, count: 1, resetsAt: 1 })))
    .execute()
  await db
    .insertInto('auditEvents')
    .values(each((id) => ({ id, tenantId: sandboxTenantId, action: 'user.signed_in', createdAt: 1 })))
    .execute()
  const proof = { ...of, ...long, purpose: 'p', email: 'e', attempts: 0 }
  await db
    .insertInto('oneTimeTokens')
    .values(each((id) => ({ ...proof, id, requestId: id, hash: id })))
    .execute()
  await db
    .insertInto('failureStreaks')
    .values(each((key) => ({ key, failures: 1, pauseMs: 0, failedAt: 1 })))
    .execute()
  await db
    .insertInto('spentAssertions')
    .values(each((hash) => ({ hash, expiresAt: 1 })))
    .execute()
}

/** That much, or so many times that. */
const openFull = async (times = 1) => {
  const server = await startServer()
  onTestFinished(() => server.close())
  await server.world.db
    .insertInto('users')
    .values({ ...rows.user('somebody', of), profile: null, metadata: null })
    .execute()
  for (let round = 0; round < times; round++) await fill(server.world.db, 'somebody', `old-${round}`)
  return server
}

it('deletes no more than 100 rows by a statement, and a turn of the event loop goes by after each', async () => {
  const server = await openFull()
  const { db } = server.world
  const { deleted } = await deletesDuring(() => sweep(server.world))
  const full = deleted.filter((one) => one.rows === most)
  expect(deleted.filter((one) => one.rows > most)).toEqual([])
  // Of each of seven tables nine times.
  expect(full.length).toBe(7 * Math.floor(many / most))
  expect(new Set(full.map((one) => one.turn)).size).toBe(full.length)
  const left = await Promise.all(
    (['sessions', 'refreshTokens', 'rateLimits', 'oneTimeTokens', 'failureStreaks', 'spentAssertions'] as const).map(
      async (table) => (await db.selectFrom(table).selectAll().execute()).length,
    ),
  )
  expect(left).toEqual([0, 0, 0, 0, 0, 0])
})

it('reads no large table from end to end, whatever the database knows of it', async () => {
  const server = await openFull(5)
  // All of it is over, and SQLite knows that: for a range it would leave an index alone.
  await sql`analyze`.execute(server.world.db)
  const plans = await plansDuring(() => sweep(server.world))
  const large = 'sessions|refresh_tokens|rate_limits|audit_events|one_time_tokens|failure_streaks|spent_assertions'
  for (const table of large.split('|')) expect(plans.join('\n')).toMatch(new RegExp(`^SEARCH ${table} `, 'm'))
  expect(plans.filter((line) => new RegExp(`^SCAN (${large})\\b`).test(line))).toEqual([])
})
