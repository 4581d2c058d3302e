// What a developer has the next calls of an operation meet, instead of what it would do.

/** What the next calls of an operation meet. */
export interface Fault {
  readonly id: string
  readonly operation: string
  /** The answer instead of the operation's own; with neither it only waits. */
  readonly status: number | null
  readonly example: string | null
  readonly delayMs: number
  /** How many calls are still to meet it. */
  readonly times: number
  /** Only calls that name this run meet it; null: those of the address that set it. */
  readonly run: string | null
}

/** Who asks: by the address, and by the run where the request names one. */
export interface Asker {
  readonly address: string
  readonly run: string | null
}

export interface Faults {
  set(fault: Fault, address: string): void
  /** Those of a run; with none those that this address set without one. */
  list(asker: Asker): readonly Fault[]
  /** Ends them. Answers how many there were. */
  end(asker: Asker): number
  /** The oldest fault that this call meets, which then has one call less to go. */
  take(operation: string, asker: Asker): Fault | undefined
  reset(): void
}
