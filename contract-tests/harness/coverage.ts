// What the suite has tried, and what the contract declares beside it. Golden: uncovered.txt.
import type { OperationId } from '../../generated/operations.ts'
import { declared } from './contract.ts'
import { type Cell, type TargetName, readCells } from './records.ts'

/** One thing that has to be tried: an example of a status, or a way in of an operation. */
const lineOf = (target: string, id: OperationId, ...rest: readonly (string | number)[]) =>
  [target, id, ...rest].join(' ')

/** Every target, operation, status and example that the contract declares and no case has tried. */
export const uncovered = (targets: readonly TargetName[], cells: readonly Cell[] = readCells()): string[] => {
  const tried = new Set(
    cells.map(({ target, operation, status, example }) => lineOf(target, operation, status, example)),
  )
  return [...declared.values()]
    .flatMap(({ id, responses }) =>
      [...responses].flatMap(([status, { content }]) => {
        const names = Object.values(content).flatMap(({ examples }) => Object.keys(examples))
        return targets.flatMap((target) =>
          (names.length > 0 ? names : ['empty']).map((name) => lineOf(target, id, status, name)),
        )
      }),
    )
    .filter((wanted) => !tried.has(wanted))
    .sort()
}
