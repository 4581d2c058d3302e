// Password hashes that other services made: read with their costs bounded, and verified until the first right sign-in makes one
// of ours. Anything else matches nothing.
import { type BinaryLike, createCipheriv, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { parseOptions, verify as verifyArgon2 } from '@node-rs/argon2'

export interface ImportedHash {
  readonly kind: 'argon2' | 'bcrypt' | 'scrypt' | 'pbkdf2' | 'firebase'
  verify(password: string): Promise<boolean>
}

/** Whether it can be kept: what it is, or a sentence that says what is wrong with it. */
export const readImportedHash = (text: string): ImportedHash | { readonly problem: string } => {
  if (text.length > longestHash) return { problem: `must have at most ${longestHash} characters` }
  if (text.includes('\0')) return { problem: unknown }
  for (const [start, read] of readers) {
    if (!start.test(text)) continue
    return read(text) ?? { problem: 'is malformed, or costs more than any sign-in may' }
  }
  return { problem: unknown }
}

const unknown =
  'must be an argon2, bcrypt ($2a$, $2b$, $2y$), scrypt ($scrypt$ln=), PBKDF2 ($pbkdf2-sha256$, pbkdf2_sha256$) or Firebase ($fbscrypt$) hash'
const longestHash = 1024

/**
 * A guess must not take longer than about a second, nor more memory than the service can spare for each. PBKDF2 runs all its
 * iterations for each block of its output: three million are a second with SHA-1 and SHA-256, and more than two with SHA-512.
 */
const most = { argon2KiB: 131_072, argon2Work: 1_048_576, bcryptCost: 14, scryptBytes: 134_217_728, pbkdf2: 3_000_000 }

const digestBytes: Readonly<Record<string, number>> = { sha1: 20, sha256: 32, sha512: 64 }

/** What is derived is long enough that nobody hits it by chance. */
const shortest = 16

const isSane = (salt: Buffer, derived: Buffer): boolean =>
  salt.length <= 128 && derived.length >= shortest && derived.length <= 128

const argon2 = (text: string): ImportedHash | undefined => {
  try {
    const { memoryCost = 4096, timeCost = 3, parallelism = 1, outputLen } = parseOptions(text)
    if (outputLen < shortest) return undefined
    if (memoryCost > most.argon2KiB || memoryCost * timeCost > most.argon2Work || parallelism > 16) return undefined
  } catch {
    return undefined
  }
  return { kind: 'argon2', verify: (password) => verifyArgon2(text, password) }
}

const bcrypt = (text: string): ImportedHash | undefined => {
  const [, cost] = /^\$2[aby]\$(\d{2})\$[./A-Za-z0-9]{53}$/.exec(text) ?? []
  if (cost === undefined || Number(cost) < 4 || Number(cost) > most.bcryptCost) return undefined
  return { kind: 'bcrypt', verify: async (password) => (await import('@node-rs/bcrypt')).verify(password, text) }
}

const runScrypt = promisify<BinaryLike, BinaryLike, number, object, Buffer>(scrypt)
const runPbkdf2 = promisify(pbkdf2)

/** By the exponent of N, r and p (RFC 7914 section 2). */
const scryptOptions = (ln: number, r: number, p: number) => {
  const bytes = 128 * 2 ** ln * r
  const fits = ln >= 4 && ln <= 20 && r >= 1 && r <= 64 && p >= 1 && p <= 16
  if (!fits || bytes > most.scryptBytes || bytes * p > most.scryptBytes * 2) return undefined
  return { N: 2 ** ln, r, p, maxmem: bytes + 2 ** 21 + 256 * r * p }
}

const scryptHash = (text: string): ImportedHash | undefined => {
  const [, ln, r, p, salt, hash] = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([^$]*)\$([^$]+)$/.exec(text) ?? []
  const options = scryptOptions(Number(ln), Number(r), Number(p))
  const [salted, expected] = [fromBase64(salt), fromBase64(hash)]
  if (!options || !salted || !expected || !isSane(salted, expected)) return undefined
  return {
    kind: 'scrypt',
    verify: async (password) => same(await runScrypt(password, salted, expected.length, options), expected),
  }
}

const pbkdf2Form =
  /^(?:\$pbkdf2-(sha1|sha256|sha512)\$(?:i=)?(\d{1,8})(?:,l=\d+)?\$([^$]*)\$([^$]+)|\$?pbkdf2_(sha1|sha256|sha512)\$(\d{1,8})\$([^$]+)\$([^$]+))$/

/** As PHC and passlib write it, and as Django does, whose salt is text. */
const pbkdf2Hash = (text: string): ImportedHash | undefined => {
  const [, digest, rounds, salt, hash, ofDjango, djangoRounds, djangoSalt, djangoHash] = pbkdf2Form.exec(text) ?? []
  const iterations = Number(rounds ?? djangoRounds)
  const salted = djangoSalt === undefined ? fromBase64(salt) : Buffer.from(djangoSalt)
  const expected = fromBase64(hash ?? djangoHash)
  const name = digest ?? ofDjango
  if (!name || !salted || !expected || !isSane(salted, expected)) return undefined
  const work = iterations * Math.ceil(expected.length / digestBytes[name]!)
  if (iterations < 1 || work > most.pbkdf2) return undefined
  return {
    kind: 'pbkdf2',
    verify: async (password) => same(await runPbkdf2(password, salted, iterations, expected.length, name), expected),
  }
}

/** Firebase's scrypt: what is derived is the key by which the project's signer key is encrypted. */
const firebase = (text: string): ImportedHash | undefined => {
  const form = /^\$fbscrypt\$v=1,n=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2}),ss=([^,$]*),sk=([^,$]+)\$([^$]*)\$([^$]+)$/
  const [, n, r, p, separator, signer, salt, hash] = form.exec(text) ?? []
  const options = scryptOptions(Number(n), Number(r), Number(p))
  const [apart, key, salted, expected] = [separator, signer, salt, hash].map(fromBase64)
  if (!options || !apart || !key || !salted || !expected) return undefined
  if (key.length > 128 || apart.length > 32 || key.length !== expected.length || !isSane(salted, expected))
    return undefined
  return {
    kind: 'firebase',
    verify: async (password) => {
      const derived = await runScrypt(password, Buffer.concat([salted, apart]), 32, options)
      const cipher = createCipheriv('aes-256-ctr', derived, Buffer.alloc(16))
      return same(Buffer.concat([cipher.update(key), cipher.final()]), expected)
    },
  }
}

const readers: readonly (readonly [RegExp, (text: string) => ImportedHash | undefined])[] = [
  [/^\$argon2(id|i|d)\$/, argon2],
  [/^\$2[aby]\$/, bcrypt],
  [/^\$scrypt\$/, scryptHash],
  [/^\$?pbkdf2[-_]/, pbkdf2Hash],
  [/^\$fbscrypt\$/, firebase],
]

/** Of any alphabet: the usual one, that of addresses, and passlib's, which writes a dot for a plus. */
const fromBase64 = (text: string | undefined): Buffer | undefined => {
  if (text === undefined || !/^[A-Za-z0-9+/._-]*={0,2}$/.test(text)) return undefined
  return Buffer.from(text.replaceAll('.', '+'), 'base64')
}

const same = (derived: Buffer, expected: Buffer): boolean =>
  derived.length === expected.length && timingSafeEqual(derived, expected)
