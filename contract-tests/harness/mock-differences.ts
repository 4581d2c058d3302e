// The one place that knows where the mock answers otherwise than the contract says, and why that is sound.
import type { OperationId } from '../../generated/operations.ts'
import { type Answer, declared } from './contract.ts'

/**
 * Prism checks a request before it looks at `Prefer`, and says what it finds as 422, else 400, or 415 by its own choice
 * and in the first example of that status. A request that the contract refuses with 400, 413 or 415 is therefore refused
 * by the mock too, but under any of 400, 415 and 422. `sl-violations` shows that its validator spoke.
 */
export const isSameRefusalOnMock = (answer: Answer, status: number): boolean =>
  [400, 413, 415].includes(status) && [400, 415, 422].includes(answer.status) && answer.headers.has('sl-violations')

/** Whether Prism's validator refused a request by its own judgement. */
export const saysViolation = (answer: Answer): boolean =>
  [400, 415, 422].includes(answer.status) && answer.headers.has('sl-violations')

/** Faults that Prism does not look for, by the titles of the negatives. */
const unseen: readonly RegExp[] = [
  // It ignores query parameters that nobody declared, and those of whom it has one already.
  /^query unheard_of: is not a parameter$/,
  // It reads no cookies but those of a security scheme.
  /^cookie /,
  // It reads a form into one value a name, and leaves out what nobody declared.
  /^application\/x-www-form-urlencoded body\.\w+: (is there twice|is not a property)$/,
]

export const isUnseenByMock = (id: OperationId, title: string): boolean =>
  unseen.some((one) => one.test(title)) ||
  // `null` counts as no body where none is needed.
  (title.endsWith(' body: is null') && declared.get(id)!.requestBody?.required === false)
