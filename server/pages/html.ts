// HTML that is safe by default: every value put into a template is escaped unless it is itself a template.

// A symbol, so that no parsed JSON can pose as markup.
const markup = Symbol('markup')

/** A fragment of finished markup. Only the `html` tag makes one. */
export interface Html {
  readonly [markup]: string
}

export type HtmlValue = string | number | Html | null | undefined | false | readonly HtmlValue[]

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

const said = (value: HtmlValue): string => {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (markup in value) return value[markup]
  return value.map(said).join('')
}

/** Builds markup. Text is escaped; fragments and lists nest; null, undefined and false say nothing. Quote attributes. */
export const html = (parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html => ({
  [markup]: unindented(parts).reduce((text, part, index) => text + said(values[index - 1]) + part),
})

/** A template is indented for who reads our code: a quarter of a page would be blanks. */
const unindented = (parts: TemplateStringsArray): readonly string[] => {
  const known = templates.get(parts)
  if (known) return known
  const made = parts.map((part) => part.replaceAll(/\n\s+/g, '\n'))
  templates.set(parts, made)
  return made
}

/** Of each place in our code there is one. */
const templates = new WeakMap<TemplateStringsArray, readonly string[]>()

/** The markup as a string, to be sent. */
export const render = (fragment: Html): string => fragment[markup]

/** Words of ours with values between them: as markup, and plain for where markup has no place. */
export interface Phrase extends Html {
  readonly plain: string
}

/**
 * Fills `{{name}}`. What people chose is isolated, so that the direction of its script mixes with none around it (HTML
 * section 4.5.24; for plain text Unicode's FSI and PDI).
 */
export const phrase = (words: string, values: Readonly<Record<string, string | number | Phrase>> = {}): Phrase => {
  const parts = words.split(/\{\{(\w+)\}\}/).map((part, index) => (index % 2 === 0 ? part : (values[part] ?? '')))
  const fill = (own: (part: string) => string, filled: (value: string | Phrase) => string): string =>
    parts
      .map((part, index) => (index % 2 === 0 ? own(String(part)) : filled(typeof part === 'number' ? `${part}` : part)))
      .join('')
  const isMixed = fromRight.test(fill(String, plainOf))
  return {
    [markup]: fill(escaped, (value) => (typeof value === 'string' ? isolated(value) : value[markup])),
    plain: fill(String, (value) => (isMixed ? `\u2068${plainOf(value)}\u2069` : plainOf(value))),
  }
}

const isolated = (text: string): string => `<bdi>${escaped(text)}</bdi>`

const plainOf = (value: string | Phrase): string => (typeof value === 'string' ? value : value.plain)

/** Hebrew, Arabic and what is written like them. */
const fromRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u

/** A value that stands out. */
export const strong = (value: string | Phrase): Phrase => ({
  [markup]: `<strong>${typeof value === 'string' ? isolated(value) : value[markup]}</strong>`,
  plain: plainOf(value),
})
