// Where the mock answers otherwise than the sandbox, in what the suite hears of both.
import type { Look, TargetName } from '../harness/recorder/records.ts'
import { differencesOf } from './compare.ts'

const cellOf = ({ operation, status, example }: Look): string => `${operation} ${status} ${example}`

const of = (looks: readonly Look[], target: TargetName) => looks.filter((look) => look.target === target)

/** What is in each of these lists. */
const common = (lists: readonly (readonly string[])[]): readonly string[] =>
  lists.length === 0 ? [] : lists.reduce((kept, next) => kept.filter((one) => next.includes(one)))

/**
 * Where the mock answers as the sandbox never does, one line each: operation, status, example, and what differs, the mock first. What
 * differs in one case and not in another of the same cell is alike: a field may be there now and then.
 */
export const unlike = (looks: readonly Look[]): readonly string[] => {
  const lines = [...Map.groupBy(looks, cellOf)].flatMap(([cell, all]) => {
    const real = of(all, 'real')
    return of(all, 'mock').flatMap(({ print }) =>
      common(real.map((other) => differencesOf(print, other.print))).map((what) => `${cell}: ${what}`),
    )
  })
  return [...new Set(lines)].sort()
}

/** Cells that both have answered: operation, status, example. */
export const comparedCells = (looks: readonly Look[]): ReadonlySet<string> => {
  const real = new Set(of(looks, 'real').map(cellOf))
  return new Set(
    of(looks, 'mock')
      .map(cellOf)
      .filter((cell) => real.has(cell)),
  )
}

/** Whether a line is one that a pattern names, in which a star stands for any text. */
const isNamedBy = (pattern: string) => {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  const expression = new RegExp(`^${parts.join('.*')}$`)
  return (line: string) => expression.test(line)
}

/** Differences that no pattern names, and patterns that name none any more. */
export const heldTo = (
  patterns: readonly string[],
  lines: readonly string[],
): { readonly unnamed: readonly string[]; readonly mended: readonly string[] } => ({
  unnamed: lines.filter((line) => !patterns.some((pattern) => isNamedBy(pattern)(line))),
  mended: patterns.filter((pattern) => !lines.some(isNamedBy(pattern))),
})
