// Faults of operations that a case is not about. They are told once, as those operations': a case whose world cannot be made for
// them is not asked.
import { TestRunner } from 'vitest'
import type { OperationId } from '../../../generated/operations.ts'
import type { Cell } from '../recorder/records.ts'
import { isAsked, operationIn } from './selection.ts'
import { skipTest } from './skip.ts'

/** Whether the running test, or the hook that makes its world, is about something else than this operation, which has cases of its own. */
const isElsewhere = (id: OperationId): boolean => {
  if (!process.env.TARGET_URL || !isAsked(id)) return false
  const test = TestRunner.getCurrentTest()
  const own = test && operationIn(test.fullTestName)
  return test === undefined || (own !== undefined && own !== id)
}

/** Ends whatever cannot go on without an answer of this operation. Briefly is how a case says it that is not asked for that. */
export const endFor = (
  id: OperationId,
  sentence: string,
  { cause, briefly = sentence.split('\n')[0]! }: { readonly cause?: unknown; readonly briefly?: string } = {},
): never => {
  if (isElsewhere(id)) skipTest(`its world could not be made: ${briefly}`)
  throw new Error(sentence, { cause })
}

/** What of these breaches a test about one operation answers for. */
export const ofTest = (testName: string, breaches: readonly string[]): readonly string[] => {
  const own = operationIn(testName)
  if (!process.env.TARGET_URL || own === undefined) return breaches
  return breaches.filter((breach) => {
    const id = operationIn(breach)
    return id === undefined || id === own || !isAsked(id)
  })
}

/** The name of what an operation breaks in no case of its own. */
export const whileWorldsAreMade = (id: OperationId): string => `${id} while worlds are made`

/** Operations that broke while worlds were made, and in no case of their own: each with what broke. */
export const brokenElsewhere = (
  cells: readonly Cell[],
  brokenInCases: ReadonlySet<OperationId | undefined>,
): ReadonlyMap<OperationId, string> =>
  new Map(
    cells
      .filter(({ verdict, operation }) => verdict === 'broken' && !brokenInCases.has(operation))
      .map(({ operation, problems, test }) => [operation, `${problems[0] ?? ''}\n(while this was asked: ${test})`]),
  )
