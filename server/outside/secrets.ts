import {
  type KeyObject,
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

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

/** `other` opens, too; `root` is what is derived from, where that is not the secret itself. */
export const createSecrets = (
  secret: string,
  { other = null, root = secret }: { readonly other?: string | null; readonly root?: string } = {},
): Secrets => {
  // As key objects: Node takes six times as long for an HMAC with bare bytes.
  const subkey = (of: string, info: string) =>
    createSecretKey(new Uint8Array(hkdfSync('sha256', of, 'countersign', info, 32)))
  const sealingKey = subkey(secret, 'seal')
  const openingKeys = [sealingKey, ...(other === null ? [] : [subkey(other, 'seal')])]
  const derivingKeys = new Map<string, KeyObject>()

  const derivingKey = (purpose: string) => {
    const known = derivingKeys.get(purpose)
    if (known) return known
    const made = subkey(root, `derive ${purpose}`)
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
      const opened = openingKeys.map((key) => openWith(key, sealed)).find((text) => text !== undefined)
      if (opened === undefined) throw new Error('It was sealed with another secret, or altered.')
      return opened
    },
    derive: (purpose, value) => createHmac('sha256', derivingKey(purpose)).update(value).digest('base64url'),
  }
}

/** By hand as well: jose hands it to a thread, which takes longer than to decrypt. */
const openWith = (key: KeyObject, sealed: string): string | undefined => {
  const [header = '', wrapped, iv = '', ciphertext = '', tag = '', ...more] = sealed.split('.')
  if (header !== sealHeader || wrapped !== '' || more.length > 0) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, fromBase64(iv), { authTagLength: 16 })
    decipher.setAAD(Buffer.from(header)).setAuthTag(fromBase64(tag))
    return decipher.update(fromBase64(ciphertext), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    return undefined
  }
}

const fromBase64 = (part: string) => Buffer.from(part, 'base64url')

/** SHA-256 in base64url, 43 characters: how values of 128 random bits and more are kept. */
export const sha256 = (value: string): string => hash('sha256', value, 'base64url')

/** Compares in a time that tells nothing about the values, nor where they differ. */
export const equal = (a: string, b: string): boolean => {
  const digest = (value: string) => hash('sha256', value, 'buffer')
  return timingSafeEqual(digest(a), digest(b))
}
