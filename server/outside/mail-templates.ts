// From a kind and its data to a finished mail.
import type { MailKind, MailMessage } from '../model/mail.ts'
import { toHtml, toText } from './mail-layout.ts'
import { words, type Letter, type MailData } from './mail-words.ts'

export type { MailData } from './mail-words.ts'

/** Writes a mail. Throws when the link is not an absolute http or https address. */
export const renderMail = <K extends MailKind>(kind: K, to: string, data: MailData[K]): MailMessage => {
  const { link = null, code = null, token = null }: Proofs = data
  if (link !== null) requireWebLink(link)

  const named = plainNames(data)
  // TypeScript cannot see that the words and the data of one kind belong together.
  const letter = (words[kind] as (data: MailData[K]) => Letter)(named)
  const filled = { letter, appName: named.appName, to, code, link }
  return { kind, to, subject: letter.title, text: toText(filled), html: toHtml(filled), code, link, token }
}

interface Proofs {
  readonly link?: string | null
  readonly code?: string | null
  readonly token?: string | null
}

interface Names {
  readonly appName: string
  readonly inviter?: string | null
  readonly account?: string | null
}

const requireWebLink = (link: string) => {
  if (!/^https?:\/\/[^\s\p{Cc}]+$/u.test(link)) throw new Error('A mail links to http or https addresses only')
}

const plainNames = <T extends Names>(data: T): T => ({
  ...data,
  appName: plainName(data.appName),
  ...(data.inviter && { inviter: plainName(data.inviter) }),
  ...(data.account && { account: plainName(data.account) }),
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
