import { createHmac, hkdfSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSecrets, equal, sha256 } from '../../server/outside/secrets.ts'

const secrets = createSecrets('a secret for the tests of this file')
const others = createSecrets('another secret for the same tests..')

describe('seal and open', () => {
  it('gives back the text', async () => {
    for (const text of ['', 'plain', '{"d":"ключ 🔑"}', 'x'.repeat(20_000)]) {
      expect(await secrets.open(secrets.seal(text))).toBe(text)
    }
  })

  it('hides the text and never seals the same way twice', async () => {
    const [first, second] = [secrets.seal('hidden words'), secrets.seal('hidden words')]
    expect(first).not.toBe(second)
    const bytes = first.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    expect(bytes.join()).not.toContain('hidden words')
  })

  it('opens in another process with the same secret', async () => {
    const twin = createSecrets('a secret for the tests of this file')
    expect(await twin.open(secrets.seal('shared'))).toBe('shared')
  })

  it('refuses a seal of another secret', async () => {
    await expect(others.open(secrets.seal('mine'))).rejects.toThrow()
  })

  it('refuses an altered seal, wherever it was altered', async () => {
    const parts = secrets.seal('mine').split('.')
    for (const index of [0, 2, 3, 4]) {
      const part = parts[index]!
      const altered = parts.with(index, (part.startsWith('A') ? 'B' : 'A') + part.slice(1)).join('.')
      await expect(secrets.open(altered)).rejects.toThrow()
    }
  })

  it('refuses text that is no seal', async () => {
    for (const text of ['', 'plain', '....', 'a.b.c.d.e']) await expect(secrets.open(text)).rejects.toThrow()
  })
})

describe('derive', () => {
  it('is HMAC-SHA-256 under an HKDF key of the purpose', () => {
    const key = hkdfSync('sha256', 'a secret for the tests of this file', 'countersign', 'derive csrf', 32)
    const mac = createHmac('sha256', Buffer.from(key)).update('value').digest('base64url')
    expect(secrets.derive('csrf', 'value')).toBe(mac)
    expect(secrets.derive('csrf', 'value')).toBe(mac)
  })

  it('differs by purpose, by value and by secret', () => {
    const derived = [
      secrets.derive('csrf', 'value'),
      secrets.derive('refresh', 'value'),
      secrets.derive('csrf', 'other'),
      others.derive('csrf', 'value'),
    ]
    expect(new Set(derived).size).toBe(4)
  })
})

describe('sha256', () => {
  it('gives the digest of RFC 6234 in base64url', () => {
    expect(sha256('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0')
  })
})

describe('equal', () => {
  it('tells same from different, whatever the lengths', () => {
    expect(equal('', '')).toBe(true)
    expect(equal('same', 'same')).toBe(true)
    expect(equal('same', 'Same')).toBe(false)
    expect(equal('short', 'a longer text')).toBe(false)
    expect(equal('é', 'e\u0301')).toBe(false)
  })
})
