import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { emptyDatabase } from '../../server/storage/all-tables.ts'
import {
  exclusively,
  isUnavailable,
  isUniqueViolation,
  openDatabase,
  ping,
  transaction,
} from '../../server/storage/database.ts'
import type { OpenDatabase } from '../../server/storage/database.ts'
import { freshDatabase, kinds, openFresh } from './databases-for-tests.ts'
import { patientLimits } from '../patient-limits-for-tests.ts'
import { findTenant, insertTenant, listTenants, updateTenant } from '../../server/storage/tenants.ts'
import { tenant } from './world-for-tests.ts'

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.each(kinds)('the database on %s', (kind) => {
  let opened: OpenDatabase & { url: string }
  beforeAll(async () => {
    opened = await openFresh(kind)
  })
  afterAll(() => opened.close())
  beforeEach(() => emptyDatabase(opened.db, { keep: [] }))

  it('answers a ping', async () => {
    expect(opened.kind).toBe(kind)
    await ping(opened.db)
  })

  it('gives times and counts as numbers', async () => {
    await insertTenant(opened.db, tenant)
    expect(await findTenant(opened.db, 'tenant')).toEqual(tenant)
  })

  it('keeps nothing of a transaction that fails', async () => {
    const work = transaction(opened.db, async (trx) => {
      await insertTenant(trx, tenant)
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await listTenants(opened.db)).toEqual([])
  })

  it('joins a transaction within a transaction', async () => {
    const work = transaction(opened.db, async (trx) => {
      await transaction(trx, (inner) => insertTenant(inner, tenant))
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await listTenants(opened.db)).toEqual([])
  })

  it('refuses a query and a transaction past the open one, instead of waiting for ever', async () => {
    for (const past of [() => listTenants(opened.db), () => transaction(opened.db, listTenants)]) {
      await expect(transaction(opened.db, past)).rejects.toThrow('hand the transaction down')
    }
    await insertTenant(opened.db, tenant)
  })

  it('queues many transactions and single queries at once', async () => {
    await insertTenant(opened.db, { ...tenant, updatedAt: 0 })
    const add = () =>
      exclusively(opened.db, 'add', async (trx) => {
        const updatedAt = ((await findTenant(trx, 'tenant'))?.updatedAt ?? 0) + 1
        await updateTenant(trx, 'tenant', { updatedAt })
      })
    await Promise.all(Array.from({ length: 30 }, () => [add(), findTenant(opened.db, 'tenant')]).flat())
    expect((await findTenant(opened.db, 'tenant'))?.updatedAt).toBe(30)
  })

  it('lets two instances on one database take turns', async () => {
    const second = await openDatabase(opened.url, { limits: patientLimits })
    onTestFinished(() => second.close())
    await insertTenant(opened.db, { ...tenant, updatedAt: 0 })
    const add = ({ db }: OpenDatabase) =>
      exclusively(db, 'add', async (trx) => {
        const updatedAt = ((await findTenant(trx, 'tenant'))?.updatedAt ?? 0) + 1
        await updateTenant(trx, 'tenant', { updatedAt })
      })
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(index % 2 ? second : opened)))
    expect((await findTenant(opened.db, 'tenant'))?.updatedAt).toBe(20)
  })

  it('recognises a unique violation, of a key and of another column', async () => {
    await insertTenant(opened.db, tenant)
    for (const twin of [
      { ...tenant, slug: 'other' },
      { ...tenant, id: 'other' },
    ]) {
      const error = await caught(insertTenant(opened.db, twin))
      expect(isUniqueViolation(error)).toBe(true)
      expect(isUnavailable(error)).toBe(false)
    }
    expect(isUniqueViolation(new Error('no'))).toBe(false)
  })

  it('empties all tables but those to keep', async () => {
    await insertTenant(opened.db, tenant)
    await emptyDatabase(opened.db, { keep: ['tenants'] })
    expect(await listTenants(opened.db)).toEqual([tenant])
    await emptyDatabase(opened.db, { keep: [] })
    expect(await listTenants(opened.db)).toEqual([])
  })

  it('says that a closed database is unavailable', async () => {
    const { url, remove } = await freshDatabase(kind)
    onTestFinished(remove)
    const { db, close } = await openDatabase(url)
    await ping(db)
    await close()
    for (const use of [ping(db), transaction(db, async () => undefined)]) {
      expect(isUnavailable(await caught(use))).toBe(true)
    }
  })
})

describe('SQLite', () => {
  it('is durable: a journal ahead of the file, flushed at every commit, with foreign keys', async () => {
    const { db, close } = await openFresh('sqlite')
    onTestFinished(close)
    const pragma = async (name: string) =>
      Object.values((await sql.raw<object>(`pragma ${name}`).execute(db)).rows[0] ?? {})
    expect(await pragma('journal_mode')).toEqual(['wal'])
    expect(await pragma('synchronous')).toEqual([2])
    expect(await pragma('foreign_keys')).toEqual([1])
  })

  it('shows what is on the disk, whoever has changed something that is not', async () => {
    const { db, close } = await openFresh('sqlite')
    onTestFinished(close)
    const ids = async () => (await listTenants(db)).map(({ id }) => id)
    const inserted = Promise.withResolvers<void>()
    const looked = Promise.withResolvers<void>()
    const held = transaction(db, async (trx) => {
      await insertTenant(trx, tenant)
      inserted.resolve()
      await looked.promise
    })
    await inserted.promise
    const seen = await ids()
    looked.resolve()
    await held
    expect([seen, await ids()]).toEqual([[], ['tenant']])
  })

  it('waits for the transaction of another instance, without stopping everything else', async () => {
    const holder = await openFresh('sqlite')
    const waiter = await openDatabase(holder.url)
    onTestFinished(async () => {
      await waiter.close()
      await holder.close()
    })
    let ticks = 0
    const ticking = setInterval(() => ticks++, 5)
    const held = transaction(holder.db, async (trx) => {
      await insertTenant(trx, tenant)
      await pause(200)
    })
    await insertTenant(waiter.db, { ...tenant, id: 'second', slug: 'second' })
    clearInterval(ticking)
    await held
    expect(ticks).toBeGreaterThan(5)
    expect((await listTenants(holder.db)).map(({ id }) => id)).toEqual(['tenant', 'second'])
  })

  it('is unavailable, and waits no longer, where another instance never lets go', async () => {
    const holder = await openFresh('sqlite')
    const waiter = await openDatabase(holder.url)
    let letGo = () => {}
    const held = transaction(holder.db, () => new Promise<void>((resolve) => (letGo = resolve)))
    onTestFinished(async () => {
      letGo()
      await held
      await waiter.close()
      await holder.close()
    })
    expect(isUnavailable(await caught(transaction(waiter.db, listTenants)))).toBe(true)
  })

  it('refuses a URL of another kind, and a file it cannot open', async () => {
    await expect(openDatabase('mysql://localhost/x')).rejects.toThrow('sqlite:PATH')
    expect(isUnavailable(await caught(openDatabase(`sqlite:${import.meta.filename}/test.db`)))).toBe(true)
  })
})
