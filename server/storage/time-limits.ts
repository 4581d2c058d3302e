// How long PostgreSQL may take.
import type { Patience } from './silence.ts'

/** How long a caller may wait, ms. */
export interface TimeLimits {
  readonly connectMs: number
  readonly statementMs: number
  /** A refusal comes within 2 s unless told otherwise, also where the database takes connections and says nothing. */
  readonly silence?: Patience
}

/** Lifts the time limits until the transaction ends. */
export const noTimeLimit = 'set local statement_timeout = 0'
