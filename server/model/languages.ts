import type { User } from './user.ts'

/** What mails and pages are written in, by their tags (BCP 47). */
export const languages = ['en', 'de', 'fr', 'es', 'pt', 'ja', 'ar'] as const

export type Language = (typeof languages)[number]

/** Written from right to left. */
export const isFromRight = (language: Language): boolean => language === 'ar'

const isKnown = (tag: string): tag is Language => languages.some((known) => known === tag)

/** The first of these that we know, most wanted first; English where we know none. */
export const languageOf = (wanted: readonly string[]): Language => wanted.find(isKnown) ?? 'en'

/** What a request, and who makes it, say of the languages that are read there. */
export interface Reader {
  /** The `ui_locales` of the request (OpenID Connect Core 1.0 section 3.1.2.1): tags, the most wanted first. */
  readonly uiLocales?: string | null
  /** The Accept-Language header. */
  readonly acceptLanguage?: string | null
  readonly caller?: { readonly kind: string; readonly user?: Pick<User, 'profile'> }
}

/** The languages somebody reads, the most wanted first: as the request asks, as their profile says, as their browser says. */
export const languagesRead = (
  { uiLocales, acceptLanguage = null, caller }: Reader,
  reader: Pick<User, 'profile'> | undefined = caller?.user,
): string[] => {
  const locale = reader?.profile?.locale
  const asked = (uiLocales ?? '').split(' ', most)
  const tags = [...asked, ...(typeof locale === 'string' ? [locale.replaceAll('_', '-')] : [])]
  const named = tags.flatMap((tag) => widened(canonicalLanguage(tag)))
  return [...new Set([...named, ...wantedLanguages(acceptLanguage)])]
}

const units = [
  ['day', 1440, 2],
  ['hour', 60, 1],
  ['minute', 1, 0],
] as const

/** Minutes as people say them: 10 minutes, 1 hour, 24 hours, 7 days. */
export const duration = (minutes: number, language: Language = 'en'): string => {
  const [unit, length] = units.find(([, size, least]) => minutes % size === 0 && minutes / size >= least) ?? units[2]
  return amount(minutes / length, unit, language)
}

type Unit = (typeof units)[number][0]

/** What writes numbers of a unit, by language and unit: to make one takes thirty times as long as to ask it. */
const written = new Map<string, Intl.NumberFormat>()

/** A number with its unit, as people say it, in the digits of all our languages. */
export const amount = (count: number, unit: Unit, language: Language): string => {
  const name = `${language} ${unit}`
  const format =
    written.get(name) ?? new Intl.NumberFormat(`${language}-u-nu-latn`, { style: 'unit', unit, unitDisplay: 'long' })
  written.set(name, format)
  return format.format(count)
}

/** Of tags that are looked at. */
const most = 10

/**
 * What an Accept-Language header asks for, most wanted first, each followed by what it narrows: `de-AT` by `de` (RFC 4647
 * section 3.4). What is no language tag is left out.
 */
export const wantedLanguages = (header: string | null): string[] => {
  const wanted = (header ?? '')
    .split(',', most)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim())
      const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2)
      return { tag: canonicalLanguage(tag), weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  return [...new Set(wanted.flatMap(({ tag }) => widened(tag)))]
}

/** As BCP 47 writes it; undefined for what is no tag. */
export const canonicalLanguage = (tag: string): string | undefined => {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag)) return undefined
  try {
    return Intl.getCanonicalLocales(tag)[0]
  } catch {
    return undefined
  }
}

const widened = (tag: string | undefined): string[] => {
  if (tag === undefined) return []
  const parts = tag.split('-')
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'))
}
