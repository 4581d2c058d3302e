import { domainToASCII } from 'node:url'

/**
 * The one form of an address: trimmed, NFC, lower case, domain in punycode. Undefined when it is not an address.
 * The whole address is folded: no mail provider in use tells upper from lower case.
 */
export const canonicalEmail = (text: string): string | undefined => {
  const address = text.trim().normalize('NFC').toLowerCase()
  const at = address.lastIndexOf('@')
  const local = address.slice(0, at)
  const given = address.slice(at + 1)
  // The punycode function reads a URL: it drops what follows the host, decodes and skips what no host may hold.
  const domain = /[\p{Cc}\p{Cs}\p{Z}/\\?#%:]/u.test(given) ? '' : domainToASCII(given)
  // What a mail program could take for two addresses, for a name or for a comment is none (RFC 5322 section 3.4).
  if (at < 1 || /[\p{Cc}\p{Cs}\p{Z}@"(),:;<>[\]\\]/u.test(local)) return undefined
  if (!/^[a-z0-9.-]+$/.test(domain) || /^[.-]|\.\.|[.-]$/.test(domain)) return undefined
  // Ours alone: nobody signs up as a person without an address.
  if (domain === nowhere) return undefined
  const whole = `${local}@${domain}`
  return whole.length <= 254 && local.length <= 64 ? whole : undefined
}

// RFC 6761 section 6.4: no mail is ever delivered there.
const nowhere = 'no-address.invalid'

/** Stands in for the address of a person who has none, unique as every address is. */
export const noAddressFor = (userId: string): string => `${userId}@${nowhere}`

/** Whether mail can reach this person at all. */
export const hasAddress = ({ email }: { email: string }): boolean => !email.endsWith(`@${nowhere}`)
