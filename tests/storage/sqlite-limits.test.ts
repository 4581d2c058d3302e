import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenDatabase, openDatabase } from '../../server/storage/database.ts'

let opened: OpenDatabase
beforeAll(async () => void (opened = await openDatabase('sqlite::memory:')))
afterAll(() => opened.close())

const numbers = sql`(values (1), (2), (3), (4), (5), (6))`

it('bounds a question and one inside it, each by its own limit', async () => {
  const ask = async (most: number, inner: number, skipped: number, above: number) => {
    const { rows } = await sql<{ n: number }>`
      select n from (select column1 as n from ${numbers} where column1 > ${above} order by column1 limit ${inner}) as numbers
      where n <> ${above + 2} order by n desc limit ${most} offset ${skipped}`.execute(opened.db)
    return rows.map(({ n }) => n)
  }
  expect(await ask(10, 4, 0, 1)).toEqual([5, 4, 2])
  expect(await ask(2, 4, 0, 1)).toEqual([5, 4])
  expect(await ask(2, 4, 1, 1)).toEqual([4, 2])
  expect(await ask(2, 3, 0, 2)).toEqual([5, 3])
  expect(await ask(0, 3, 0, 2)).toEqual([])
  expect(await ask(-1, 9, 0, 0)).toEqual([6, 5, 4, 3, 1])
})

it('writes nothing but whole numbers into the text', async () => {
  const ask = (most: unknown) => sql`select column1 from ${numbers} limit ${most}`.execute(opened.db)
  await expect(ask('1; drop table users')).rejects.toThrow('datatype mismatch')
  await expect(ask(1.5)).rejects.toThrow('datatype mismatch')
})
