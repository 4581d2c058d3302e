// Forged and twisted tokens: each is refused, and none throws.
import { sign as signatureOf } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { generateKey, importPrivateKey, importPublicKey, signJwt, verifyJwt } from '../../server/outside/jwt.ts'

const now = 1_800_000_000_000
const made = await generateKey()
const privateKey = importPrivateKey(made.privateJwk)
const publicKey = importPublicKey(made.publicJwk)
const keyOf = vi.fn(async (kid: string) => (kid === made.kid ? publicKey : undefined))

const claims = {
  iss: 'https://auth.test',
  sub: 'alice',
  aud: 'https://auth.test',
  iat: now / 1000,
  exp: now / 1000 + 900,
  jti: 'token-1',
}
const token = await signJwt(claims, { kid: made.kid, privateKey })
const [head = '', body = '', signature = ''] = token.split('.')
const honest = { alg: 'ES256', kid: made.kid, typ: 'at+jwt' }

const verify = (text: string) =>
  verifyJwt(text, keyOf, { issuer: claims.iss, typ: 'at+jwt', now, longestSeconds: 3600 })
const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

/** A token with any header, given as text or object, and a true signature of the trusted key over it. */
const sign = (header: unknown, payload: unknown = claims) => {
  const signed = `${encode(header)}.${encode(payload)}`
  const bytes = signatureOf('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${bytes.toString('base64url')}`
}

const expectRefused = async (texts: readonly string[]) => {
  for (const text of texts) expect(await verify(text), text.slice(0, 200)).toBeUndefined()
}

it('accepts the honest token that all others are made from', async () => {
  expect(await verify(token)).toEqual(claims)
  expect(await verify(sign(honest))).toEqual(claims)
})

describe('algorithms', () => {
  it('refuses alg none in every spelling (AC-068)', async () => {
    for (const alg of ['none', 'None', 'NONE', 'nOnE', ' none', 'none\0', '', null]) {
      const unsigned = `${encode({ ...honest, alg })}.${body}`
      await expectRefused([unsigned, `${unsigned}.`, `${unsigned}.${signature}`, sign({ ...honest, alg })])
    }
  })

  it('refuses every algorithm but ES256 (AC-068)', async () => {
    for (const alg of ['HS256', 'RS256', 'PS256', 'ES384', 'ES512', 'EdDSA', 'es256', ['ES256'], { alg: 'ES256' }]) {
      await expectRefused([sign({ ...honest, alg })])
    }
    await expectRefused([sign({ kid: made.kid, typ: 'at+jwt' })])
  })

  it('refuses a token whose key is the public key, used as an HMAC secret (AC-068)', async () => {
    const signed = `${encode({ ...honest, alg: 'HS256' })}.${body}`
    const raw = Buffer.from(JSON.stringify(made.publicJwk))
    const hmac = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const mac = Buffer.from(await crypto.subtle.sign('HMAC', hmac, Buffer.from(signed))).toString('base64url')
    await expectRefused([`${signed}.${mac}`])
  })

  it('refuses an empty signature, a missing one, and texts of other than three parts (AC-068)', async () => {
    await expectRefused([
      '',
      '.',
      '..',
      '....',
      head,
      `${head}.${body}`,
      `${head}.${body}.`,
      `.${body}.${signature}`,
      `${head}..${signature}`,
      `${token}.`,
      `${token}.${signature}`,
      `${head}.${body}.${body}.${body}.${signature}`,
      `${encode({ alg: 'dir', enc: 'A256GCM' })}..${body}.${body}.${signature}`,
    ])
  })

  it('refuses crit and b64 headers, even under a true signature (AC-068)', async () => {
    await expectRefused([
      sign({ ...honest, b64: false, crit: ['b64'] }),
      sign({ ...honest, b64: true, crit: ['b64'] }),
      sign({ ...honest, b64: false }),
      sign({ ...honest, crit: [] }),
      sign({ ...honest, crit: ['exp'] }),
    ])
  })
})

describe('key ids', () => {
  it('refuses a kid that is no key id, without looking for the key (AC-070)', async () => {
    const kids = [
      '../../dev/null',
      "' OR '1'='1",
      'https://evil.test/key',
      'x'.repeat(65),
      'x'.repeat(10_000),
      `${made.kid}\0`,
      `${made.kid}\n`,
      '',
      [made.kid],
      { $ne: null },
      7,
      null,
      true,
    ]
    keyOf.mockClear()
    for (const kid of kids) await expectRefused([sign({ ...honest, kid })])
    await expectRefused([sign({ alg: 'ES256', typ: 'at+jwt' })])
    expect(keyOf).not.toHaveBeenCalled()
  })

  it('refuses 1,000 unknown kids, asking once for each (AC-070)', async () => {
    keyOf.mockClear()
    for (let index = 0; index < 1000; index++) {
      await expectRefused([`${encode({ ...honest, kid: `unknown-${index}` })}.${body}.${signature}`])
    }
    expect(keyOf).toHaveBeenCalledTimes(1000)
  })

  it('refuses jku, x5u, jwk and x5c, and fetches nothing (AC-070)', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch')
    keyOf.mockClear()
    for (const extra of [
      { jku: 'https://evil.test/jwks.json' },
      { x5u: 'https://evil.test/cert.pem' },
      { jwk: (await generateKey()).publicJwk },
      { x5c: ['MIIB'] },
    ]) {
      await expectRefused([sign({ ...honest, ...extra })])
    }
    expect(fetched).not.toHaveBeenCalled()
    expect(keyOf).not.toHaveBeenCalled()
    fetched.mockRestore()
  })
})

describe('claims under a true signature', () => {
  const expectRefusedWith = async (changes: readonly object[]) => {
    for (const change of changes) {
      expect(await verify(sign(honest, { ...claims, ...change })), JSON.stringify(change)).toBeUndefined()
    }
  }

  it('refuses a token that was signed in the future', async () => {
    const at = (seconds: number) => ({ iat: claims.iat + seconds, exp: claims.exp + seconds })
    expect(await verify(sign(honest, { ...claims, ...at(10) }))).toBeDefined()
    await expectRefusedWith([at(11), at(60), at(3600), at(1e9), { iat: 1e308, exp: 1e308 }, { nbf: claims.iat + 1 }])
  })

  it('refuses a token that lives longer than any of ours', async () => {
    const tenYears = 10 * 365 * 24 * 3600
    expect(await verify(sign(honest, { ...claims, exp: claims.iat + 3600 }))).toBeDefined()
    await expectRefusedWith([
      { exp: claims.iat + 3601 },
      { exp: claims.iat + tenYears },
      { exp: Number.MAX_SAFE_INTEGER },
      { exp: 1e308 },
      { iat: 0 },
      { iat: -1e308 },
    ])
  })

  it('refuses an audience that is no text, even where ours is in it', async () => {
    await expectRefusedWith([
      { aud: [claims.aud] },
      { aud: [claims.aud, 'https://other.test'] },
      { aud: [] },
      { aud: '' },
      { aud: null },
      { aud: 7 },
    ])
  })

  it('refuses a subject or a name of its own that is missing or no text', async () => {
    for (const name of ['sub', 'jti']) {
      for (const value of [undefined, '', null, 7, [], ['alice'], { id: 'alice' }, true]) {
        await expectRefusedWith([{ [name]: value }])
      }
    }
  })
})

describe('signatures and encodings', () => {
  const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'
  const zero = '00'.repeat(32)
  const hex = Buffer.from(signature, 'base64url').toString('hex')
  const [r, s] = [hex.slice(0, 64), hex.slice(64)]
  const withSignature = (bytes: string) => `${head}.${body}.${Buffer.from(bytes, 'hex').toString('base64url')}`

  it('refuses signatures whose numbers are out of range (AC-071)', async () => {
    const pairs = [zero + zero, zero + s, r + zero, order + s, r + order, order + order, zero + order, 'ff'.repeat(64)]
    await expectRefused(pairs.map(withSignature))
  })

  it('refuses DER, and signatures of 63 or 65 bytes (AC-071)', async () => {
    const integer = (number: string) => (number < '8' ? `0220${number}` : `022100${number}`)
    const sequence = integer(r) + integer(s)
    const der = `30${(sequence.length / 2).toString(16).padStart(2, '0')}${sequence}`
    await expectRefused([der, hex.slice(0, 126), `${hex}00`, `00${hex}`, hex + hex].map(withSignature))
  })

  it('refuses a signature or a body with one bit changed (AC-071)', async () => {
    const flipped = (Number.parseInt(hex.slice(0, 2), 16) ^ 1).toString(16).padStart(2, '0') + hex.slice(2)
    await expectRefused([withSignature(flipped), `${head}.${encode({ ...claims, sub: 'mallory' })}.${signature}`])
  })

  it('refuses base64url that is not canonical, in each part (AC-071)', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    /** The same bytes in another text: the last character carries bits that nobody reads. */
    const twin = (part: string) => part.slice(0, -1) + alphabet[alphabet.indexOf(part.slice(-1)) + 1]
    // Payloads of one and of two bytes over a multiple of three both leave unread bits.
    for (const filler of ['', 'x', 'xx']) {
      const parts = sign(honest, { ...claims, filler }).split('.')
      for (const index of [0, 1, 2]) {
        const part = parts[index]!
        const other = twin(part)
        if (!Buffer.from(part, 'base64url').equals(Buffer.from(other, 'base64url'))) continue
        expect(await verify(parts.join('.'))).toBeDefined()
        await expectRefused([parts.with(index, other).join('.')])
      }
    }
    expect(Buffer.from(twin(signature), 'base64url').toString('hex')).toBe(hex)
  })

  it('refuses padding, plain base64, whitespace and stray characters (AC-071)', async () => {
    const inside = [
      `${head.slice(0, 4)} ${head.slice(4)}`,
      `${head.slice(0, 4)}\n${head.slice(4)}`,
      `${head}=`,
      `${head}\0`,
    ]
    await expectRefused([
      ...inside.map((other) => `${other}.${body}.${signature}`),
      `${head}.${body}.${signature}==`,
      ` ${token}`,
      `${token} `,
      `${token}\n`,
      `${token}\r\n`,
      `\ufeff${token}`,
      `${head}.${body}.${signature.slice(0, -1)}+`,
      `${head}.${body}.${signature.slice(0, -1)}/`,
      `${head}.${body}.${signature.slice(0, -1)}é`,
    ])
  })

  it('refuses duplicate header names and other odd JSON under a true signature (AC-071)', async () => {
    const kid = JSON.stringify(made.kid)
    await expectRefused([
      sign(`{"alg":"none","alg":"ES256","kid":${kid},"typ":"at+jwt"}`),
      sign(`{"alg":"ES256","kid":"other","kid":${kid},"typ":"at+jwt"}`),
      sign(`{"alg":"ES256","kid":${kid},"typ":"JWT","typ":"at+jwt"}`),
      sign(`{"alg":"ES256","\\u0061lg":"ES256","kid":${kid},"typ":"at+jwt"}`),
      sign(`{ "alg":"ES256","kid":${kid},"typ":"at+jwt"}`),
      sign(`{"alg":"ES256","kid":${kid},"typ":"at+jwt","__proto__":{"alg":"none"}}`),
      ...['null', '[]', '"ES256"', '7', '{}', '{', 'x', '\ufffd'].map((text) => sign(text)),
    ])
  })

  it('refuses a payload that is no object (AC-071)', async () => {
    for (const payload of ['null', '[]', '"text"', '7', '{', 'x']) await expectRefused([sign(honest, payload)])
  })

  it('refuses more than 4 kB (AC-071)', async () => {
    expect(await verify(sign(honest, { ...claims, filler: 'x'.repeat(2000) }))).toBeDefined()
    await expectRefused([sign(honest, { ...claims, filler: 'x'.repeat(4000) }), 'x'.repeat(1_000_000)])
  })
})
