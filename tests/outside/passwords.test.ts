import { hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { HASHES_AT_ONCE, createPasswords } from '../../server/outside/passwords.ts'

const passwords = await createPasswords({ queue: 50 })

describe('hash and matches', () => {
  it('matches the password that was hashed and no other', async () => {
    const hashed = await passwords.hash('correct horse battery')
    expect(await passwords.matches('correct horse battery', hashed)).toBe(true)
    for (const wrong of ['', 'correct horse batter', 'correct horse battery ', 'Correct horse battery']) {
      expect(await passwords.matches(wrong, hashed)).toBe(false)
    }
  })

  it('uses argon2id with 19 MiB, two passes, one lane, and a new salt each time', async () => {
    const [first, second] = await Promise.all([passwords.hash('same'), passwords.hash('same')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(first).not.toBe(second)
  })

  it('reads a password to its last character, past 72 bytes and past a NUL', async () => {
    const long = `${'x'.repeat(72)}\0end`
    const hashed = await passwords.hash(long)
    expect(await passwords.matches(long, hashed)).toBe(true)
    expect(await passwords.matches(`${'x'.repeat(72)}\0enD`, hashed)).toBe(false)
  })

  it('matches a hash of older parameters', async () => {
    const old = await hash('kept', { memoryCost: 8192, timeCost: 1 })
    expect(await passwords.matches('kept', old)).toBe(true)
    expect(passwords.needsRehash(old)).toBe(true)
    expect(passwords.needsRehash(await passwords.hash('kept'))).toBe(false)
  })

  it('takes a malformed hash for one that never matches', async () => {
    const hashed = await passwords.hash('x')
    const malformed = [
      '',
      'x',
      '$argon2id$',
      '$2b$10$abcdefghijklmnopqrstuv',
      hashed.slice(0, -1),
      hashed.slice(0, hashed.lastIndexOf('$')),
      `${hashed}\0`,
      hashed.replace('m=19456', 'm=1'),
      hashed.replace('m=19456', 'm=99999999999'),
      hashed.replace('p=1', 'p=0'),
      hashed.replace('argon2id', 'argon2x'),
    ]
    for (const text of malformed) expect(await passwords.matches('x', text)).toBe(false)
  })

  it('gives nobody a real hash that costs the same and that nothing matches', async () => {
    expect(passwords.needsRehash(passwords.nobody)).toBe(false)
    expect(await passwords.matches('', passwords.nobody)).toBe(false)
    expect((await createPasswords({ queue: 1 })).nobody).not.toBe(passwords.nobody)
  })
})

describe('the line for hashing', () => {
  it('refuses at once what does not fit, and serves the rest', async () => {
    const small = await createPasswords({ queue: 2 })
    const served = Array.from({ length: HASHES_AT_ONCE + 2 }, () => small.hash('x'))
    const refused = small.hash('x')
    expect(small.waiting).toBe(2)

    const first = await Promise.race([refused.catch((error: unknown) => error), ...served])
    expect(first).toMatchObject({ name: 'Failure', code: 'overloaded' })

    expect(await Promise.all(served)).toHaveLength(HASHES_AT_ONCE + 2)
    expect(small.waiting).toBe(0)
    expect(await small.matches('x', await small.hash('x'))).toBe(true)
  })

  it('counts matches as it counts hashes', async () => {
    const none = await createPasswords({ queue: 0 })
    const hashed = await none.hash('x')
    const served = Array.from({ length: HASHES_AT_ONCE }, () => none.matches('x', hashed))
    await expect(none.matches('x', hashed)).rejects.toMatchObject({ code: 'overloaded' })
    expect(await Promise.all(served)).toEqual(served.map(() => true))
  })

  it('has a place for who comes first, until they leave', async () => {
    const small = await createPasswords({ queue: 1 })
    const hashed = await small.hash('x')
    const places = Array.from({ length: HASHES_AT_ONCE + 1 }, () => small.enter())
    expect(() => small.enter()).toThrow(expect.objectContaining({ code: 'overloaded' }) as Error)
    await expect(small.hash('x')).rejects.toMatchObject({ code: 'overloaded' })
    expect(await Promise.all(places.map((place) => place.matches('x', hashed)))).toEqual(places.map(() => true))
    expect(() => small.enter()).toThrow()
    for (const one of [places[0]!, places[0]!]) one.leave()
    const unused = small.enter()
    expect(() => small.enter()).toThrow()
    unused.leave()
    expect(await small.matches('x', hashed)).toBe(true)
  })

  it('keeps the event loop free', async () => {
    let turns = 0
    let hashing = true
    const count = () => {
      turns += 1
      if (hashing) setImmediate(count)
    }
    setImmediate(count)
    await Promise.all(Array.from({ length: 8 }, () => passwords.hash('x')))
    hashing = false
    expect(turns).toBeGreaterThan(50)
  })
})
