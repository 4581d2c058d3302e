// What a document said is kept as long as HTTP says, within our bounds, and nobody makes us ask for it more often.
import { expect, it } from 'vitest'
import { createClientDocuments } from '../../server/outside/client-documents.ts'
import type { GuardedFetch, OutsideAnswer } from '../../server/outside/guarded-fetch.ts'

const url = 'https://app.example.com/client.json'
const minute = 60_000
const day = 24 * 60 * minute

const open = (answer: OutsideAnswer) => {
  const time = { now: Date.UTC(2026, 0, 15) }
  let asked = 0
  const fetch: GuardedFetch = () => {
    asked += 1
    return Promise.resolve(answer)
  }
  const documents = createClientDocuments({ fetch, clock: { now: () => time.now } })
  return { time, documents, asked: () => asked, at: () => documents.at(url, () => Promise.resolve()) }
}
const answered = (headers: Readonly<Record<string, string>>): OutsideAnswer => ({
  kind: 'answered',
  status: 200,
  headers: { 'content-type': 'application/json', ...headers },
  body: '{"client_id":"x"}',
})

it.each([
  ['nothing', {}, 10 * minute],
  ['an hour', { 'cache-control': 'public, max-age=3600' }, 60 * minute],
  ['an hour, of which some is over', { 'cache-control': 'max-age=3600', age: '600' }, 50 * minute],
  ['a second', { 'cache-control': 'max-age=1' }, 5 * minute],
  ['never', { 'cache-control': 'no-store, max-age=3600' }, 5 * minute],
  ['that it be asked', { 'cache-control': 'no-cache' }, 5 * minute],
  ['years', { 'cache-control': 'max-age=9999999999' }, day],
  ['what is for shared caches', { 'cache-control': 's-maxage=7200' }, 10 * minute],
  ['a date', { expires: 'Thu, 15 Jan 2026 02:00:00 GMT', date: 'Thu, 15 Jan 2026 00:00:00 GMT' }, 120 * minute],
  ['a date that is none', { expires: '0' }, 5 * minute],
])('one that says %s', async (_, headers, freshMs) => {
  expect(await open(answered(headers)).at()).toEqual({ kind: 'said', said: { client_id: 'x' }, freshMs })
})

it.each([
  ['application/json; charset=utf-8', 'said'],
  ['application/oauth-client+json', 'said'],
  ['text/html', 'failed'],
  ['text/plain', 'failed'],
  ['application/jsonp', 'failed'],
  ['application/octet-stream; application/json', 'failed'],
])('one of the type %s is %s', async (type, kind) => {
  expect((await open(answered({ 'content-type': type })).at()).kind).toBe(kind)
})

it('tells nobody what is in our network, and knows what will pass', async () => {
  const of = async (answer: OutsideAnswer) => open(answer).at()
  const problem = 'cannot be fetched'
  expect(await of({ kind: 'refused', why: 'private_address' })).toEqual({ kind: 'failed', problem, isPassing: false })
  for (const why of ['unknown_host', 'unreachable', 'too_slow'] as const) {
    expect(await of({ kind: 'refused', why })).toEqual({ kind: 'failed', problem, isPassing: true })
  }
  expect(await of({ kind: 'refused', why: 'redirect' })).toMatchObject({ isPassing: false })
  for (const [status, isPassing] of [
    [404, false],
    [410, false],
    [429, true],
    [503, true],
  ] as const) {
    expect(await of({ kind: 'answered', status, headers: {}, body: '' })).toMatchObject({ isPassing })
  }
})

it('asks once for many, and no more often than each half minute', async () => {
  const { documents, asked, time } = open({ kind: 'refused', why: 'unreachable' })
  const permits: string[] = []
  const at = () => documents.at(url, () => Promise.resolve(permits.push('one')))
  await Promise.all([at(), at(), at()])
  time.now += 29_999
  await at()
  expect([asked(), permits.length]).toEqual([1, 3])
  time.now += 1
  await at()
  expect([asked(), permits.length]).toEqual([2, 4])
})

it('asks nobody without a permit', async () => {
  const { documents, asked } = open({ kind: 'refused', why: 'unreachable' })
  await expect(documents.at(url, () => Promise.reject(new Error('no more')))).rejects.toThrow('no more')
  expect(asked()).toBe(0)
})
