// What the pages say in every language: whole, with all that the English texts name, and in words of its own.
import { expect, describe, it } from 'vitest'
import { languages } from '../../server/model/languages.ts'
import { html, render } from '../../server/pages/html.ts'
import { layout } from '../../server/pages/layout.ts'
import type { TextKey } from '../../server/pages/languages/en.ts'
import { isPlainKey, pageTexts, speak } from '../../server/pages/texts.ts'

const { en: english } = pageTexts
const keys = Object.keys(english) as TextKey[]
const others = languages.filter((language) => language !== 'en')
const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort()

/** Words that are the same there. */
const shared: Readonly<Record<string, readonly TextKey[]>> = {
  de: ['code', 'name', 'passkey', 'passkeys'],
  fr: ['code'],
}

describe.each(others)('pages in %s', (language) => {
  const texts = pageTexts[language]

  it('are the same as in English: all of them, each with what it names', () => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort())
    for (const key of keys) {
      expect([...new Set(placeholders(texts[key]))], key).toEqual([...new Set(placeholders(english[key]))])
    }
  })

  it('are said in its own words', () => {
    const same = keys.filter((key) => texts[key] === english[key])
    expect(same.sort()).toEqual(shared[language] ?? [])
  })
})

it('names of texts are told from other words', () => {
  expect(['sign_in', 'sign_in_to', 'toString', ''].map(isPlainKey)).toEqual([true, false, false, false])
})

describe('a text', () => {
  it('isolates what people chose, and lets nothing of it be markup', () => {
    const said = speak('ar').say('sign_in_to', { app: '<b>Ada & Co</b>' })
    expect(render(said)).toBe('تسجيل الدخول إلى <bdi>&lt;b&gt;Ada &amp; Co&lt;/b&gt;</bdi>')
    expect(said.plain).toBe('تسجيل الدخول إلى \u2068<b>Ada & Co</b>\u2069')
  })

  it('needs no isolation in plain text where nothing is written from the right', () => {
    expect(speak('en').say('sign_in_to', { app: 'Shop' }).plain).toBe('Sign in to Shop')
    expect(speak('en').say('sign_in_to', { app: 'متجر' }).plain).toBe('Sign in to \u2068متجر\u2069')
  })

  it('is the owner’s, where there is one, and never markup', () => {
    const { say } = speak('de', { sign_in: '<i>Hinein</i> {{nobody}}', sign_in_to: 'Hinein' })
    expect(render(say('sign_in'))).toBe('&lt;i&gt;Hinein&lt;/i&gt; <bdi></bdi>')
    expect(render(say('sign_out'))).toBe('Abmelden')
    // One that names less than ours, from a time when ours named less.
    expect(say('sign_in_to', { app: 'Shop' }).plain).toBe('Bei Shop anmelden')
  })
})

it.each([
  ['en', 'lang="en" dir="ltr">'],
  ['ja', 'lang="ja" dir="ltr">'],
  ['ar', 'lang="ar" dir="rtl">'],
] as const)('a page in %s says so, and from which side it is written', (language, said) => {
  const spoken = speak(language)
  const page = layout({ title: spoken.say('sign_in'), look: { brand: null, nonce: '', ...spoken }, body: html`` })
  expect(page).toContain(`<html ${said}`)
  expect(page).toContain(`<title>${spoken.say('sign_in').plain} · Countersign</title>`)
  expect(page).toContain(`data-hide-typed="${spoken.say('hide_what_you_type').plain}"`)
})
