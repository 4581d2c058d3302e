import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, SignJWT, exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAdminCodes } from '../../server/outside/admin-codes.ts'
import { systemClock } from '../../server/outside/clock.ts'

const issuer = 'https://console.example'
const audience = 'https://auth.example/api/auth'
const claims = { iss: issuer, aud: audience, sub: 'admin-1', email: 'ada@example.com', jti: 'code-1' }

let key: CryptoKey
let other: CryptoKey
let jwk: object

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true })
  key = pair.privateKey
  jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' }
  other = (await generateKeyPair('ES256')).privateKey
})

const sign = (payload: object, { by = key, ago = 0, seconds = 300 } = {}) => {
  const now = Math.floor(systemClock.now() / 1000) - ago
  return new SignJWT({ iat: now, exp: now + seconds, ...payload })
    .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
    .sign(by)
}

const codes = () =>
  createAdminCodes({ issuer, audience, clock: systemClock, keys: () => Promise.resolve({ keys: [jwk] } as never) })

describe('the code of an administrator', () => {
  it('says whom the issuer vouches for', async () => {
    const read = await codes().read(await sign(claims))
    expect(read).toEqual({ id: 'code-1', issuer, subject: 'admin-1', email: 'ada@example.com' })
  })

  it.each([
    ['another issuer', { ...claims, iss: 'https://evil.example' }, {}],
    ['another audience', { ...claims, aud: 'https://auth.example' }, {}],
    ['no id', { ...claims, jti: undefined }, {}],
    ['no subject', { ...claims, sub: undefined }, {}],
    ['no email', { ...claims, email: undefined }, {}],
    ['an end that has passed', claims, { ago: 400 }],
    ['an age of more than ten minutes', claims, { ago: 700, seconds: 86_400 }],
    ['no time of issue', { ...claims, iat: undefined }, {}],
  ])('is worth nothing with %s (AC-100)', async (_, payload, how) => {
    expect(await codes().read(await sign(payload, how))).toBeUndefined()
  })

  it('is worth nothing when somebody else signed it (AC-100)', async () => {
    expect(await codes().read(await sign(claims, { by: other }))).toBeUndefined()
  })

  it('is worth nothing when nobody signed it, or a shared secret did (AC-100)', async () => {
    const now = Math.floor(systemClock.now() / 1000)
    const whole = { ...claims, iat: now, exp: now + 300 }
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    expect(await codes().read(`${part({ alg: 'none' })}.${part(whole)}.`)).toBeUndefined()
    const secret = new TextEncoder().encode(JSON.stringify(jwk))
    const shared = await new SignJWT(whole).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret)
    expect(await codes().read(shared)).toBeUndefined()
    expect(await codes().read('not a token')).toBeUndefined()
  })
})

describe('keys at an address', () => {
  let status = 200
  const server = createServer((_request, response) => {
    response.statusCode = status
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }))
  })
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => server.close(resolve)))
  const remote = () => {
    const { port } = server.address() as AddressInfo
    return createAdminCodes({ issuer, audience, clock: systemClock, keys: new URL(`http://127.0.0.1:${port}/`) })
  }

  it('are fetched', async () => {
    expect(await remote().read(await sign(claims))).toMatchObject({ subject: 'admin-1' })
  })

  it('are no fault of the code when they cannot be had', async () => {
    status = 500
    await expect(remote().read(await sign(claims))).rejects.toThrow()
  })
})
