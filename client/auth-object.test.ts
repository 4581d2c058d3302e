import { SignJWT, UnsecuredJWT } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ExpectedOrigin, buildAuthObjectFromToken } from './auth-object.ts'
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

const issuer = 'https://auth.test'
const read = (token: string, expected?: ExpectedOrigin) => buildAuthObjectFromToken(token, jwks, expected)

it('tells who sent a token, and what they may do', async () => {
  const token = await signToken(key, { org_id: 'org-1', org_role: 'owner', sid: 'session-1' })
  const auth = (await read(token, { issuer, environment: 'env-1' }))!
  expect(auth).toMatchObject({
    type: 'app_user',
    userId: 'user-1',
    tenantId: 'tenant-1',
    appId: 'app-1',
    envId: 'env-1',
    orgId: 'org-1',
    orgRole: 'owner',
    sessionId: 'session-1',
    email: 'alice@example.test',
    emailVerified: true,
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

it('counts what an organization allows there alone, and where it is asked for', async () => {
  const inside = { org_id: 'org-1', org_role: 'owner', org_permissions: ['bills:pay'] }
  const auth = (await read(await signToken(key, inside), { issuer, environment: 'env-1' }))!
  expect(auth.orgPermissions).toEqual(['bills:pay'])
  expect(auth.has({ permission: 'bills:pay' })).toBe(false)
  expect(auth.has({ permission: 'bills:pay', organization: 'org-1' })).toBe(true)
  expect(auth.has({ role: 'owner', organization: 'org-1' })).toBe(true)
  expect(auth.has({ permission: 'posts:write', organization: 'org-1' })).toBe(false)
  expect(auth.has({ permission: 'bills:pay', role: 'owner', organization: 'org-2' })).toBe(false)
  const outside = (await read(await signToken(key, {}), { issuer, environment: 'env-1' }))!
  expect(outside.has({ permission: 'posts:write', organization: 'org-1' })).toBe(false)
  const unnamed = (await read(await signToken(key, inside)))!
  expect(unnamed.has({ role: 'owner', organization: 'org-1' })).toBe(false)
})

it('says null for what a token does not have', async () => {
  const admin = {
    type: 'platform',
    app_id: undefined,
    env_id: undefined,
    roles: undefined,
    permissions: 'all',
    email: undefined,
    email_verified: 'true',
  }
  expect(await read(await signToken(key, admin), { issuer, tenant: 'tenant-1' })).toMatchObject({
    type: 'platform',
    appId: null,
    envId: null,
    orgId: null,
    orgRole: null,
    sessionId: null,
    email: null,
    emailVerified: false,
    roles: [],
    permissions: [],
  })
})

const mine: readonly (readonly [string, ExpectedOrigin])[] = [
  ['environment', { issuer, environment: 'env-1' }],
  ['application', { issuer, application: 'app-1' }],
  ['tenant', { issuer, tenant: 'tenant-1' }],
]
const owner = { roles: ['owner'], permissions: ['all'] }

it.each(mine)('knows a token of the %s that it is told to expect', async (_what, expected) => {
  const auth = await read(await signToken(key, owner), expected)
  expect([auth?.userId, auth?.has({ role: 'owner' }), auth?.has({ permission: 'all' })]).toEqual(['user-1', true, true])
})

it.each(mine)("is null for a token of a stranger's tenant where the %s is expected", async (_what, expected) => {
  const strange = { tenant_id: 'tenant-2', app_id: 'app-2', env_id: 'env-2', ...owner }
  expect(await read(await signToken(key, strange), expected)).toBeNull()
  const lacking = { tenant_id: 'tenant-2', app_id: undefined, env_id: undefined, ...owner }
  expect(await read(await signToken(key, lacking), expected)).toBeNull()
})

it.each(mine)(
  'is null for a token of another issuer, or for another audience, where the %s is expected',
  async (_what, expected) => {
    for (const change of [
      { iss: 'https://other.test' },
      { iss: undefined },
      { aud: 'https://api.test' },
      { aud: [issuer, 'https://api.test'] },
      { aud: undefined },
    ]) {
      expect(await read(await signToken(key, change), expected)).toBeNull()
    }
  },
)

it('lets an administrator in for their tenant alone', async () => {
  const admin = await signToken(key, { type: 'platform', app_id: undefined, env_id: undefined, ...owner })
  expect((await read(admin, { issuer, tenant: 'tenant-1' }))?.has({ role: 'owner' })).toBe(true)
  expect(await read(admin, { issuer, tenant: 'tenant-2' })).toBeNull()
  expect(await read(admin, { issuer, environment: 'env-1' })).toBeNull()
  expect(await read(admin)).toBeNull()
})

it('is null where nothing, or only the issuer, is said to be expected', async () => {
  const wrong: readonly object[] = [{ issuer }, {}, { environment: 'env-1' }, { issuer, environment: null }]
  for (const expected of wrong) expect(await read(await signToken(key), expected as ExpectedOrigin)).toBeNull()
})

it('knows no role of anybody where it was not told whose tokens to expect', async () => {
  const auth = await read(await signToken(key, owner))
  expect(auth).toMatchObject({ userId: 'user-1', roles: ['owner'] })
  expect([auth?.has({ role: 'owner' }), auth?.has({ permission: 'all' })]).toEqual([false, false])
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
])('is null for a token that %s (AC-068)', async (_what, make) => {
  expect(await read(await make())).toBeNull()
})
