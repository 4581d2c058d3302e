// What ends the requests of a case. Each of them asks for it, and an AbortSignal with its events takes as long as the rest of a request.

export interface Ending {
  /** Why it is over; undefined while it is not. */
  readonly reason: () => Error | undefined
  /** Says that it is over, for the first reason alone. */
  readonly end: (reason: Error) => void
  readonly throwIfOver: () => void
  /** Hears of the end. */
  readonly add: (stop: () => void) => void
  readonly remove: (stop: () => void) => void
}

export const createEnding = (): Ending => {
  const stops = new Set<() => void>()
  let over: Error | undefined
  return {
    reason: () => over,
    end: (reason) => {
      if (over) return
      over = reason
      for (const stop of stops) stop()
    },
    throwIfOver: () => {
      if (over) throw over
    },
    add: (stop) => void stops.add(stop),
    remove: (stop) => void stops.delete(stop),
  }
}
