// Our own mails in every language: whole, with all that the English ones hold, and sent to who asks for that language.
import { describe, expect, it } from 'vitest'
import type { MailKind } from '../../server/model/mail.ts'
import { type Language, duration, languageOf, languages, wantedLanguages } from '../../server/model/languages.ts'
import { wordings } from '../../server/outside/mail-languages.ts'
import { type Letter, type Wording, english } from '../../server/outside/mail-words.ts'
import { type MailData, renderMail } from '../../server/outside/mail-templates.ts'

const others = languages.filter((language) => language !== 'en')
const kinds = Object.keys(english.words) as MailKind[]

/** Each in two forms, where there are two. */
const datas = [
  { isProven: true, isFirst: true, account: '⟦account⟧', inviter: '⟦inviter⟧' },
  { isProven: false, isFirst: false, account: null, inviter: null },
].map((more) => ({
  appName: '⟦appName⟧',
  within: '⟦within⟧',
  from: '⟦from⟧',
  provider: '⟦provider⟧',
  name: '⟦name⟧',
  ...more,
}))

const letterOf = ({ words }: Wording, kind: MailKind, data: object): Letter =>
  (words[kind] as (data: object) => Letter)(data)

const textOf = ({ title, opening, action = '', closing }: Letter) => [title, ...opening, action, ...closing].join('\n')
const placeholders = (text: string) => [...new Set(text.match(/⟦\w+⟧/g))].sort()

describe.each(others)('mails in %s', (language) => {
  const wording = wordings[language]

  it('are the same as in English: all of them, each with what it names', () => {
    expect(Object.keys(wording.words).sort()).toEqual([...kinds].sort())
    for (const kind of kinds) {
      for (const data of datas) {
        const [ours, usual] = [letterOf(wording, kind, data), letterOf(english, kind, data)]
        expect(placeholders(textOf(ours)), kind).toEqual(placeholders(textOf(usual)))
        expect(ours.opening.length, kind).toBe(usual.opening.length)
        expect(ours.closing.length, kind).toBe(usual.closing.length)
        expect(ours.action === undefined, kind).toBe(usual.action === undefined)
      }
    }
  })

  it('are said in its own words', () => {
    for (const kind of kinds) {
      for (const data of datas) {
        const said = new Set([...letterOf(english, kind, data).opening, ...letterOf(english, kind, data).closing])
        const { opening, closing } = letterOf(wording, kind, data)
        for (const text of [...opening, ...closing]) expect(said.has(text), `${kind}: ${text}`).toBe(false)
      }
    }
    expect(wording.openAddress).not.toBe(english.openAddress)
  })
})

const link = 'https://auth.test/x?token=abc'
const reset: MailData['reset_password_link'] = { appName: 'Shop', link, token: 'abc', minutes: 60 }

it('say of a device what its reader calls it', () => {
  const of = (language: Language, userAgent: string | null) =>
    renderMail('new_device', 'a@example.test', { appName: 'Shop', link, token: 'abc', userAgent }, { language }).text
  expect(of('en', 'okhttp/5.0 Android')).toContain('An Android app on Android:')
  expect(of('de', 'okhttp/5.0 Android')).toContain('Eine Android-App auf Android:')
  expect(of('fr', null)).toContain('Appareil inconnu')
})

it('say in which language they are, and from which side it is written', () => {
  const of = (language: Language) => renderMail('reset_password_link', 'a@example.test', reset, { language })
  expect(of('en').html).toContain('<html lang="en">')
  expect(of('de').html).toContain('<html lang="de">')
  expect(of('ar').html).toContain('<html lang="ar" dir="rtl">')
  expect(of('ar').html).toContain('align="right"')
  expect(of('de').text).toContain('Der Link gilt 1 Stunde lang')
})

it("say the same in an owner's words, whatever language these are in", () => {
  const words = { subject: 'x', htmlBody: '<p>{{link}}</p>', textBody: null }
  const of = (language: string | null) =>
    renderMail('reset_password_link', 'a@example.test', reset, { own: { ...words, language } }).html
  expect(of('ar-EG')).toContain('<html lang="ar-EG" dir="rtl">')
  expect(of('he')).toContain('<html lang="he" dir="rtl">')
  expect(of('de-AT')).toContain('<html lang="de-AT">')
  expect(of(null)).toContain('<html>')
})

it('say times as their readers do', () => {
  // Where a number must not be parted from its unit there is a space that keeps them together.
  expect(languages.map((language) => duration(10_080, language).replace('\u00a0', ' '))).toEqual([
    '7 days',
    '7 Tage',
    '7 jours',
    '7 días',
    '7 dias',
    '7 日',
    '7 أيام',
  ])
  expect(duration(60, 'de')).toBe('1 Stunde')
})

it('are in the language that is wanted most of those there are', () => {
  const of = (header: string | null) => languageOf(wantedLanguages(header))
  expect(of('de-AT,en;q=0.5')).toBe('de')
  expect(of('nl,pt-BR;q=0.9,en;q=0.8')).toBe('pt')
  expect(of('en-GB,fr;q=0.9')).toBe('en')
  expect(of('constructor, nl')).toBe('en')
  expect(of(null)).toBe('en')
})
