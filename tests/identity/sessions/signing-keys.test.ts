import { decodeProtectedHeader } from 'jose'
import { describe, expect, it, onTestFinished } from 'vitest'
import { signUp, startServer } from '../../server-for-tests.ts'
import type { SigningKey } from '../../../server/model/signing-key.ts'
import { openKeyring, revokeSigningKey, rotateSigningKeys } from '../../../server/identity/sessions/signing-keys.ts'
import { systemClock } from '../../../server/outside/clock.ts'
import { createSecrets } from '../../../server/outside/secrets.ts'
import { openDatabase } from '../../../server/storage/database.ts'
import { migrate } from '../../../server/storage/migrate.ts'
import { listSigningKeys, updateSigningKey } from '../../../server/storage/signing-keys.ts'
import { freshDatabase, kinds } from '../../storage/databases-for-tests.ts'

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

  it('leaves a key that stays where the newest is revoked: the one before it signs only until that is known', async () => {
    const fresh = await startServer()
    onTestFinished(() => fresh.close())
    const { db, clock, secrets } = fresh.world
    const advance = (seconds: number) => fresh.world.sandbox?.clock.advance(seconds)
    const signing = async () => decodeProtectedHeader((await signUp(fresh.send)).access_token).kid!
    const first = await signing()
    const [second] = (await rotateSigningKeys({ db, clock, secrets })) as [SigningKey]
    advance(6 * 60 + 1)
    expect(await signing()).toBe(second.kid)

    // An hour before the first one goes.
    advance(23 * 60 * 60)
    await revokeSigningKey({ db, clock, secrets }, second.kid)
    advance(1)
    const meanwhile = await signUp(fresh.send)
    expect(decodeProtectedHeader(meanwhile.access_token).kid).toBe(first)
    advance(6 * 60 + 1)
    const third = await signing()
    expect([first, second.kid]).not.toContain(third)
    // What the first one signed lives as long as it was to.
    advance(53 * 60)
    expect((await fresh.send('GET /auth/me', { bearer: meanwhile.access_token })).status).toBe(200)
    advance(26 * 60 * 60)
    expect(await signing()).toBe(third)

    // One that does not sign yet leaves one that stays, too.
    const [fourth] = (await rotateSigningKeys({ db, clock, secrets })) as [SigningKey]
    await revokeSigningKey({ db, clock, secrets }, fourth.kid)
    advance(26 * 60 * 60)
    expect([third, fourth.kid]).not.toContain(await signing())
  })
})

describe.each(kinds)('the signing keys of a service on %s', (kind) => {
  it('are one of each algorithm, however many instances start; a start makes one where all are to go', async () => {
    const { url, remove } = await freshDatabase(kind)
    const opened = [await openDatabase(url), await openDatabase(url), await openDatabase(url)]
    onTestFinished(async () => {
      for (const { close } of opened) await close()
      remove()
    })
    await migrate(opened[0]!.db)
    const secrets = createSecrets('nW4k/0Qd2m9Vx7Zp1RtY5sUcB8eLgJ3h')
    const start = () => Promise.all(opened.map(({ db }) => openKeyring({ db, clock: systemClock, secrets })))
    const algorithms = async () => (await listSigningKeys(opened[0]!.db)).map(({ alg }) => alg).sort()
    await start()
    expect(await algorithms()).toEqual(['ES256', 'RS256'])
    for (const { kid } of await listSigningKeys(opened[0]!.db))
      await updateSigningKey(opened[0]!.db, kid, { retiresAt: systemClock.now() + 1000 })
    await start()
    expect(await algorithms()).toEqual(['ES256', 'ES256', 'RS256', 'RS256'])
    const staying = (await listSigningKeys(opened[0]!.db)).filter(({ retiresAt }) => retiresAt === null)
    expect(staying.map(({ alg }) => alg).sort()).toEqual(['ES256', 'RS256'])
    await start()
    expect(await algorithms()).toHaveLength(4)
  })
})
