// The two forms of a letter: plain text, and HTML that mail programs of all ages can show.
import type { Letter, Wording } from './mail-words.ts'

export interface Filled {
  readonly letter: Letter
  readonly appName: string
  readonly to: string
  readonly code: string | null
  readonly link: string | null
  readonly wording: Pick<Wording, 'openAddress' | 'sentTo'>
  /** A tag (BCP 47). */
  readonly language: string
  readonly isFromRight: boolean
}

export const toText = ({ letter, appName, to, code, link, wording }: Filled): string =>
  [
    ...letter.opening,
    code && `    ${code}`,
    link && `${letter.action}:\n${link}`,
    ...letter.closing,
    `-- \n${wording.sentTo(appName, to)}`,
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n')

export const toHtml = (filled: Filled): string => page(filled, toCard(filled))

/** The HTML without what a mail program needs around it. */
export const toCard = ({ letter, appName, to, code, link, wording, isFromRight }: Filled): string =>
  card(isFromRight ? 'right' : 'left', [
    `<p class="quiet" style="${QUIET}margin:0 0 24px;font-weight:600">${escapeHtml(appName)}</p>`,
    `<h1 class="ink" style="${INK}margin:0 0 16px;font-size:22px;line-height:30px;font-weight:600">${escapeHtml(letter.title)}</h1>`,
    ...letter.opening.map((text) => `<p class="ink" style="${INK}${PARAGRAPH}">${escapeHtml(text)}</p>`),
    ...(code ? [codeBox(code)] : []),
    ...(link ? [button(letter.action ?? 'Open', link, wording.openAddress)] : []),
    ...letter.closing.map((text) => `<p class="quiet" style="${QUIET}margin:0 0 8px">${escapeHtml(text)}</p>`),
    `<p class="quiet line" style="${QUIET}margin:24px 0 0;padding-top:16px;border-top:1px solid #e4e4e7">${escapeHtml(wording.sentTo(appName, to))}</p>`,
  ])

/** Text as HTML text or as the value of a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;"
const INK = `${FONT}color:#18181b;`
const QUIET = `${FONT}color:#63636b;font-size:14px;line-height:21px;`
const PARAGRAPH = 'margin:0 0 16px;font-size:16px;line-height:25px'

// Inline styles are what every program reads; these few only turn the colours for those that know the dark.
const DARK = `
@media (prefers-color-scheme: dark) {
  .page { background: #111113 !important }
  .card { background: #1c1c20 !important; border-color: #34343a !important }
  .ink { color: #f4f4f5 !important }
  .quiet { color: #a5a5ae !important }
  .line { border-color: #34343a !important }
  .code { background: #2a2a30 !important }
  .button { background: #f4f4f5 !important }
  .label { color: #18181b !important }
}`

const codeBox = (code: string) =>
  `<p class="ink code" style="${INK}margin:8px 0 24px;padding:16px;border-radius:8px;background:#f4f4f5;text-align:center;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:30px;line-height:36px;letter-spacing:6px">${escapeHtml(code)}</p>`

const button = (label: string, link: string, openAddress: string) => `
<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 16px"><tr>
<td class="button" style="border-radius:8px;background:#18181b"><a class="label" href="${escapeHtml(link)}" style="${FONT}display:inline-block;padding:12px 22px;font-size:16px;line-height:24px;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(label)}</a></td>
</tr></table>
<p class="quiet" style="${QUIET}margin:0 0 24px;word-break:break-all">${escapeHtml(openAddress)} <a class="quiet" href="${escapeHtml(link)}" style="${QUIET}">${escapeHtml(link)}</a></p>`

const page = (
  { letter: { title }, language, isFromRight }: Pick<Filled, 'letter' | 'language' | 'isFromRight'>,
  content: string,
) => `<!doctype html>
<html lang="${language}"${isFromRight ? ' dir="rtl"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(title)}</title>
<style>:root { color-scheme: light dark }${DARK}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f4f4f5">
${content}
</body>
</html>
`

const card = (
  side: 'left' | 'right',
  blocks: readonly string[],
) => `<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:#f4f4f5"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;background:#ffffff;border:1px solid #e4e4e7;border-radius:12px"><tr><td align="${side}" style="padding:32px">
${blocks.join('\n')}
</td></tr></table>
</td></tr></table>`
