import { decodeProtectedHeader } from 'jose'
import { describe, expect, it } from 'vitest'
import { signUp, startServer } from '../../server-for-tests.ts'
import type { SigningKey } from '../../../server/model/signing-key.ts'
import { revokeSigningKey, rotateSigningKeys } from '../../../server/identity/sessions/signing-keys.ts'

describe('signing keys', () => {
  it('rotate without a token that fails: published first, kept until the last one ends (AC-075)', async () => {
    const fresh = await startServer()
    const { access_token } = await signUp(fresh.send)
    const published = async () =>
      (JSON.parse((await fresh.send('GET /.well-known/jwks.json')).text) as { keys: { kid: string; alg: string }[] })
        .keys
    const kids = async () => (await published()).filter(({ alg }) => alg === 'ES256').map(({ kid }) => kid)
    const kidOf = (token: string) => decodeProtectedHeader(token).kid
    const [old] = await kids()
    const { db, clock, secrets } = fresh.world
    const [{ kid }, other] = (await rotateSigningKeys({ db, clock, secrets })) as [SigningKey, SigningKey]
    fresh.world.sandbox?.clock.advance(2)
    expect([other.alg, (await published()).map(({ alg }) => alg).sort()]).toEqual([
      'RS256',
      ['ES256', 'ES256', 'RS256', 'RS256'],
    ])
    expect(new Set(await kids())).toEqual(new Set([old, kid]))
    fresh.world.sandbox?.clock.advance(5 * 60 - 2)
    expect(kidOf((await signUp(fresh.send)).access_token)).toBe(old)
    fresh.world.sandbox?.clock.advance(61)
    const after = await signUp(fresh.send)
    expect(kidOf(after.access_token)).toBe(kid)
    expect((await fresh.send('GET /auth/me', { bearer: access_token })).status).toBe(200)
    fresh.world.sandbox?.clock.advance(25 * 60 * 60)
    expect(await kids()).toEqual([kid])

    const live = await signUp(fresh.send)
    await revokeSigningKey({ db: fresh.world.db, clock: fresh.world.clock, secrets: fresh.world.secrets }, kid)
    fresh.world.sandbox?.clock.advance(1)
    expect((await fresh.send('GET /auth/me', { bearer: live.access_token })).status).toBe(401)
    expect(await kids()).not.toContain(kid)
    expect((await fresh.send('GET /auth/me', { bearer: (await signUp(fresh.send)).access_token })).status).toBe(200)
    await fresh.close()
  })
})
