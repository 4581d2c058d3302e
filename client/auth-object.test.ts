import { SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildAuthObjectFromToken } from './auth-object.ts'
import { type SigningPair, claims, makeKey, openKeyServer, signToken } from './jwks-for-tests.ts'
import { type JwksClient, createJwksClient } from './jwks.ts'

let server: Awaited<ReturnType<typeof openKeyServer>>
let key: SigningPair
let jwks: JwksClient
let nowMs: number

beforeEach(async () => {
  key = await makeKey('key-1')
  server = await openKeyServer(key)
  nowMs = 1_000_000
  jwks = createJwksClient(server.url, { now: () => nowMs })
})
afterEach(() => server.close())

const read = (token: string) => buildAuthObjectFromToken(token, jwks)

it('tells who sent a token, and what they may do', async () => {
  const token = await signToken(key, { org_id: 'org-1', org_role: 'owner', sid: 'session-1' })
  const auth = (await read(token))!
  expect(auth).toMatchObject({
    type: 'app_user',
    userId: 'user-1',
    tenantId: 'tenant-1',
    appId: 'app-1',
    envId: 'env-1',
    orgId: 'org-1',
    orgRole: 'owner',
    sessionId: 'session-1',
    roles: ['editor'],
    permissions: ['posts:write'],
  })
  expect(await auth.getToken()).toBe(token)
  expect(auth.has({ role: 'editor' })).toBe(true)
  expect(auth.has({ role: 'owner' })).toBe(false)
  expect(auth.has({ permission: 'posts:write' })).toBe(true)
  expect(auth.has({ role: 'owner', permission: 'posts:write' })).toBe(true)
  expect(auth.has({})).toBe(false)
})

it('says null for what a token does not have', async () => {
  const admin = { type: 'platform', app_id: undefined, env_id: undefined, roles: undefined, permissions: 'all' }
  expect(await read(await signToken(key, admin))).toMatchObject({
    type: 'platform',
    appId: null,
    envId: null,
    orgId: null,
    orgRole: null,
    sessionId: null,
    roles: [],
    permissions: [],
  })
})

it('tries once more with fresh keys where the signature does not match', async () => {
  await read(await signToken(key))
  const renewed = await makeKey('key-1')
  server.shown.keys.splice(0, 1, renewed.jwk)
  nowMs += 10_000
  expect(await read(await signToken(renewed))).toMatchObject({ userId: 'user-1' })
  expect(server.asked()).toBe(2)
  expect(await read(await signToken(key))).toBeNull()
})

it('knows a key that came after it asked', async () => {
  await read(await signToken(key))
  const next = await makeKey('key-2')
  server.shown.keys.push(next.jwk)
  nowMs += 10_000
  expect(await read(await signToken(next))).toMatchObject({ userId: 'user-1' })
})

it('asks at most every ten seconds, whatever it is sent', async () => {
  const forger = await makeKey('key-1')
  const forged = await signToken(forger)
  for (let round = 0; round < 50; round += 1) expect(await read(forged)).toBeNull()
  expect(server.asked()).toBe(1)
  expect(await read(await signToken(key))).toMatchObject({ userId: 'user-1' })
})

it('lets nobody in while the keys are out of reach', async () => {
  server.shown.say = () => ({ cut: 'before' })
  expect(await read(await signToken(key))).toBeNull()
})

const minute = 60
const now = () => Math.floor(Date.now() / 1000)

it.each([
  ['is over', () => signToken(key, { exp: now() - minute })],
  ['never ends', () => signToken(key, { exp: undefined })],
  ['is not good yet', () => signToken(key, { nbf: now() + minute })],
  ['names nobody', () => signToken(key, { sub: undefined })],
  ['names no tenant', () => signToken(key, { tenant_id: undefined })],
  ['is of another kind', () => signToken(key, { type: 'project_user' })],
  ['is an ID token', () => signToken(key, {}, { typ: 'JWT' })],
  ['says no type', () => signToken(key, { type: undefined })],
  ['names a key that is not there', () => signToken(key, {}, { kid: 'another' })],
  ['is not signed', () => Promise.resolve(new UnsecuredJWT(claims).setExpirationTime('1h').encode())],
  [
    'is signed with the public key as a secret',
    () =>
      new SignJWT({ ...claims, exp: now() + minute })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'key-1' })
        .sign(new TextEncoder().encode(JSON.stringify(key.jwk))),
  ],
  ['has another body', async () => (await signToken(key)).replace(/\.[^.]+\./, (body) => `${body.slice(0, -3)}AA.`)],
  ['is empty', () => Promise.resolve('')],
  ['is no token', () => Promise.resolve('nonsense')],
])('AC-068 is null for a token that %s', async (_what, make) => {
  expect(await read(await make())).toBeNull()
})
