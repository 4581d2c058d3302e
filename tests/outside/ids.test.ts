import { describe, expect, it } from 'vitest'
import { createIds } from '../../server/outside/ids.ts'

const atMs = (ms: number) => ({ now: () => ms })
const times = <T>(count: number, make: () => T) => Array.from({ length: count }, make)
const timeOf = (uuid: string) => Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16)

describe('uuid', () => {
  it('is a version 7 UUID of the clock', () => {
    const uuid = createIds(atMs(1_700_000_000_000)).uuid()
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(timeOf(uuid)).toBe(1_700_000_000_000)
  })

  it('is unique and in order while the clock stands still, past the end of the counter', () => {
    const ids = createIds(atMs(1_700_000_000_000))
    const uuids = times(20_000, ids.uuid)
    expect(new Set(uuids).size).toBe(20_000)
    expect(uuids).toEqual(uuids.toSorted())
    expect(timeOf(uuids.at(-1)!)).toBeGreaterThan(1_700_000_000_000)
  })

  it('stays in order when the clock is set back', () => {
    let now = 1_700_000_000_000
    const ids = createIds({ now: () => now })
    const before = ids.uuid()
    now -= 86_400_000
    expect(ids.uuid() > before).toBe(true)
  })

  it('differs between two makers in the same millisecond', () => {
    const uuids = times(1000, () => createIds(atMs(1_700_000_000_000)).uuid())
    expect(new Set(uuids).size).toBe(1000)
  })
})

describe('chance', () => {
  const ids = createIds(atMs(0))

  it('makes secrets of 256 bits', () => {
    const secrets = times(1000, ids.secret)
    expect(new Set(secrets).size).toBe(1000)
    for (const secret of secrets) {
      expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/)
      expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    }
  })

  it('makes hexadecimal text of the asked length', () => {
    expect(ids.hex(8)).toMatch(/^[0-9a-f]{16}$/)
    expect(ids.hex(8)).not.toBe(ids.hex(8))
  })

  it('makes six-digit codes that keep leading zeros and favour no digit', () => {
    const codes = times(20_000, ids.code)
    for (const code of codes) expect(code).toMatch(/^\d{6}$/)
    for (const place of [0, 1, 2, 3, 4, 5]) {
      for (const digit of '0123456789') {
        // 2,000 expected, standard deviation 42.
        const seen = codes.filter((code) => code[place] === digit).length
        expect(seen).toBeGreaterThan(1700)
        expect(seen).toBeLessThan(2300)
      }
    }
  })
})
