// From a kind and its data to a finished mail, in our words or in an owner's.
import { deviceWords } from '../model/device-words.ts'
import { type Language, duration, isFromRight, languageOf, wantedLanguages } from '../model/languages.ts'
import type { MailKind, MailMessage } from '../model/mail.ts'
import {
  type MailName,
  type MailTemplate,
  type MailValues,
  type MailVariable,
  type MailWords,
  mailVariables,
} from '../model/mail-template.ts'
import { fillWords } from './filled-words.ts'
import { toCard, toHtml, toText } from './mail-layout.ts'
import { wordings } from './mail-languages.ts'
import { type Letter, type MailData, type Worded, type Wording, english } from './mail-words.ts'

export type { MailData } from './mail-words.ts'

/** Which mail it is, as owners know it. */
export const mailNameOf = <K extends MailKind>(kind: K, data: Omit<MailData[K], 'appName'>): MailName =>
  kind === 'account_exists' && !(data as { readonly isProven?: boolean }).isProven ? 'address_contested' : kind

const kindOf = (name: MailName): MailKind => (name === 'address_contested' ? 'account_exists' : name)

type OwnWords = Pick<MailTemplate, keyof MailWords | 'language'>

interface InWords {
  /** An owner's; ours where there are none. */
  readonly own?: OwnWords | undefined
  /** Of our words. */
  readonly language?: Language
}

/**
 * Writes a mail. Throws when the link is not an absolute http or https address; and where the owner's words name what the mail
 * does not have.
 */
export const renderMail = <K extends MailKind>(
  kind: K,
  to: string,
  data: MailData[K],
  { own, language = 'en' }: InWords = {},
): MailMessage => {
  const { link = null, code = null, token = null, minutes, userAgent }: Proofs = data
  if (link !== null) requireWebLink(link)

  // An owner's words say for themselves what language they are in.
  const spoken = own ? languageOf(wantedLanguages(own.language)) : language
  const named = plainNames({
    ...data,
    ...(minutes !== undefined && { within: duration(minutes, spoken) }),
    ...(userAgent !== undefined && { name: deviceWords(userAgent, wordings[spoken].devices) }),
  })
  const said = own
    ? fillWords(own, valuesOf(to, named), own.language)
    : laidOut(letterOf(wordings[language], kind, named as Worded<MailData[K]>), {
        appName: named.appName,
        to,
        code,
        link,
        ...around(language),
      })
  return { kind, to, ...said, code, link, token }
}

// TypeScript cannot see that the words and the data of one kind belong together.
const letterOf = <K extends MailKind>({ words }: Wording, kind: K, data: Worded<MailData[K]>): Letter =>
  (words[kind] as (data: Worded<MailData[K]>) => Letter)(data)

const around = (language: Language) => ({
  wording: wordings[language],
  language,
  isFromRight: isFromRight(language),
})

const laidOut = (letter: Letter, around: Omit<Parameters<typeof toHtml>[0], 'letter'>) => {
  const filled = { letter, ...around }
  return { subject: letter.title, text: toText(filled), html: toHtml(filled) }
}

const valuesOf = (
  to: string,
  { appName, link, code, within, inviter, account, from, provider, name }: Proofs & Names,
): MailValues => ({
  appName,
  email: to,
  ...(from && { from }),
  ...(provider && { provider }),
  ...(name && { name }),
  ...(link && { link }),
  ...(code && { code }),
  ...(within !== undefined && { expiresIn: within }),
  inviter: inviter || 'Somebody',
  account: account || appName,
})

/** A mail as it comes out where there is nobody yet to send it to: in an owner's words, or in ours in a language. */
export const exampleMail = (
  name: MailName,
  { appName, publicUrl, ...words }: { readonly appName: string; readonly publicUrl: string } & InWords,
): Pick<MailMessage, 'subject' | 'html' | 'text'> => {
  const { needed } = mailVariables[name]
  const data = {
    appName,
    link: needed.includes('link') ? `${publicUrl}/example` : null,
    code: needed.includes('code') ? '123456' : null,
    minutes: 15,
    inviter: 'Alex Example',
    account: 'Example',
    from: 'before@example.test',
    provider: 'Example',
    name: 'Example',
    isProven: name !== 'address_contested',
  }
  // It has what any mail is of.
  const { subject, html, text } = renderMail(kindOf(name), 'person@example.test', data as MailData[MailKind], words)
  return { subject, html, text }
}

/** Our own words for a mail, as an owner would write them. */
export const usualWords = (name: MailName): MailWords => {
  const kind = kindOf(name)
  const { needed, others } = mailVariables[name]
  const has = (variable: MailVariable) => needed.includes(variable) || others.includes(variable)
  const written = (variable: MailVariable) => (has(variable) ? `{{${variable}}}` : null)
  const [link, code] = [written('link'), written('code')]
  const data = {
    appName: '{{appName}}',
    within: '{{expiresIn}}',
    inviter: '{{inviter}}',
    account: '{{account}}',
    from: '{{from}}',
    provider: '{{provider}}',
    name: '{{name}}',
    isProven: name !== 'address_contested',
  }
  const letter = (english.words[kind] as (data: object) => Letter)(data)
  const filled = { letter, appName: data.appName, to: '{{email}}', code, link, ...around('en') }
  return { subject: letter.title, htmlBody: toCard(filled), textBody: toText(filled).trim() }
}

interface Proofs {
  readonly userAgent?: string | null
  readonly link?: string | null
  readonly code?: string | null
  readonly token?: string | null
  readonly minutes?: number
  readonly within?: string
}

interface Names {
  readonly appName: string
  readonly inviter?: string | null
  readonly account?: string | null
  readonly from?: string | null
  readonly provider?: string | null
  readonly name?: string | null
}

const requireWebLink = (link: string) => {
  if (!/^https?:\/\/[^\s\p{Cc}]+$/u.test(link)) throw new Error('A mail links to http or https addresses only')
}

const plainNames = <T extends Names>(data: T): T => ({
  ...data,
  appName: plainName(data.appName),
  ...(data.inviter && { inviter: plainName(data.inviter) }),
  ...(data.account && { account: plainName(data.account) }),
  ...(data.from && { from: plainName(data.from) }),
  ...(data.provider && { provider: plainName(data.provider) }),
  ...(data.name && { name: plainName(data.name) }),
})

/**
 * A name on one line and not too long. Strangers choose names, and mail programs make a link of all that looks like one:
 * an unseen break after each dot, slash and @ keeps a name from leading anywhere.
 */
const plainName = (name: string): string =>
  name
    .replaceAll(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 80)
    .replaceAll(/[./:@](?=\S)/g, '$&\u200b')
