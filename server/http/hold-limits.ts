// What one request counts against its limits: http counts it, and holds what comes of it for the answer to say.
import type { LimitState } from '../model/limits.ts'

/** What counts. The first argument names the limit. */
export interface Counter {
  spend(name: string, ...asked: never[]): Promise<LimitState>
  giveBack(name: string, ...asked: never[]): Promise<void>
}

export interface HeldLimits {
  /** What identity is given to count with. */
  readonly counter: Counter | undefined
  readonly hold: (state: LimitState | undefined) => void
  /** The limit that is nearest; undefined where nothing was counted. */
  readonly nearest: () => LimitState | undefined
}

export const holdLimits = (counter: Counter | undefined): HeldLimits => {
  let nearest: LimitState | undefined
  const hold = (state: LimitState | undefined) => {
    if (state && (nearest === undefined || state.remaining <= nearest.remaining)) nearest = state
  }
  return {
    counter: counter && {
      spend: async (...asked) => {
        const state = await counter.spend(...asked)
        hold(state)
        return state
      },
      giveBack: async (...asked) => {
        await counter.giveBack(...asked)
        if (nearest?.name === asked[0]) nearest = { ...nearest, remaining: nearest.remaining + 1 }
      },
    },
    hold,
    nearest: () => nearest,
  }
}
