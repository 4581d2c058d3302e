// What a run asks about: everything, or the operations that were named, apart from those that the target does not have.
import type { OperationId } from '../../generated/operations.ts'
import { declared } from './contract.ts'

const listed = (value: string | undefined): ReadonlySet<string> | undefined =>
  value === undefined ? undefined : new Set(value.split(',').filter((id) => id !== ''))

const named = listed(process.env.CONFORM_OPERATIONS)
const missing = listed(process.env.CONFORM_ABSENT) ?? new Set<string>()

/** Whether the target was found not to have this operation. */
export const isAbsent = (id: OperationId): boolean => missing.has(id)

/** Whether the run is about this operation, be it there or not. */
export const isNamed = (id: OperationId): boolean => named?.has(id) ?? true

/** Whether the answers of this operation are what the run is about. */
export const isAsked = (id: OperationId): boolean => isNamed(id) && !isAbsent(id)

/** The operation that a test is about, by its full name; undefined for flows over several. */
export const operationIn = (testName: string): OperationId | undefined =>
  testName.match(/\b[a-z]+\.[a-z]\w+\b/gi)?.find((word): word is OperationId => declared.has(word as OperationId))

/** Why a test is not for this run; undefined when it is. A journey finds out by itself, step by step. */
export const reasonToSkip = (file: string, testName: string): string | undefined => {
  const id = operationIn(testName)
  const isWhole = named === undefined && missing.size === 0
  if (!id && !isWhole && !file.includes('/journeys/')) return 'it is about more than was asked for'
  if (id && isAbsent(id)) return `${id} is absent`
  if (id && !isAsked(id)) return `${id} was not asked for`
  return undefined
}
