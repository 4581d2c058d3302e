import { domainToASCII, domainToUnicode } from 'node:url'

/**
 * The one form of an address: trimmed, NFC, ASCII letters in lower case, domain in punycode. Undefined when it is not an
 * address. Only ASCII letters fold: other scripts have letters that fold into them, such as the Kelvin sign.
 */
export const canonicalEmail = (text: string): string | undefined => {
  const address = trimmed(text)
  const at = address.lastIndexOf('@')
  if (at < 0) return undefined
  const local = canonicalLocalPart(address.slice(0, at))
  const domain = canonicalDomain(address.slice(at + 1))
  // Ours alone: nobody signs up as a person without an address.
  if (local === undefined || domain === undefined || domain === nowhere) return undefined
  const whole = `${local}@${domain}`
  return [...whole].length <= 254 ? whole : undefined
}

/**
 * Whether an address, as somebody else says it, is this canonical one to the letter. Only the case of ASCII letters and
 * space around it may differ: what differs in more may be an address of somebody else.
 */
export const isSaidAs = (text: string, canonical: string): boolean => foldAscii(trimmed(text)) === canonical

/**
 * What nobody sees, or what no reader of another day knows: format characters, controls, surrogates, private use,
 * unassigned ones, spaces, and letters that are drawn as nothing (RFC 8264 section 9.13; UTS 39 section 3.1).
 */
const invisible = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u

// `trim` takes U+FEFF for a space, which is a format character.
const trimmed = (text: string): string => text.replaceAll(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, '')

const foldAscii = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())

const canonicalLocalPart = (given: string): string | undefined => {
  // What separates, quotes or comments in a mail's header could name a second recipient.
  if (invisible.test(given) || /["(),:;<>@[\]\\]/.test(given)) return undefined
  // NFC makes ASCII of a few that are not, the Kelvin sign among them; what it composes is never ASCII.
  if ([...given].some((character) => character > '\x7f' && /[\0-\x7f]/.test(character.normalize('NFC'))))
    return undefined
  const local = foldAscii(given.normalize('NFC'))
  const { length } = [...local]
  return length >= 1 && length <= 64 ? local : undefined
}

const canonicalDomain = (given: string): string | undefined => {
  // The punycode function reads a URL: it drops what follows the host, decodes and skips what no host may hold.
  if (invisible.test(given) || /[/\\?#%:@[\]]/.test(given)) return undefined
  const domain = domainToASCII(given)
  const labels = domain.split('.')
  if (domain.length > 253 || !labels.every(isLabel)) return undefined
  // It reads numbers as an IPv4 address, of which each has many spellings.
  return /^\d+$/.test(labels.at(-1)!) ? undefined : domain
}

/** A label as RFC 5890 section 2.3.1 has it. It is not punycode that decodes to nothing, or to what is written otherwise. */
const isLabel = (label: string): boolean => {
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) return false
  if (!label.startsWith('xn--')) return true
  const unicode = domainToUnicode(label)
  return unicode !== label && !invisible.test(unicode) && domainToASCII(unicode) === label
}

// RFC 6761 section 6.4: no mail is ever delivered there.
const nowhere = 'no-address.invalid'

/** Stands in for the address of a person who has none, unique as every address is. */
export const noAddressFor = (userId: string): string => `${userId}@${nowhere}`

/** Whether mail can reach this person at all. */
export const hasAddress = ({ email }: { email: string }): boolean => !email.endsWith(`@${nowhere}`)
