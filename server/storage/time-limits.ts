// How long PostgreSQL may take.

/** How long a caller may wait, ms. */
export interface TimeLimits {
  readonly connectMs: number
  readonly statementMs: number
}

/** Lifts the time limits until the transaction ends. */
export const noTimeLimit = 'set local statement_timeout = 0'
