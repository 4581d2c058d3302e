// What a run asks about: everything, or the operations that were named, apart from those that the target does not have.
import type { OperationId } from '../../../generated/operations.ts'
import { declared } from '../contract/contract.ts'

const lists = new Map<string, ReadonlySet<string>>()

/** Looked up each time: the kit has loaded this before it knows what its run is about. */
const listIn = (name: 'CONFORM_OPERATIONS' | 'CONFORM_ABSENT'): ReadonlySet<string> | undefined => {
  const value = process.env[name]
  if (value === undefined) return undefined
  const list = lists.get(value) ?? new Set(value.split(',').filter((id) => id !== ''))
  lists.set(value, list)
  return list
}

/** Whether a test is one of those that were chosen by their names. */
export const isChosen = (testName: string): boolean => testName.includes(process.env.CONFORM_CASE ?? '')

/** Whether the target was found not to have this operation. */
export const isAbsent = (id: OperationId): boolean => listIn('CONFORM_ABSENT')?.has(id) ?? false

/** Whether the run is about this operation, be it there or not. */
export const isNamed = (id: OperationId): boolean => listIn('CONFORM_OPERATIONS')?.has(id) ?? true

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

/** Of a test that is about several operations at once, in a run that is about some of them. */
export const ofSeveral = {
  named: 'it is about several operations at once, and only some were asked for',
  there: 'it is about several operations at once, and only some are there',
} as const

/** Why a test is not for this run; undefined when it is. */
export const reasonToSkip = (file: string, testName: string): string | undefined => {
  const id = operationIn(testName)
  const areNamed = listIn('CONFORM_OPERATIONS') !== undefined
  const isWhole = !areNamed && !listIn('CONFORM_ABSENT')?.size
  if (!id && !isWhole && !choosesItself(file)) return areNamed ? ofSeveral.named : ofSeveral.there
  if (id && isAbsent(id)) return `${id} is absent`
  if (id && !isAsked(id)) return `${id} was not asked for`
  return undefined
}
