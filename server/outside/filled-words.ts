// An owner's words for a mail, filled: a name in double braces is a variable, and nothing else in them means anything.
import type { MailValues, MailVariable, MailWords } from '../model/mail-template.ts'
import { escapeHtml } from './mail-layout.ts'
import { toPlainText } from './mail-html.ts'

const place = /\{\{\s*([A-Za-z]+)\s*\}\}/g

export const namesIn = (text: string): string[] => [...new Set([...text.matchAll(place)].map(([, name]) => name ?? ''))]

/** Whether there are double braces around something else than a name. */
export const hasStrayBraces = (text: string): boolean => /\{\{|\}\}/.test(text.replaceAll(place, ''))

/** Throws where the words name what this mail does not have. */
export const fillWords = (
  { subject, htmlBody, textBody }: MailWords,
  values: MailValues,
  language: string | null,
): { readonly subject: string; readonly html: string; readonly text: string } => {
  const title = fill(subject, values)
  return {
    subject: title,
    html: page(title, fill(htmlBody, values, escapeHtml), language),
    text: `${fill(textBody ?? toPlainText(htmlBody), values)}\n`,
  }
}

/** Once: what a value holds is not looked at again. */
const fill = (text: string, values: MailValues, write = (value: string) => value): string =>
  text.replaceAll(place, (_all, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name as MailVariable] : undefined
    if (value === undefined) throw new Error(`A mail has no ${name}`)
    return write(value)
  })

/** Scripts that are written from right to left (ISO 15924). */
const fromRight = ['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Syrc', 'Thaa']

const markOf = (language: string): string => {
  const isFromRight = fromRight.includes(new Intl.Locale(language).maximize().script ?? '')
  return ` lang="${language}"${isFromRight ? ' dir="rtl"' : ''}`
}

const page = (title: string, body: string, language: string | null) => `<!doctype html>
<html${language === null ? '' : markOf(language)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title>
</head>
<body>
${body}
</body>
</html>
`
