import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { compactDecrypt } from 'jose'

/** What the service's one secret can do. */
export interface Secrets {
  /** Encrypts for rest: JWE, A256GCM (RFC 7516). Two seals of one text differ. */
  seal(text: string): string
  /** The text of a seal. Rejects when it was altered or sealed with another secret. */
  open(sealed: string): Promise<string>
  /** HMAC-SHA-256 in base64url, 43 characters. A value derived for one purpose is worth nothing for another. */
  derive(purpose: string, value: string): string
}

const sealHeader = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM' })).toString('base64url')

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
    // By hand, because jose's waits for a thread that hashes may hold, and mails are sealed inside transactions.
    seal: (text) => {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealingKey, iv).setAAD(Buffer.from(sealHeader))
      const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      // RFC 7516 section 7.1; the key is the shared one itself, so that the second part is empty.
      const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))
      return [sealHeader, '', ...parts].join('.')
    },
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
