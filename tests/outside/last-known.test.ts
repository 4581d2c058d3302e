import { expect, it } from 'vitest'
import { createLastKnown } from '../../server/outside/last-known.ts'

const never = () => new Promise<number>(() => undefined)
const fails = () => Promise.reject<number>(new Error('away'))

it('is what was read just now, as long as that can be read', async () => {
  const known = createLastKnown<number>()
  expect([await known(() => Promise.resolve(1)), await known(() => Promise.resolve(2))]).toEqual([1, 2])
})

it('is what was read last where reading fails or takes too long, and nobody waits twice', async () => {
  const known = createLastKnown<number>()
  await known(() => Promise.resolve(1))
  expect(await known(fails)).toBe(1)
  let release = (_: number) => {}
  const slow = new Promise<number>((resolve) => (release = resolve))
  expect(await known(() => slow)).toBe(1)
  let isAsked = false
  const again = () => {
    isAsked = true
    return never()
  }
  expect([await known(again), isAsked]).toEqual([1, false])
  release(2)
  await slow
  await new Promise((resolve) => setImmediate(resolve))
  expect(await known(fails)).toBe(2)
})

it('fails where nothing was ever read', async () => {
  const known = createLastKnown<number>()
  await expect(known(fails)).rejects.toThrow('away')
  expect(await known(() => Promise.resolve(3))).toBe(3)
})
