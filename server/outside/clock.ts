/** What time it is. Everything that expires, counts or rotates asks here. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
}

/** A clock that can be pushed ahead of the real one, for the sandbox and for tests. */
export interface MovableClock extends Clock {
  advance(seconds: number): void
  /** Back to real time. */
  reset(): void
  offsetSeconds(): number
}

export const systemClock: Clock = { now: () => Date.now() }

export const movableClock = (): MovableClock => {
  let offset = 0
  return {
    now: () => systemClock.now() + offset,
    advance: (seconds) => {
      offset += Math.round(seconds * 1000)
    },
    reset: () => {
      offset = 0
    },
    offsetSeconds: () => offset / 1000,
  }
}
