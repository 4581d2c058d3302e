// What a run asks about: everything, or the operations that were named, apart from those that the target does not have.
import type { OperationId } from '../../../generated/operations.ts'
import { declared } from '../contract/contract.ts'

const listed = (value: string | undefined): ReadonlySet<string> | undefined =>
  value === undefined ? undefined : new Set(value.split(',').filter((id) => id !== ''))

const named = listed(process.env.CONFORM_OPERATIONS)
const missing = listed(process.env.CONFORM_ABSENT) ?? new Set<string>()

const wanted = process.env.CONFORM_CASE

/** Whether a test is one of those that were chosen by their names. */
export const isChosen = (testName: string): boolean => wanted === undefined || testName.includes(wanted)

/** Whether the target was found not to have this operation. */
export const isAbsent = (id: OperationId): boolean => missing.has(id)

/** Whether the run is about this operation, be it there or not. */
export const isNamed = (id: OperationId): boolean => named?.has(id) ?? true

/** Whether the answers of this operation are what the run is about. */
export const isAsked = (id: OperationId): boolean => isNamed(id) && !isAbsent(id)

/** Whether the run is about anything of a surface. */
export const isAbout = (surface: string): boolean =>
  [...declared.keys()].some((id) => id.startsWith(`${surface}.`) && isAsked(id))

/** The operation that a test is about, by its full name; undefined for flows over several. */
export const operationIn = (testName: string): OperationId | undefined =>
  testName.match(/\b[a-z]+\.[a-z]\w+\b/gi)?.find((word): word is OperationId => declared.has(word as OperationId))

/** Whether a test finds out by itself what of it can be asked: a journey step by step, the negatives credential by credential. */
const choosesItself = (file: string): boolean => /\/(journeys|negatives)\//.test(file)

/** Why a test is not for this run; undefined when it is. */
export const reasonToSkip = (file: string, testName: string): string | undefined => {
  const id = operationIn(testName)
  const isWhole = named === undefined && missing.size === 0
  if (!id && !isWhole && !choosesItself(file)) return 'it is about more than was asked for'
  if (id && isAbsent(id)) return `${id} is absent`
  if (id && !isAsked(id)) return `${id} was not asked for`
  return undefined
}
