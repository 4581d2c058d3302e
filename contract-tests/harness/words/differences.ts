// Which fields of two values differ, in words.
import { isDeepStrictEqual } from 'node:util'
import { isSecret } from './mask.ts'
import { showsSecrets } from './curl.ts'

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const longest = 120

/** A value as a sentence may hold it: cut short, and a secret more so. */
export const shown = (value: unknown, name = ''): string => {
  if (typeof value === 'string' && isSecret(name, value)) return `"${value.slice(0, 4)}…"`
  const text = JSON.stringify(value) ?? String(value)
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

const named = (place: readonly string[]): string => place.join('.') || 'it'

interface Matcher {
  asymmetricMatch(value: unknown): boolean
}
const isMatcher = (value: unknown): value is Matcher => isObject(value) && typeof value.asymmetricMatch === 'function'

/** What of a value is not as it should be, field by field. A field that is there and not wanted counts only where all have to be. */
export const differences = (
  actual: unknown,
  wanted: unknown,
  { isWhole = true, place = [] }: { readonly isWhole?: boolean; readonly place?: readonly string[] } = {},
): string[] => {
  if (isMatcher(wanted)) {
    return wanted.asymmetricMatch(actual) ? [] : [`${named(place)} is ${shown(actual, place.at(-1))}`]
  }
  if (isDeepStrictEqual(actual, wanted)) return []
  if (!isObject(actual) || !isObject(wanted) || Array.isArray(actual) !== Array.isArray(wanted)) {
    const name = place.at(-1)
    return [`${named(place)} is ${shown(actual, name)} instead of ${shown(wanted, name)}`]
  }
  return [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].flatMap((name) => {
    const here = [...place, name]
    if (!(name in wanted)) return isWhole ? [`${named(here)} is not due: ${shown(actual[name], name)}`] : []
    // What is undefined and what is not there are the same in JSON.
    if (!(name in actual)) {
      return wanted[name] === undefined ? [] : [`${named(here)} is missing: ${shown(wanted[name], name)} is due`]
    }
    return differences(actual[name], wanted[name], { isWhole, place: here })
  })
}

/** How many fields of one answer are told. */
const most = 6

/** A sentence of the runner's without what looks like a token; the parts of a path are none. */
const withoutTokens = (text: string): string => text.replace(/(?<![\w./-])[\w.-]{24,}/g, (run) => `${run.slice(0, 4)}…`)

/** The failure of an assertion about fields in words; of another as it is, with tokens cut short unless they are to be shown. */
export const inWords = (error: unknown, isWhole = showsSecrets()): string => {
  const { message, actual, expected } = error as Error & { readonly actual?: unknown; readonly expected?: unknown }
  // What the runner says of its own way to compare is nothing to whoever reads it.
  const told = message.replace(' // Object.is equality', '')
  const sentence = isWhole ? told : withoutTokens(told)
  if (!isObject(actual) || !isObject(expected)) return sentence
  const found = differences(actual, expected, { isWhole: !/ to match object /.test(message) })
  if (found.length === 0) return sentence
  const more = found.length > most ? [`and ${found.length - most} fields more`] : []
  return [...found.slice(0, most), ...more].join('; ')
}
