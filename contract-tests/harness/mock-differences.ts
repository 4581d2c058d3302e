// The one place that knows where the mock answers otherwise than the contract says, and why that is sound.
import type { Answer } from './contract.ts'

/**
 * Prism checks a request before it looks at `Prefer`, and says what it finds as 422, else 400, or 415 by its own choice
 * and in the first example of that status. A request that the contract refuses with 400, 413 or 415 is therefore refused
 * by the mock too, but under any of 400, 415 and 422. `sl-violations` shows that its validator spoke.
 */
export const isSameRefusalOnMock = (answer: Answer, status: number): boolean =>
  [400, 413, 415].includes(status) && [400, 415, 422].includes(answer.status) && answer.headers.has('sl-violations')
