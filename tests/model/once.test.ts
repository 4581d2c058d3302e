import { expect, it } from 'vitest'
import { once } from '../../server/model/once.ts'

it('is made once, also by those who ask before a promise of it is kept', async () => {
  let count = 0
  const made = once(() => Promise.resolve((count += 1)))
  expect(await Promise.all([made(), made()])).toEqual([1, 1])
  expect(await made()).toBe(1)
})

it('is made again after a promise that was broken', async () => {
  let count = 0
  const made = once(async () => {
    count += 1
    if (count === 1) throw new Error('Too many open files')
    return count
  })
  const first = [made(), made()]
  for (const { status } of await Promise.allSettled(first)) expect(status).toBe('rejected')
  expect(await made()).toBe(2)
  expect(count).toBe(2)
})
