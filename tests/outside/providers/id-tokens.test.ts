// What makes an ID token of a provider one for this service: each check by itself.
import { SignJWT, exportJWK, generateKeyPair } from 'jose'
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { respelled } from '../../../contract-tests/project/stand-in-id-tokens.ts'
import { createIdTokenReader } from '../../../server/outside/providers/id-tokens.ts'

const now = Date.parse('2026-11-28T12:00:00Z')
const seconds = now / 1000
const issuer = 'https://accounts.example.test'

describe('an ID token from a device', () => {
  let keys: Awaited<ReturnType<typeof generateKeyPair>>
  let asked = 0
  let answer = () => Promise.resolve(Response.json({ keys: [] }))
  beforeAll(async () => {
    keys = await generateKeyPair('RS256')
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }
    answer = () => {
      asked += 1
      return Promise.resolve(Response.json({ keys: [jwk] }))
    }
  })

  const sign = (claims: object = {}, key = keys.privateKey, kid = 'k1') =>
    new SignJWT({ iss: issuer, aud: 'web', sub: '108', iat: seconds - 5, exp: seconds + 600, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(key)
  const reader = () => createIdTokenReader({ clock: { now: () => now }, audiences: ['web', 'phone'], pauseMs: 30_000 })
  const read = (token: string, nonce?: string, readToken = reader()) =>
    readToken(token, { issuers: [issuer, 'accounts.example.test'], nonce, keysAt: `${issuer}/keys`, reach: answer })

  it('is read where it is for a client of ours, by either name of its issuer', async () => {
    expect((await read(await sign()))?.claims.sub).toBe('108')
    expect(await read(await sign({ aud: 'phone', iss: 'accounts.example.test' }))).toBeDefined()
    expect(await read(await sign({ aud: ['web'] }))).toBeDefined()
  })

  it.each([
    ['another issuer', { iss: 'https://accounts.evil.test' }],
    ['another audience', { aud: 'another app' }],
    ['an audience beside ours', { aud: ['web', 'another app'] }],
    ['no subject', { sub: undefined }],
    ['no end', { exp: undefined }],
    ['an end in the past', { exp: seconds - 61 }],
    ['no beginning', { iat: undefined }],
    ['a beginning in the future', { iat: seconds + 61 }],
    ['a life of more than an hour', { iat: seconds - 3661, exp: seconds + 86_400 }],
    ['a nonce that nobody sent along', { nonce: 'n' }],
  ])('is refused with %s', async (_what, claims) => {
    expect(await read(await sign(claims))).toBeUndefined()
  })

  it('is refused with a key of somebody else under the same name, and without a signature', async () => {
    const { privateKey } = await generateKeyPair('RS256')
    expect(await read(await sign({}, privateKey))).toBeUndefined()
    const [, claims = ''] = (await sign()).split('.')
    expect(await read(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`)).toBeUndefined()
  })

  it('takes the nonce as it was sent, and hashed', async () => {
    const hashed = createHash('sha256').update('n-1').digest('hex')
    expect(await read(await sign({ nonce: 'n-1' }), 'n-1')).toBeDefined()
    expect(await read(await sign({ nonce: hashed }), 'n-1')).toBeDefined()
    expect(await read(await sign({ nonce: 'n-2' }), 'n-1')).toBeUndefined()
    expect(await read(await sign(), 'n-1')).toBeUndefined()
  })

  it('has one fingerprint, whatever its signature is written like', async () => {
    const token = await sign()
    const whole = await read(token)
    expect(whole?.fingerprint).toMatch(/^[\w-]{43}$/)
    expect((await read(respelled(token)))?.fingerprint).toBe(whole?.fingerprint)
    expect((await read(await sign({ jti: 'another' })))?.fingerprint).not.toBe(whole?.fingerprint)
    expect(whole?.endsAt).toBe((seconds + 660) * 1000)
  })

  it('is no fault of whoever sends it where the keys of the provider cannot be read', async () => {
    const broken = () => Promise.resolve(Response.json({ keys: 'none' }))
    const readToken = reader()
    const asking = { issuers: [issuer], nonce: undefined, keysAt: `${issuer}/keys`, reach: broken }
    await expect(readToken(await sign(), asking)).rejects.toThrow('JSON Web Key Set malformed')
  })

  it('has nobody ask for keys as often as strangers name new ones', async () => {
    const readToken = reader()
    const before = asked
    for (let round = 0; round < 5; round += 1) {
      expect(await read(await sign({}, keys.privateKey, `k${round + 2}`), undefined, readToken)).toBeUndefined()
    }
    expect(asked - before).toBe(1)
  })

  it('says where keys cannot be had', async () => {
    const options = { issuers: [issuer], nonce: undefined, keysAt: `${issuer}/keys` }
    const down = reader()(await sign(), { ...options, reach: () => Promise.resolve(new Response('', { status: 500 })) })
    await expect(down).rejects.toThrow()
  })
})
