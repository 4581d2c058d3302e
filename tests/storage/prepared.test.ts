// What is put together once: it binds each call's own values, and is the query that they call for.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cacheOf } from '../../server/storage/cached-rows.ts'
import { type Database, type OpenDatabase, transaction } from '../../server/storage/database.ts'
import { prepared } from '../../server/storage/prepared.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import * as world from './world-for-tests.ts'

describe.each(kinds)('a prepared query on %s', (kind) => {
  let opened: OpenDatabase
  beforeAll(async () => {
    opened = await openFresh(kind)
    await world.insertWorld(opened.db)
  })
  afterAll(() => opened.close())

  it('takes the fields of a row, and leaves alone what is absent from it', async () => {
    const change = prepared((db, key: string, row: { count?: number | undefined; resetsAt?: number }) =>
      db.updateTable('rateLimits').set(row).where('key', '=', key).returningAll(),
    )
    await opened.db.insertInto('rateLimits').values({ key: 'a', count: 1, resetsAt: 1 }).execute()
    expect(await change(opened.db, 'a', { count: 2, resetsAt: 2 })).toEqual([{ key: 'a', count: 2, resetsAt: 2 }])
    expect(await change(opened.db, 'a', { count: undefined, resetsAt: 3 })).toEqual([
      { key: 'a', count: 2, resetsAt: 3 },
    ])
    expect(await change(opened.db, 'a', { count: 4 })).toEqual([{ key: 'a', count: 4, resetsAt: 3 }])
    expect(await change(opened.db, 'b', { count: 5 })).toEqual([])
  })

  it('is another one for true and for false', async () => {
    const find = prepared((db, key: string, isEarly: boolean) => {
      const found = db.selectFrom('rateLimits').select('key').where('key', '=', key)
      return isEarly ? found.where('resetsAt', '<', 10) : found
    })
    await opened.db.insertInto('rateLimits').values({ key: 'late', count: 1, resetsAt: 20 }).execute()
    expect(await find(opened.db, 'late', true)).toEqual([])
    expect(await find(opened.db, 'late', false)).toEqual([{ key: 'late' }])
    expect(await find(opened.db, 'late', true)).toEqual([])
  })

  it('is part of the transaction that it is called in, and of none once that has ended', async () => {
    const add = prepared((db, key: string) => db.insertInto('rateLimits').values({ key, count: 1, resetsAt: 1 }))
    const find = prepared((db, key: string) => db.selectFrom('rateLimits').select('key').where('key', '=', key))
    let ended: Database | undefined
    const taken = transaction(opened.db, async (trx) => {
      ended = trx
      await add(trx, 'taken back')
      expect(await find(trx, 'taken back')).toEqual([{ key: 'taken back' }])
      throw new Error('not kept')
    })
    await expect(taken).rejects.toThrow('not kept')
    expect(await find(opened.db, 'taken back')).toEqual([])
    await transaction(opened.db, (trx) => add((ended = trx), 'kept'))
    expect(await find(opened.db, 'kept')).toEqual([{ key: 'kept' }])
    await expect(add(ended!, 'after it')).rejects.toThrow()
    expect(await find(opened.db, 'after it')).toEqual([])
  })

  it('that changes what is cached makes it forgotten', async () => {
    const rename = prepared((db, name: string) => db.updateTable('tenants').set({ name }))
    const before = cacheOf(opened.db).changes()
    await rename(opened.db, 'Another')
    expect(cacheOf(opened.db).changes()).toBe(before + 1)
  })
})
