// What the contract declares and the suite has not tried. Golden: uncovered.txt. docs/conformance.md says what counts.
import type { OperationId } from '../../../generated/operations.ts'
import { alternativesOf, open } from '../contract/alternatives.ts'
import { type Declared, declared } from '../contract/contract.ts'
import { type Exchange, type TargetName, readCells } from './records.ts'

type Tried = Pick<Exchange, 'target' | 'operation' | 'status' | 'example' | 'alternative'>

/** Names of the examples of a status; an answer without a body has one, called empty. */
export const examplesOf = ({ responses }: Declared, status: number): string[] => {
  const names = Object.values(responses.get(status)!.content).flatMap(({ examples }) => Object.keys(examples))
  return names.length > 0 ? [...new Set(names)] : ['empty']
}

/**
 * What each security requirement owes: a success, and where it asks for a credential, its own refusal. Other answers do not depend on who
 * calls: one security requirement stands for all.
 */
export const owedBy = ({ responses }: Declared, requirement: string): ('success' | 'refusal')[] => {
  const statuses = [...responses.keys()]
  return [
    ...(statuses.some((status) => status < 400) ? (['success'] as const) : []),
    ...(requirement !== open && statuses.includes(401) ? (['refusal'] as const) : []),
  ]
}

/** What an exchange shows of its security requirement. */
export const shownBy = (status: number): 'success' | 'refusal' | undefined =>
  status < 400 ? 'success' : status === 401 ? 'refusal' : undefined

const lineOf = (target: string, id: OperationId, ...rest: readonly (string | number)[]) =>
  [target, id, ...rest].join(' ')

/** Every target, operation, status and example, and every security requirement, that the contract declares and nobody has tried. */
export const uncovered = (targets: readonly TargetName[], cells: readonly Tried[] = readCells()): string[] => {
  const tried = new Set(
    cells.flatMap(({ target, operation, status, example, alternative }) => [
      lineOf(target, operation, status, example),
      lineOf(target, operation, shownBy(status) ?? 'other', 'by', alternative),
    ]),
  )
  return [...declared.values()]
    .flatMap((operation) =>
      targets.flatMap((target) => [
        ...[...operation.responses.keys()].flatMap((status) =>
          examplesOf(operation, status).map((example) => lineOf(target, operation.id, status, example)),
        ),
        ...alternativesOf(operation.id).flatMap((requirement) =>
          owedBy(operation, requirement).map((owed) => lineOf(target, operation.id, owed, 'by', requirement)),
        ),
      ]),
    )
    .filter((wanted) => !tried.has(wanted))
    .sort()
}
