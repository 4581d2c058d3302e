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
  [markup]: parts.reduce((text, part, index) => text + said(values[index - 1]) + part),
})

/** The markup as a string, to be sent. */
export const render = (fragment: Html): string => fragment[markup]
