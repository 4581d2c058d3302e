// Values out of a provider's answer: nothing in it has the type or the length that we hope for.
import { isPictureUrl } from '../../model/picture-urls.ts'
import { unseen } from '../../model/text.ts'
import type { JsonObject } from '../../model/user.ts'
import type { StandInPerson } from './provider.ts'

/** A text of at most `max` characters; null for anything else, also for blanks. What nobody sees is dropped. */
export const text = (value: unknown, max: number): string | null => {
  if (typeof value !== 'string' || !value.isWellFormed()) return null
  const clean = value.replaceAll(unseen, '').trim()
  return clean === '' ? null : [...clean].slice(0, max).join('')
}

/** A name for somebody that stays the same: never shortened, or two people might become one. */
export const subject = (value: unknown): string => {
  const given = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof given !== 'string' || !/^[!-~]{1,255}$/.test(given)) throw new Error('The provider names nobody')
  return given
}

/** An address as it was said: what is dropped from it or cut off it could make it somebody else's. */
export const email = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= 254 && value.trim() !== '' ? value : null

/** Some providers send their truths as text. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true'

/** First and last name, from either or from a whole one. */
export const names = ({ given, family, whole }: { given?: unknown; family?: unknown; whole?: unknown }) => {
  const first = text(given, 100)
  const last = text(family, 100)
  if (first !== null || last !== null) return { firstName: first, lastName: last }
  const [, head = null, rest = null] = /^(\S+)(?:\s+(.+))?$/s.exec(text(whole, 200) ?? '') ?? []
  return { firstName: text(head, 100), lastName: text(rest, 100) }
}

/** The address of a picture, if a page may show it. */
export const picture = (value: unknown): string | null =>
  typeof value === 'string' && isPictureUrl(value) ? value : null

/** The standard claims of a person (OpenID Connect Core section 5.1). */
export const standardClaims = (profile: JsonObject) => ({
  subject: subject(profile.sub),
  email: email(profile.email),
  emailVerified: isTrue(profile.email_verified),
  ...names({ given: profile.given_name, family: profile.family_name, whole: profile.name }),
  picture: picture(profile.picture),
})

/** The same claims, said of somebody made up. */
export const sayStandardClaims = ({ subject: sub, name, email: address, emailVerified }: StandInPerson) => ({
  sub,
  name,
  given_name: words(name).given,
  family_name: words(name).family,
  ...(address && { email: address, email_verified: emailVerified }),
})

/** First and last word of a made-up name. */
export const words = (name: string): { given: string; family: string } => {
  const [given = '', ...rest] = name.trim().split(/\s+/)
  return { given, family: rest.join(' ') }
}
