// Which of our own words a mail has: those of the language that is asked for first of the ones we know.
import { arabic } from './mail-languages/ar.ts'
import { german } from './mail-languages/de.ts'
import { spanish } from './mail-languages/es.ts'
import { french } from './mail-languages/fr.ts'
import { japanese } from './mail-languages/ja.ts'
import { portuguese } from './mail-languages/pt.ts'
import { type Wording, english } from './mail-words.ts'

/** By their tags (BCP 47). The type holds each to all mails and to what each is given. */
export const wordings = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  pt: portuguese,
  ja: japanese,
  ar: arabic,
} as const satisfies Readonly<Record<string, Wording>>

export type MailLanguage = keyof typeof wordings

/** Written from right to left. */
export const isFromRight = (language: MailLanguage): boolean => language === 'ar'

const isKnown = (language: string): language is MailLanguage => Object.hasOwn(wordings, language)

/** The first of these that we know, most wanted first; English where we know none. */
export const mailLanguageOf = (wanted: readonly string[]): MailLanguage => wanted.find(isKnown) ?? 'en'

const units = [
  ['day', 1440, 2],
  ['hour', 60, 1],
  ['minute', 1, 0],
] as const

/** Minutes as people say them: 10 minutes, 1 hour, 24 hours, 7 days. */
export const duration = (minutes: number, language: MailLanguage = 'en'): string => {
  const [unit, length] = units.find(([, size, least]) => minutes % size === 0 && minutes / size >= least) ?? units[2]
  const format = new Intl.NumberFormat(`${language}-u-nu-latn`, { style: 'unit', unit, unitDisplay: 'long' })
  return format.format(minutes / length)
}
