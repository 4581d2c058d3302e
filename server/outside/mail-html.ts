// Other people's HTML for mails: what may stand in it, and how it reads as plain text. Read as a stream and not as a tree, so
// that no nesting and no unclosed tag makes it large.
import { createRequire } from 'node:module'
import type * as HtmlParser from 'htmlparser2'
import type { IOptions } from 'sanitize-html'
import { once } from '../model/once.ts'

/** Read for the first mail in words of an owner's; others have none to read. */
const library = once(() => createRequire(import.meta.url)('htmlparser2') as typeof HtmlParser)

const blocks = ['blockquote', 'caption', 'center', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'pre', 'table', 'tr']
const lists = ['li', 'ol', 'ul']
const cells = ['col', 'colgroup', 'tbody', 'td', 'tfoot', 'th', 'thead']
const marks = [
  'a',
  'abbr',
  'b',
  'br',
  'code',
  'em',
  'font',
  'hr',
  'i',
  'img',
  's',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
]

const styles = [
  ...['background', 'background-color', 'color', 'direction', 'font', 'font-family', 'font-size', 'font-style'],
  ...[
    'font-variant',
    'font-weight',
    'height',
    'letter-spacing',
    'line-height',
    'list-style',
    'list-style-type',
    'margin',
  ],
  ...[
    'margin-bottom',
    'margin-left',
    'margin-right',
    'margin-top',
    'max-height',
    'max-width',
    'min-height',
    'min-width',
  ],
  ...['overflow-wrap', 'padding', 'padding-bottom', 'padding-left', 'padding-right', 'padding-top', 'table-layout'],
  ...['text-align', 'text-decoration', 'text-transform', 'vertical-align', 'white-space', 'width', 'word-break'],
  ...['border', 'border-bottom', 'border-collapse', 'border-color', 'border-left', 'border-radius', 'border-right'],
  ...['border-spacing', 'border-style', 'border-top', 'border-width'],
]

/** Names, numbers, lengths and colours: nothing that fetches, computes or is escaped. */
const plainValue = /^(?!.*(?:url|expression|image|attr|var|calc|javascript)\b)[\w\s#%.,()'"-]+$/i

const rules: IOptions = {
  allowedTags: [...blocks, ...lists, ...cells, ...marks],
  allowedAttributes: {
    '*': ['align', 'bgcolor', 'dir', 'height', 'lang', 'role', 'style', 'title', 'valign', 'width'],
    a: ['href'],
    img: ['alt', 'src'],
    font: ['color', 'face', 'size'],
    table: ['border', 'cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  allowedStyles: { '*': Object.fromEntries(styles.map((name) => [name, [plainValue]])) },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  nestingLimit: 60,
}

/** What makes HTML be without scripts, forms, frames, style sheets, and whatever else does something where a mail is read. */
export const htmlCleaner = async (): Promise<(html: string) => string> => {
  // Loaded when words are saved, which few processes ever see.
  const { default: sanitizeHtml } = await import('sanitize-html')
  return (html) => sanitizeHtml(html, rules).trim()
}

/** Of each attribute with a value: where it stands, and the value. */
export const attributesOf = (html: string): { readonly name: string; readonly value: string }[] => {
  const found: { name: string; value: string }[] = []
  const reader = new (library().Parser)({ onattribute: (name, value) => void found.push({ name, value }) })
  reader.end(html)
  return found
}

const broken = new Set([...blocks, ...lists])
const apart = new Set(['blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ol', 'p', 'pre', 'table', 'ul'])

/** How HTML reads without its form: paragraphs apart, links behind their words, pictures by their words. */
export const toPlainText = (html: string): string => {
  let text = ''
  const links: { readonly href: string; readonly from: number }[] = []
  const breakLine = (name: string) => {
    if (apart.has(name)) text += '\n\n'
    else if (broken.has(name)) text += '\n'
  }
  const reader = new (library().Parser)({
    onopentag: (name, { href, alt }) => {
      breakLine(name)
      if (name === 'br') text += '\n'
      if (name === 'hr') text += '\n\n--\n\n'
      if (name === 'li') text += '- '
      if (name === 'td' || name === 'th') text += ' '
      if (name === 'img' && alt) text += alt
      if (name === 'a') links.push({ href: href ?? '', from: text.length })
    },
    ontext: (part) => void (text += part.replaceAll(/\s+/g, ' ')),
    onclosetag: (name) => {
      breakLine(name)
      if (name !== 'a') return
      const link = links.pop()
      if (link?.href && text.slice(link.from).trim() !== link.href) text += ` <${link.href}>`
    },
  })
  reader.end(html)
  return text
    .replaceAll(/[ \t]*\n[ \t]*/g, '\n')
    .replaceAll(/ {2,}/g, ' ')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
}
