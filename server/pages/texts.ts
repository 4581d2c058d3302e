// What the pages say in each language, and how it is filled.
import type { Language } from '../model/languages.ts'
import { type Phrase, phrase } from './html.ts'
import { arabic } from './languages/ar.ts'
import { german } from './languages/de.ts'
import { type PageTexts, type TextKey, english } from './languages/en.ts'
import { spanish } from './languages/es.ts'
import { french } from './languages/fr.ts'
import { japanese } from './languages/ja.ts'
import { portuguese } from './languages/pt.ts'

type English = typeof english

type NamesIn<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** Keys of the texts that name nothing. */
export type PlainKey = { [Key in TextKey]: NamesIn<English[Key]> extends never ? Key : never }[TextKey]

type Values<Key extends TextKey> = Key extends PlainKey
  ? []
  : [values: { readonly [Name in NamesIn<English[Key]>]: string | number | Phrase }]

/** Says a text in the language of the page, with what it names: what has no markup of its own is isolated. */
export type Say = <Key extends TextKey>(key: Key, ...values: Values<Key>) => Phrase

/** By their tags (BCP 47). The type holds each to all texts. */
export const pageTexts: Readonly<Record<Language, PageTexts>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  pt: portuguese,
  ja: japanese,
  ar: arabic,
}

/** How a page speaks. */
export interface Spoken {
  readonly language: Language
  readonly say: Say
}

/**
 * `own` are texts of the environment, which take the place of ours. One that was saved before ours came to name more gives way:
 * no page forgets to say who asks.
 */
export const speak = (language: Language, own: Partial<PageTexts> = {}): Spoken => {
  const ours = pageTexts[language]
  const textOf = (key: TextKey): string => {
    const text = own[key]
    return text !== undefined && lackedBy(text, key) === undefined ? text : ours[key]
  }
  return { language, say: (key, ...[values]) => phrase(textOf(key), values) }
}

/** Whether there is such a text, and it names nothing. */
export const isPlainKey = (key: string): key is PlainKey => isKey(key) && !english[key].includes('{{')

const isKey = (key: string): key is TextKey => Object.hasOwn(english, key)

/** What is wrong with texts of an owner's, and with which: each has to be one of ours, and to name what ours names. */
export const problemOfTexts = (texts: Readonly<Record<string, string>>): string | undefined => {
  for (const [key, text] of Object.entries(texts)) {
    if (!isKey(key)) return `${key.slice(0, 40)}: is none of the texts that there are`
    const lacking = lackedBy(text, key)
    if (lacking !== undefined) return `${key}: has to name {{${lacking}}}`
    const unknown = namesIn(text).find((named) => !namesIn(english[key]).includes(named))
    if (unknown !== undefined) return `${key}: names {{${unknown}}}, which it is not given`
    if (/\{\{|\}\}/.test(text.replaceAll(name, ''))) return `${key}: has double braces that are no name`
  }
  return undefined
}

const name = /\{\{(\w+)\}\}/g

/** What ours names and the text does not. */
const lackedBy = (text: string, key: TextKey): string | undefined =>
  namesIn(english[key]).find((named) => !namesIn(text).includes(named))

const namesIn = (text: string): string[] => [...text.matchAll(name)].map(([, found = '']) => found)
