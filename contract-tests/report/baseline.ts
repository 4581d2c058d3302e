// Known breaks of a server: what a team has accepted for now. Whatever else breaks is new.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

/** A break by its case and by what is wrong there: a case that begins to break otherwise is news. */
export interface Break {
  readonly case: string
  readonly problem: string
}

/**
 * What differs from run to run is left out: what stands in quotes, also where it was cut short; UUIDs; times, of ISO 8601 and of HTTP;
 * numbers of six and more digits; runs of 20 and more letters, digits, `-` and `_` among which are digits, and what is left of a longer
 * one before `…`. The names of fields, statuses and small numbers stay.
 */
const steady = (text: string): string =>
  text
    .replace(/"(?:[^"\\…]|\\.)*(?:…?"|…)/g, '"…"')
    .replace(/\b[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '…')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?/g, '…')
    .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g, '…')
    .replace(/(?<![\w-])(?=[\w-]*\d)[\w-]{20,}/g, '…')
    .replace(/(?<![\w.-])[\w.-]{1,4}…/g, '…')
    .replace(/\d{6,}(\.\d+)?/g, '…')

/** What is wrong, without what was sent and what came. */
export const problemIn = (reason: string): string => {
  const [sentence = ''] = reason.split('\n')
  const end = sentence.lastIndexOf(' came; ')
  return steady(end < 0 ? sentence : sentence.slice(end + ' came; '.length)).trim()
}

const keyOf = ({ case: name, problem }: Break): string => JSON.stringify([name, problem])

const isBreak = (value: unknown): value is Break => {
  const { case: name, problem } = (value ?? {}) as { case?: unknown; problem?: unknown }
  return typeof name === 'string' && typeof problem === 'string'
}

/** The breaks of a file; none where nobody keeps one yet. Throws with a sentence where it is something else. */
export const readBaseline = (path: string): readonly Break[] => {
  if (!existsSync(path)) return []
  const { broken } = JSON.parse(readFileSync(path, 'utf8')) as { broken?: unknown }
  if (!Array.isArray(broken) || !broken.every(isBreak)) {
    throw new Error('it holds no list "broken" of {"case": …, "problem": …}')
  }
  return broken
}

export interface Gate {
  /** Takes down that a case is broken, and whether that was known. */
  breaks(name: string, reason: string): boolean
  /** Takes down that a case was asked, and how it went. */
  keeps(name: string): void
  /** How a case that breaks otherwise now is known to break; empty for a case of which nothing is known. */
  otherwise(name: string): readonly string[]
  /** Known breaks whose cases were asked and are kept. */
  mended(): readonly Break[]
  /** The breaks there are now; of what was not asked, those that were known. */
  now(): readonly Break[]
}

export const createGate = (baseline: readonly Break[]): Gate => {
  const accepted = new Set(baseline.map(keyOf))
  const met = new Map<string, Break>()
  const asked = new Set<string>()
  const broken = new Set<string>()
  const gone = () => baseline.filter((one) => asked.has(one.case) && !met.has(keyOf(one)))
  return {
    breaks: (name, reason) => {
      const one = { case: name, problem: problemIn(reason) }
      asked.add(name)
      broken.add(name)
      met.set(keyOf(one), one)
      return accepted.has(keyOf(one))
    },
    keeps: (name) => void asked.add(name),
    otherwise: (name) => gone().flatMap((one) => (one.case === name ? [one.problem] : [])),
    mended: () => gone().filter((one) => !broken.has(one.case)),
    now: () => {
      const out = new Set(gone().map(keyOf))
      const all = new Map([
        ...baseline.filter((one) => !out.has(keyOf(one))).map((one) => [keyOf(one), one] as const),
        ...met,
      ])
      return [...all.values()].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    },
  }
}

/** In an order of its own, so that it reads well in a diff. */
export const writeBaseline = (path: string, broken: readonly Break[]): void =>
  writeFileSync(path, `${JSON.stringify({ broken }, undefined, 2)}\n`)
