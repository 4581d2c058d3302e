import { expect, it } from 'vitest'
import { languageOf, languagesRead, wantedLanguages } from '../../server/model/languages.ts'

it.each([
  [null, []],
  ['', []],
  ['*', []],
  ['de-AT', ['de-AT', 'de']],
  ['DE-at', ['de-AT', 'de']],
  ['en;q=0.5, de-AT, fr;q=0', ['de-AT', 'de', 'en']],
  ['zh-Hant-TW;q=0.8,zh', ['zh', 'zh-Hant-TW', 'zh-Hant']],
  ['x; drop table, en', ['en']],
  [`${'a'.repeat(5000)},en`, ['en']],
])('of %s the languages are those that are wanted, the most wanted first', (header, languages) =>
  expect(wantedLanguages(header)).toEqual(languages),
)

const spoken = (uiLocales: string | null, locale: unknown, acceptLanguage: string | null) =>
  languageOf(languagesRead({ uiLocales, acceptLanguage }, { profile: { locale } as { locale: string } }))

it.each([
  ['ar fr', 'de', 'ja', 'ar'],
  ['nl pt-BR', 'de', 'ja', 'pt'],
  ['nl', 'de', 'ja', 'de'],
  ['', 'fr_CA', 'ja', 'fr'],
  [null, undefined, 'nl, ja;q=0.5, de;q=0.9', 'de'],
  [null, 7, 'es-419', 'es'],
  [null, 'constructor', 'x; drop table', 'en'],
  ['../ar <b>', '', null, 'en'],
  [' de', undefined, null, 'de'],
  [null, undefined, null, 'en'],
] as const)(
  'of ui_locales %j, profile %j and Accept-Language %j the language is %j',
  (asked, locale, header, language) => expect(spoken(asked, locale, header)).toBe(language),
)

it('asks the one who is signed in, where nobody else is named', () => {
  const caller = { kind: 'user', user: { profile: { locale: 'ja' } } }
  expect(languageOf(languagesRead({ caller, acceptLanguage: 'de' }))).toBe('ja')
  expect(languageOf(languagesRead({ caller, acceptLanguage: 'de' }, { profile: null }))).toBe('de')
})
