// Our own words for mails, in every language.
import type { Language } from '../model/languages.ts'
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
} as const satisfies Readonly<Record<Language, Wording>>
