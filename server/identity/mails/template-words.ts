// Whether words are good for a mail.
import { Failure } from '../../model/failure.ts'
import { type MailName, type MailVariable, type MailWords, mailVariables } from '../../model/mail-template.ts'
import { hasStrayBraces, namesIn } from '../../outside/filled-words.ts'
import { attributesOf, htmlCleaner, toPlainText } from '../../outside/mail-html.ts'

export interface GivenWords extends MailWords {
  /** What they name, or may; undefined for what they do name. */
  readonly variables?: readonly string[] | undefined
}

/** As many characters as a request may bring, so that whatever is read can be sent back. */
const longestHtml = 20_000

/** The words as they are kept, with cleaned HTML. Refuses with `invalid_request`, and says what is wrong with which field. */
export const checkedWords = async (
  name: MailName,
  { subject, htmlBody: given, textBody, variables: declared }: GivenWords,
): Promise<MailWords & { readonly variables: readonly MailVariable[] }> => {
  const { needed, others } = mailVariables[name]
  const known: readonly MailVariable[] = [...needed, ...others]
  const clean = await htmlCleaner()
  const htmlBody = clean(given)
  // What is escaped grows. Characters are counted as JSON Schema counts them: an emoji is one.
  if ([...htmlBody].length > longestHtml) {
    throw refusal('htmlBody', `is longer than ${longestHtml} characters once it is cleaned`)
  }
  const fields = { subject, htmlBody, textBody: textBody ?? '' }
  for (const [field, text] of Object.entries(fields)) requireNames(field, text, name, known)
  requirePlaces(htmlBody)
  // What stands in attributes alone does not count, but for a link's address and a picture's words.
  const read = { htmlBody: toPlainText(htmlBody), ...(textBody !== null && { textBody }) }
  for (const [field, text] of Object.entries(read)) {
    if (text.trim() === '') throw refusal(field, 'says nothing once it is cleaned')
    const missing = needed.find((variable) => !namesIn(text).includes(variable))
    if (missing !== undefined) throw refusal(field, `lacks {{${missing}}}, without which ${name} is of no use`)
  }
  const named = known.filter((variable) => Object.values(fields).some((text) => namesIn(text).includes(variable)))
  return { subject, htmlBody, textBody, variables: declaredOrNamed(name, known, named, declared) }
}

const requireNames = (field: string, text: string, name: MailName, known: readonly string[]): void => {
  if (hasStrayBraces(text)) throw refusal(field, 'has double braces around what is no name')
  const unknown = namesIn(text).find((one) => !known.includes(one))
  if (unknown === undefined) return
  throw refusal(field, `names {{${unknown.slice(0, 40)}}}; ${name} has ${known.join(', ')}`)
}

/** In an attribute a value could lead somewhere else, or tell somebody a code. */
const requirePlaces = (html: string): void => {
  const odd = attributesOf(html).find(
    ({ name, value }) =>
      /\{\{/.test(value) &&
      !['alt', 'title'].includes(name) &&
      !(name === 'href' && /^\{\{\s*link\s*\}\}$/.test(value.trim())),
  )
  if (odd) throw refusal('htmlBody', `has a variable in ${odd.name}; they stand in text, and {{link}} alone in href`)
}

const declaredOrNamed = (
  name: MailName,
  known: readonly MailVariable[],
  named: readonly MailVariable[],
  declared: readonly string[] | undefined,
): readonly MailVariable[] => {
  if (declared === undefined) return named
  const foreign = declared.find((variable) => !known.some((one) => one === variable))
  if (foreign !== undefined) throw refusal('variables', `has ${foreign}; ${name} has ${known.join(', ')}`)
  const missing = named.find((variable) => !declared.includes(variable))
  if (missing !== undefined) throw refusal('variables', `lacks ${missing}, which the words name`)
  return known.filter((variable) => declared.includes(variable))
}

const refusal = (field: string, problem: string): Failure => new Failure('invalid_request', `${field}: ${problem}`)
