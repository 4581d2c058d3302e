import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { CompactEncrypt, compactDecrypt } from 'jose'

/** What the service's one secret can do. */
export interface Secrets {
  /** Encrypts for rest: JWE, A256GCM (RFC 7516). Two seals of one text differ. */
  seal(text: string): Promise<string>
  /** The text of a seal. Rejects when it was altered or sealed with another secret. */
  open(sealed: string): Promise<string>
  /** HMAC-SHA-256 in base64url, 43 characters. A value derived for one purpose is worth nothing for another. */
  derive(purpose: string, value: string): string
}

export const createSecrets = (secret: string): Secrets => {
  const subkey = (info: string) => new Uint8Array(hkdfSync('sha256', secret, 'countersign', info, 32))
  const sealingKey = subkey('seal')
  const derivingKeys = new Map<string, Uint8Array>()

  const derivingKey = (purpose: string) => {
    const known = derivingKeys.get(purpose)
    if (known) return known
    const made = subkey(`derive ${purpose}`)
    derivingKeys.set(purpose, made)
    return made
  }

  return {
    seal: (text) =>
      new CompactEncrypt(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(sealingKey),
    open: async (sealed) => {
      const { plaintext } = await compactDecrypt(sealed, sealingKey, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      })
      return new TextDecoder().decode(plaintext)
    },
    derive: (purpose, value) => createHmac('sha256', derivingKey(purpose)).update(value).digest('base64url'),
  }
}

/** SHA-256 in base64url, 43 characters: how values of 128 random bits and more are kept. */
export const sha256 = (value: string): string => createHash('sha256').update(value).digest('base64url')

/** Compares in a time that tells nothing about the values, nor where they differ. */
export const equal = (a: string, b: string): boolean => {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(a), digest(b))
}
