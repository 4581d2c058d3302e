// A database in memory goes back to how it was marked, with whatever has ended since.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenDatabase, goBackAtEnd, markAtEnd, openDatabase, transaction } from '../../server/storage/database.ts'
import { migrate } from '../../server/storage/migrate.ts'
import { findTenant, insertTenant, listTenants } from '../../server/storage/tenants.ts'

describe('a database in memory', () => {
  let opened: OpenDatabase
  beforeEach(async () => {
    opened = await openDatabase('sqlite::memory:')
    await migrate(opened.db)
  })
  afterEach(() => opened.close())

  const add = (slug: string, db = opened.db) =>
    insertTenant(db, { id: slug, name: slug, slug, plan: 'free', isActive: true, createdAt: 1, updatedAt: 1 })
  const slugs = async () => (await listTenants(opened.db)).map(({ slug }) => slug)
  const mark = (version: string, slug: string) =>
    transaction(opened.db, async (trx) => {
      await add(slug, trx)
      markAtEnd(opened.db, version)
    })
  const goBack = (version: string) => transaction(opened.db, async () => goBackAtEnd(opened.db, version))

  it('goes back to its mark, again and again', async () => {
    await mark('one', 'a')
    for (const slug of ['b', 'c']) {
      await Promise.all([add(slug), transaction(opened.db, (trx) => add(`${slug}-too`, trx))])
      expect(await slugs()).toEqual(['a', slug, `${slug}-too`])
      expect(await goBack('one')).toBe(true)
      expect(await slugs()).toEqual(['a'])
    }
  })

  it('goes back with what the transaction that asks for it has written', async () => {
    await mark('one', 'a')
    await transaction(opened.db, async (trx) => {
      await add('b', trx)
      goBackAtEnd(opened.db, 'one')
    })
    expect(await slugs()).toEqual(['a'])
  })

  it('stays as it is where another version is marked, or none', async () => {
    expect(await goBack('one')).toBe(false)
    await mark('one', 'a')
    await add('b')
    expect(await goBack('another')).toBe(false)
    expect(await slugs()).toEqual(['a', 'b'])
    await mark('another', 'c')
    await add('d')
    expect([await goBack('one'), await slugs()]).toEqual([false, ['a', 'b', 'c', 'd']])
    expect([await goBack('another'), await slugs()]).toEqual([true, ['a', 'b', 'c']])
  })

  it('has no mark of a transaction that was taken back', async () => {
    const failed = transaction(opened.db, async (trx) => {
      await add('a', trx)
      markAtEnd(opened.db, 'one')
      throw new Error('not kept')
    })
    await expect(failed).rejects.toThrow('not kept')
    await add('b')
    expect([await goBack('one'), await slugs()]).toEqual([false, ['b']])
  })

  it('goes nowhere for a transaction that was taken back', async () => {
    await mark('one', 'a')
    await add('b')
    const failed = transaction(opened.db, async () => {
      goBackAtEnd(opened.db, 'one')
      throw new Error('not kept')
    })
    await expect(failed).rejects.toThrow('not kept')
    await add('c')
    expect(await slugs()).toEqual(['a', 'b', 'c'])
  })

  it('takes back what fails by itself, and nothing else', async () => {
    await mark('one', 'a')
    await add('b')
    await expect(add('b')).rejects.toThrow()
    await expect(transaction(opened.db, (trx) => Promise.all([add('c', trx), add('a', trx)]))).rejects.toThrow()
    expect(await slugs()).toEqual(['a', 'b'])
  })

  it('can be copied while it is marked', async () => {
    await mark('one', 'a')
    await add('b')
    const copy = await openDatabase('sqlite::memory:', { image: opened.image!() })
    try {
      expect(await findTenant(copy.db, 'b')).toMatchObject({ slug: 'b' })
    } finally {
      await copy.close()
    }
  })
})
