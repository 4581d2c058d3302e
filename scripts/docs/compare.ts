// Whether a page tells what was printed, but for what differs from run to run.
import type { Block } from './examples.ts'

/** What has a meaning and a length of its own, and differs from run to run: a name for each kind of it. */
const masks: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]+(\.[\w-]+)*…?/g, '<jwt>'],
  [/(data:image\/png;base64,)[\w+/=]+…?/g, '$1<picture>'],
  // The sandbox's own ids are the same at every start.
  [/(?!01900000-0000-7000-8000-)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>'],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'],
  [/(?<![\w-])[0-9a-f]{64}(?![\w-])/g, '<hex of 32 bytes>'],
  [/(?<![A-Za-z0-9-])[\w-]{43}(?![\w-])/g, '<32 bytes>'],
  [/(?<![\w-])[A-Z2-7]{32}(?![\w-])/g, '<20 bytes>'],
  [/(?<![\w-])[0-9a-f]{5}-[0-9a-f]{5}(?![\w-])/g, '<backup code>'],
  [/(?<=sk_(test|live)_)[\w-]{4}(?![\w-])/g, '<prefix>'],
  [/curl\/\d+(\.\d+)+/g, 'curl/<version>'],
  [/(?<=^ada\.)\d+(?=@)/g, '<number>'],
]

const masked = (text: string): string => masks.reduce((left, [pattern, name]) => left.replace(pattern, name), text)

/** A time in seconds since 1970, as tokens have it. */
const isTime = (value: unknown) => typeof value === 'number' && value > 1_700_000_000 && value < 3_000_000_000

/** The same value with each text masked. */
const maskedJson = (value: unknown): unknown => {
  if (typeof value === 'string') return masked(value)
  if (isTime(value)) return '<seconds>'
  if (Array.isArray(value)) return value.map(maskedJson)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskedJson(inner)]))
}

/** Text or JSON as it can be compared. JSON that is none stays text. */
export const comparable = (text: string, kind: string): unknown => {
  if (kind === 'json') {
    try {
      return maskedJson(JSON.parse(text))
    } catch {
      return masked(text.trim())
    }
  }
  return linesOf(text).map(masked)
}

const linesOf = (text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trimEnd())

export interface Shown {
  readonly block: Block
  /** What of that was printed which the block stands for. */
  readonly printed: string
}

/**
 * Shares what was printed out among the blocks of an example. With headers and a body shown, those of the headers count whose
 * names are shown.
 */
export const shareOut = (blocks: readonly Block[], out: string): Shown[] => {
  const [first, second] = blocks
  if (!first) return []
  if (first.kind !== 'http') return [{ block: first, printed: out }]
  const [head = '', body = ''] = out.split(/\r?\n\r?\n(.*)/s)
  const names = linesOf(first.text).map(nameOf)
  const printed = linesOf(head)
    .filter((line) => names.includes(nameOf(line)))
    .join('\n')
  return [{ block: first, printed }, ...(second ? [{ block: second, printed: body }] : [])]
}

const nameOf = (line: string) => line.split(/[: ]/)[0]!.toLowerCase()

const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Which id of a page stands for which id of the run, in the order of the page. Of blocks that tell what was printed. */
export const pairsOfIds = ({ block, printed }: Shown): (readonly [onPage: string, printed: string])[] => {
  const there = [...printed.matchAll(ids)]
  return [...block.text.matchAll(ids)].map(([id], at) => [id, there[at]?.[0] ?? ''] as const)
}
