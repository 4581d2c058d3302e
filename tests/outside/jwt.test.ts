import { calculateJwkThumbprint, decodeProtectedHeader, type JWTPayload } from 'jose'
import { describe, expect, it } from 'vitest'
import { generateKey, importPrivateKey, importPublicKey, signJwt, verifyJwt } from '../../server/outside/jwt.ts'

const now = 1_800_000_000_000
const seconds = now / 1000
const made = await generateKey()
const key = { kid: made.kid, privateKey: importPrivateKey(made.privateJwk) }
const publicKey = importPublicKey(made.publicJwk)
const keyOf = async (kid: string) => (kid === made.kid ? publicKey : undefined)

const claims: JWTPayload = {
  iss: 'https://auth.test',
  sub: 'alice',
  aud: 'api',
  iat: seconds,
  exp: seconds + 900,
  jti: 'token-1',
}
const expected = { issuer: 'https://auth.test', audience: 'api', typ: 'at+jwt', now, longestSeconds: 900 }
const verify = async (payload: JWTPayload, change: Partial<typeof expected> = {}) =>
  verifyJwt(await signJwt(payload, key), keyOf, { ...expected, ...change })
const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([other]) => other !== name))

describe('generateKey', () => {
  it('publishes what verifiers need and never the private part', async () => {
    expect(Object.keys(made.publicJwk).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    expect(made.publicJwk).toMatchObject({ kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256', kid: made.kid })
  })

  it('names the key by its thumbprint', async () => {
    expect(made.kid).toBe(await calculateJwkThumbprint(made.publicJwk))
    expect(made.kid).toMatch(/^[\w-]{43}$/)
  })

  it('makes a new key each time', async () => {
    expect((await generateKey()).kid).not.toBe(made.kid)
  })
})

describe('importing a key', () => {
  it('makes a public key of a private one', () => {
    const imported = importPublicKey(made.privateJwk)
    expect(imported.type).toBe('public')
  })

  it('refuses a public key to sign with, and keys of another kind', () => {
    expect(() => importPrivateKey(made.publicJwk)).toThrow('Not a private key')
    expect(() => importPublicKey({ kty: 'oct', k: 'c2VjcmV0' })).toThrow()
    expect(() => importPublicKey({ ...made.publicJwk, crv: 'P-384' })).toThrow()
    expect(() => importPublicKey({})).toThrow()
  })
})

describe('signJwt', () => {
  it('says algorithm, key and type in the header', async () => {
    expect(decodeProtectedHeader(await signJwt(claims, key))).toEqual({ alg: 'ES256', kid: made.kid, typ: 'at+jwt' })
    expect(decodeProtectedHeader(await signJwt(claims, key, 'JWT'))).toMatchObject({ typ: 'JWT' })
  })
})

describe('verifyJwt', () => {
  it('gives the claims of a good token', async () => {
    expect(await verify(claims)).toEqual(claims)
  })

  it('refuses another issuer, audience or type', async () => {
    expect(await verify(claims, { issuer: 'https://other.test' })).toBeUndefined()
    expect(await verify(claims, { audience: 'other' })).toBeUndefined()
    expect(await verify(claims, { typ: 'JWT' })).toBeUndefined()
    expect(await verify(claims, { typ: 'AT+JWT' })).toBeUndefined()
  })

  it('refuses a token that lacks a claim', async () => {
    for (const name of ['iss', 'sub', 'aud', 'iat', 'exp', 'jti']) expect(await verify(without(name))).toBeUndefined()
  })

  it('leaves it to a caller that expects no audience which one it is', async () => {
    expect(await verify(claims, { audience: undefined })).toMatchObject({ aud: 'api' })
    expect(await verify(without('aud'), { audience: undefined })).toBeUndefined()
  })

  it('goes by the time it is given', async () => {
    expect(await verify(claims, { now: now + 899_000 })).toBeDefined()
    expect(await verify(claims, { now: now + 900_000 })).toBeUndefined()
    expect(await verify({ ...claims, nbf: seconds + 60 })).toBeUndefined()
    expect(await verify({ ...claims, nbf: seconds + 60 }, { now: now + 60_000 })).toBeDefined()
  })

  it('refuses claims of the wrong type', async () => {
    const wrong: { [name: string]: unknown }[] = [
      { exp: '9999999999' },
      { iat: 'now' },
      { iss: [claims.iss] },
      { aud: 5 },
    ]
    for (const change of wrong) expect(await verify({ ...claims, ...change } as JWTPayload)).toBeUndefined()
  })

  it('refuses a key it does not know and a signature of another key', async () => {
    const other = await generateKey()
    const privateKey = importPrivateKey(other.privateJwk)
    for (const kid of [other.kid, made.kid]) {
      expect(await verifyJwt(await signJwt(claims, { kid, privateKey }), keyOf, expected)).toBeUndefined()
    }
  })

  it('lets a failing key look-up fail, so that a lost database is not taken for a bad token', async () => {
    const failing = async () => {
      throw new Error('database is gone')
    }
    await expect(verifyJwt(await signJwt(claims, key), failing, expected)).rejects.toThrow('database is gone')
  })

  describe('of a token that was good before', () => {
    const asked = async () => {
      const token = await signJwt({ ...claims, jti: crypto.randomUUID() }, key)
      expect(await verifyJwt(token, keyOf, expected)).toBeDefined()
      return token
    }

    it('goes by the time and by what is expected', async () => {
      const token = await asked()
      expect(await verifyJwt(token, keyOf, { ...expected, now: now + 899_000 })).toBeDefined()
      const others = [
        { now: now + 900_000 },
        { now: now - 11_000 },
        { longestSeconds: 899 },
        { audience: 'other' },
        { issuer: 'https://other.test' },
        { typ: 'JWT' },
      ]
      for (const other of others) expect(await verifyJwt(token, keyOf, { ...expected, ...other })).toBeUndefined()
    })

    it('refuses it once its key is gone', async () => {
      const token = await asked()
      expect(await verifyJwt(token, async () => undefined, expected)).toBeUndefined()
    })

    it('refuses it with another signature or other claims', async () => {
      const token = await asked()
      const [header, payload, signature] = token.split('.') as [string, string, string]
      const other = await asked()
      const [, otherPayload, otherSignature] = other.split('.') as [string, string, string]
      for (const mixed of [`${header}.${payload}.${otherSignature}`, `${header}.${otherPayload}.${signature}`]) {
        expect(await verifyJwt(mixed, keyOf, expected)).toBeUndefined()
        expect(await verifyJwt(mixed, keyOf, expected)).toBeUndefined()
      }
    })

    it('gives claims that nobody can change for the next one who shows it', async () => {
      const token = await asked()
      const given = await verifyJwt(token, keyOf, expected)
      expect(() => Object.assign(given!, { sub: 'mallory' })).toThrow()
      expect(await verifyJwt(token, keyOf, expected)).toMatchObject({ sub: 'alice' })
    })
  })
})
