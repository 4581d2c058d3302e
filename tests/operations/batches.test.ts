// Whoever waits while the sweep is at work waits for one small statement, however much there is to delete.
import { DefaultQueryExecutor } from 'kysely'
import { expect, it, onTestFinished, vi } from 'vitest'
import { sandboxEnvironmentId, sandboxTenantId } from '../../server/model/sandbox-credentials.ts'
import { sweep } from '../../server/operations/sweep.ts'
import type { Database } from '../../server/storage/database.ts'
import { startServer } from '../server-for-tests.ts'
import * as rows from '../storage/world-for-tests.ts'

const many = 900
const most = 200
const of = { environmentId: sandboxEnvironmentId }
const long = { createdAt: 1, expiresAt: 1 }
const each = <Row>(row: (id: string) => Row): Row[] => Array.from({ length: many }, (_, at) => row(`old-${at}`))

/** So much that is over, of what there may be most of. */
const fill = async (db: Database, userId: string): Promise<void> => {
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

it('deletes no more than 200 rows by a statement, and a turn of the event loop goes by after each', async () => {
  const server = await startServer()
  onTestFinished(() => server.close())
  const { db } = server.world
  await db
    .insertInto('users')
    .values({ ...rows.user('somebody', of), profile: null, metadata: null })
    .execute()
  await fill(db, 'somebody')
  let turn = 0
  let isOver = false
  const count = () => {
    turn += 1
    if (!isOver) setImmediate(count)
  }
  const deleted: { rows: number; turn: number; text: string }[] = []
  const executor = Object.getPrototypeOf(DefaultQueryExecutor.prototype) as DefaultQueryExecutor
  const { executeQuery } = executor
  const spy = vi.spyOn(executor, 'executeQuery').mockImplementation(async function (
    this: DefaultQueryExecutor,
    query,
    ...more
  ) {
    const result = await executeQuery.call(this, query, ...more)
    if (query.sql.startsWith('delete')) {
      deleted.push({ rows: Number(result.numAffectedRows), turn, text: query.sql })
    }
    return result as never
  })
  count()
  await sweep(server.world)
  isOver = true
  spy.mockRestore()
  const full = deleted.filter((one) => one.rows === most)
  expect(deleted.filter((one) => one.rows > most)).toEqual([])
  // Of each of seven tables four times.
  expect(full.length).toBe(7 * Math.floor(many / most))
  expect(new Set(full.map((one) => one.turn)).size).toBe(full.length)
  const left = await Promise.all(
    (['sessions', 'refreshTokens', 'rateLimits', 'oneTimeTokens', 'failureStreaks', 'spentAssertions'] as const).map(
      async (table) => (await db.selectFrom(table).selectAll().execute()).length,
    ),
  )
  expect(left).toEqual([0, 0, 0, 0, 0, 0])
})
