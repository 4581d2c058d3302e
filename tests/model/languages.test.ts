import { expect, it } from 'vitest'
import { wantedLanguages } from '../../server/model/languages.ts'

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
