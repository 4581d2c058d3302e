import { DatabaseSync } from 'node:sqlite'
import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { type Database, type OpenDatabase, openDatabase, transaction } from '../../server/storage/database.ts'
import { endSession } from '../../server/storage/ended-sessions.ts'
import { keptUntilChange } from '../../server/storage/kept-rows.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { findLiveSession, insertSession } from '../../server/storage/sessions.ts'
import { insertUser, updateUser } from '../../server/storage/users.ts'
import { kinds, openFresh } from './databases-for-tests.ts'
import { insertWorld, session, start, user } from './world-for-tests.ts'

const open: OpenDatabase[] = []
afterEach(async () => {
  for (const database of open.splice(0)) await database.close()
})

const inMemory = async () => {
  const opened = await openDatabase('sqlite::memory:')
  open.push(opened)
  await migrate(opened.db)
  await insertWorld(opened.db)
  return opened.db
}

const onDisk = async (kind: (typeof kinds)[number]) => {
  const one = await openFresh(kind)
  open.unshift(one)
  await insertWorld(one.db)
  return one
}

const nameOf = (reads: { count: number }) =>
  keptUntilChange(async (db: Database, id: string) => {
    reads.count += 1
    return db.selectFrom('users').select('firstName').where('id', '=', id).executeTakeFirst()
  })

const rename = (db: Database, firstName: string) => updateUser(db, 'alice', { firstName, updatedAt: start + 1 })

const places = [
  { name: 'in memory', make: inMemory },
  { name: 'in a file', make: async () => (await onDisk('sqlite')).db },
]

describe.each(places)('what is kept of SQLite $name', ({ make }) => {
  const withAlice = async () => {
    const db = await make()
    await insertUser(db, user('alice', { firstName: 'Alice' }))
    return db
  }

  it('is read again once anything has changed, and not before', async () => {
    const reads = { count: 0 }
    const find = nameOf(reads)
    const db = await withAlice()
    expect([await find(db, 'alice'), await find(db, 'alice')]).toEqual([{ firstName: 'Alice' }, { firstName: 'Alice' }])
    expect(reads.count).toBe(1)
    await rename(db, 'Alicia')
    expect(await find(db, 'alice')).toEqual({ firstName: 'Alicia' })
    expect(reads.count).toBe(2)
    await find(db, 'alice')
    expect(reads.count).toBe(2)
  })

  it('has nothing of a transaction that is open, or was taken back', async () => {
    const find = nameOf({ count: 0 })
    const db = await withAlice()
    await find(db, 'alice')
    const failing = transaction(db, async (trx) => {
      await rename(trx, 'Mallory')
      expect(await find(trx, 'alice')).toEqual({ firstName: 'Mallory' })
      throw new Error('taken back')
    })
    await expect(failing).rejects.toThrow('taken back')
    expect(await find(db, 'alice')).toEqual({ firstName: 'Alice' })
  })

  it('has no row that was not there', async () => {
    const reads = { count: 0 }
    const find = nameOf(reads)
    const db = await make()
    expect([await find(db, 'alice'), await find(db, 'alice')]).toEqual([undefined, undefined])
    expect(reads.count).toBe(2)
  })

  it('is for nobody inside a transaction who goes past it', async () => {
    const find = nameOf({ count: 0 })
    const db = await withAlice()
    await find(db, 'alice')
    await expect(transaction(db, () => find(db, 'alice'))).rejects.toThrow('went past it')
  })

  it('can be changed by nobody', async () => {
    const find = nameOf({ count: 0 })
    const db = await withAlice()
    const found = await find(db, 'alice')
    expect(() => Object.assign(found!, { firstName: 'Mallory' })).toThrow(TypeError)
  })

  it('is no long list', async () => {
    const reads = { count: 0 }
    const list = keptUntilChange(async (_: Database, length: string) => {
      reads.count += 1
      return Array.from({ length: Number(length) }, () => ({}))
    })
    const db = await make()
    for (const length of ['50', '50', '51', '51']) expect(await list(db, length)).toHaveLength(Number(length))
    expect(reads.count).toBe(3)
  })

  it('is no more than two thousand rows', async () => {
    const reads = { count: 0 }
    const find = keptUntilChange(async (_: Database, id: string) => {
      reads.count += 1
      return { id }
    })
    const db = await make()
    const ids = Array.from({ length: 2001 }, (_, index) => String(index))
    for (const id of [...ids, '0']) await find(db, id)
    expect(reads.count).toBe(2002)
    await find(db, '2000')
    expect(reads.count).toBe(2002)
  })
})

describe('what others write into the file', () => {
  it('counts with the next event, whoever they are', async () => {
    const reads = { count: 0 }
    const find = nameOf(reads)
    const { db, url } = await onDisk('sqlite')
    await insertUser(db, user('alice', { firstName: 'Alice' }))
    await find(db, 'alice')
    await find(db, 'alice')
    expect(reads.count).toBe(1)
    const beside = new DatabaseSync(url.slice('sqlite:'.length))
    beside.exec("update users set first_name = 'Alicia' where id = 'alice'")
    beside.close()
    await new Promise((resolve) => setImmediate(resolve))
    expect(await find(db, 'alice')).toEqual({ firstName: 'Alicia' })
  })

  it('counts for what comes right behind it, whatever was asked last', async () => {
    const find = nameOf({ count: 0 })
    const { db, url } = await onDisk('sqlite')
    await insertUser(db, user('alice', { firstName: 'Alice' }))
    const beside = new DatabaseSync(url.slice('sqlite:'.length))
    const { port1, port2 } = new MessageChannel()
    const found = new Promise((resolve) => {
      port2.once('message', () => resolve(find(db, 'alice')))
    })
    // What waits for the end of a turn asks there, and what comes next is read before the next end of one.
    setImmediate(() => {
      void find(db, 'alice').then(() => {
        beside.exec("update users set first_name = 'Alicia' where id = 'alice'")
        port1.postMessage('changed')
      })
    })
    expect(await found).toEqual({ firstName: 'Alicia' })
    beside.close()
    port1.close()
  })
})

describe.each(kinds)('a live session, on %s', (kind) => {
  it('is refused by each instance once one has ended it, and shows what one has changed', async () => {
    const { db: one, url } = await onDisk(kind)
    const opened = await openDatabase(url)
    open.unshift(opened)
    const other = opened.db
    await insertUser(one, user('alice', { firstName: 'Alice' }))
    await insertSession(one, session('session', 'alice'))
    const firstNames = async () => [
      (await findLiveSession(one, 'session', start))?.user.firstName,
      (await findLiveSession(other, 'session', start))?.user.firstName,
    ]
    expect(await firstNames()).toEqual(['Alice', 'Alice'])
    await rename(other, 'Alicia')
    expect(await firstNames()).toEqual(['Alicia', 'Alicia'])
    await transaction(one, (trx) => endSession(trx, 'session', start + 1, 'signed_out'))
    expect(await firstNames()).toEqual([undefined, undefined])
  })

  it('ends by the time alone', async () => {
    const { db } = await onDisk(kind)
    await insertUser(db, user('alice'))
    await insertSession(db, session('session', 'alice', { expiresAt: start + 1000 }))
    expect(await findLiveSession(db, 'session', start + 999)).toBeDefined()
    expect(await findLiveSession(db, 'session', start + 1000)).toBeUndefined()
  })
})
