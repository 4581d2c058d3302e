import { afterEach, beforeEach, expect, it } from 'vitest'
import { type SigningPair, makeKey, openKeyServer } from './jwks-for-tests.ts'
import { JWKSClient, type JwksClient, createJwksClient } from './jwks.ts'

let server: Awaited<ReturnType<typeof openKeyServer>>
let first: SigningPair
let jwks: JwksClient
let nowMs: number

beforeEach(async () => {
  first = await makeKey('first')
  server = await openKeyServer(first)
  nowMs = 1_000_000
  jwks = createJwksClient(server.url, { now: () => nowMs })
})
afterEach(() => server.close())

it('asks when the first key is needed, and keeps the keys for five minutes', async () => {
  expect(server.asked()).toBe(0)
  await jwks.getKey('first')
  nowMs += 299_999
  await jwks.getKey('first')
  expect(server.asked()).toBe(1)
  nowMs += 1
  await jwks.getKey('first')
  expect(server.asked()).toBe(2)
})

it('asks once for all who wait', async () => {
  await Promise.all(Array.from({ length: 20 }, () => jwks.getKey('first')))
  expect(server.asked()).toBe(1)
})

it('asks again for a key it does not know, at most every ten seconds', async () => {
  await jwks.getKey('first')
  server.shown.keys.push((await makeKey('second')).jwk)
  await expect(jwks.getKey('second')).rejects.toThrow('There is no key second')
  nowMs += 9_999
  await expect(jwks.getKey('second')).rejects.toThrow()
  expect(server.asked()).toBe(1)
  nowMs += 1
  await jwks.getKey('second')
  expect(server.asked()).toBe(2)
})

it('is not made to flood the server by made-up key ids', async () => {
  for (let round = 0; round < 200; round += 1) await expect(jwks.getKey(`made-up-${round}`)).rejects.toThrow()
  expect(server.asked()).toBe(1)
})

it('counts questions that failed', async () => {
  server.shown.say = () => ({ status: 503, body: {} })
  await expect(jwks.getKey('first')).rejects.toThrow('answered 503')
  server.shown.say = undefined
  nowMs += 9_999
  await expect(jwks.getKey('first')).rejects.toThrow('There is no key')
  nowMs += 1
  await jwks.getKey('first')
  expect(server.asked()).toBe(2)
})

it('drops keys that are five minutes old and cannot be asked for, and takes them back later', async () => {
  await jwks.getKey('first')
  server.shown.say = () => ({ cut: 'before' })
  nowMs += 300_000
  await expect(jwks.getKey('first')).rejects.toThrow()
  server.shown.say = undefined
  nowMs += 10_000
  await jwks.getKey('first')
})

it('asks again after a doubt, once, and serves on where that fails', async () => {
  await jwks.getKey('first')
  nowMs += 10_000
  server.shown.say = () => ({ status: 500, body: {} })
  jwks.invalidate()
  await jwks.getKey('first')
  expect(server.asked()).toBe(2)
  await jwks.getKey('first')
  expect(server.asked()).toBe(2)
})

it('forgets a key that the server has taken back', async () => {
  await jwks.getKey('first')
  server.shown.keys.splice(0, 1, (await makeKey('second')).jwk)
  nowMs += 10_000
  jwks.invalidate()
  await expect(jwks.getKey('first')).rejects.toThrow('There is no key first')
})

it('leaves other kinds of keys alone', async () => {
  server.shown.keys.push(
    { kty: 'RSA', kid: 'rsa', n: 'AQAB', e: 'AQAB', alg: 'RS256' },
    { kty: 'EC', crv: 'P-384', kid: 'curve', x: 'AA', y: 'AA', alg: 'ES384' },
    { ...first.jwk, kid: 7 },
    null as never,
  )
  await jwks.getKey('first')
  for (const kid of ['rsa', 'curve', '7']) await expect(jwks.getKey(kid)).rejects.toThrow()
})

it.each([
  ['no JSON', '<h1>Bad gateway</h1>'],
  ['no key set', { items: [] }],
])('rejects an answer that is %s', async (_what, body) => {
  server.shown.say = () => ({ body })
  await expect(jwks.getKey('first')).rejects.toThrow()
})

it('is made by `new` too', async () => {
  expect(await new JWKSClient(server.url).getKey('first')).toMatchObject({ type: 'public' })
})
