// Keys of clients are fetched when they are needed, and no more often.
import { expect, it } from 'vitest'
import { createClientKeys } from '../../server/outside/client-keys.ts'
import type { GuardedFetch } from '../../server/outside/guarded-fetch.ts'

const url = 'https://app.example.com/jwks'

const open = (bodies: (string | null)[]) => {
  const asked: string[] = []
  const time = { now: 0 }
  const fetch: GuardedFetch = (address) => {
    asked.push(address)
    const body = bodies[Math.min(asked.length, bodies.length) - 1] ?? null
    return Promise.resolve(
      body === null ? { kind: 'refused', why: 'unreachable' } : { kind: 'answered', status: 200, headers: {}, body },
    )
  }
  return { asked, time, keys: createClientKeys({ fetch, clock: { now: () => time.now } }) }
}
const withKeys = (...kids: string[]) => JSON.stringify({ keys: kids.map((kid) => ({ kty: 'EC', kid })) })
const minute = 60_000

it('asks once for many at the same time, and keeps the answer for ten minutes', async () => {
  const { keys, asked, time } = open([withKeys('a')])
  await Promise.all([keys.at(url, 'a'), keys.at(url, 'a'), keys.at(url)])
  time.now = 10 * minute - 1
  expect(await keys.at(url, 'a')).toEqual([{ kty: 'EC', kid: 'a' }])
  expect(asked).toHaveLength(1)
  time.now += 1
  await keys.at(url, 'a')
  expect(asked).toHaveLength(2)
})

it('asks again for a key that is new, but not for every name that somebody makes up', async () => {
  const { keys, asked, time } = open([withKeys('a'), withKeys('a', 'b')])
  await keys.at(url, 'a')
  time.now = minute
  expect((await keys.at(url, 'b')).map(({ kid }) => kid)).toEqual(['a', 'b'])
  for (const kid of ['x', 'y', 'z']) expect((await keys.at(url, kid)).map((key) => key.kid)).toEqual(['a', 'b'])
  expect(asked).toHaveLength(2)
})

it('asks once for all who miss a key at the same time', async () => {
  const { keys, asked, time } = open([withKeys('a')])
  await keys.at(url, 'a')
  time.now = minute
  await Promise.all(['u', 'v', 'w', 'x'].map((kid) => keys.at(url, kid)))
  expect(asked).toHaveLength(2)
})

it('has no keys where none are given, and tries again after a while', async () => {
  const { keys, asked, time } = open([null, 'no JSON', '{"keys":"no list"}', withKeys('a')])
  const found: number[] = []
  for (let round = 0; round < 4; round += 1) {
    found.push((await keys.at(url)).length)
    time.now += minute
  }
  expect([found, asked.length]).toEqual([[0, 0, 0, 1], 4])
})
