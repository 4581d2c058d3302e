// What a step is: data that can be printed and run again, and the kinds there are.
import type { Model, Person, Secret, Session, Surface } from './model.ts'
import type { Stage } from './stage.ts'

/** `at` numbers it: what it makes is called so. Everything else it names by such labels. */
export interface Step {
  readonly at: number
  readonly do: string
  readonly [argument: string]: string | number | boolean
}

export type Arguments = Readonly<Record<string, string | number | boolean>>

/** Chance that can be repeated. */
export interface Dice {
  readonly next: () => number
  readonly pick: <T>(some: readonly T[]) => T | undefined
}

export interface Kind {
  /** How often it is thrown, beside the others. */
  readonly weight: number
  readonly surfaces: readonly Surface[]
  /** Moves the clock, which all sequences at once share. */
  readonly alone?: true
  /** What it could be about now; undefined where there is nothing. */
  readonly choose: (model: Model, dice: Dice) => Arguments | undefined
  /** Does it. False where what it names is not there, as when a step before it was taken out. */
  readonly run: (stage: Stage, step: Step) => Promise<boolean>
}

export const labelOf = (step: Step, kind: string): string => `${kind}${step.at}`

export const personOf = ({ model }: Stage, step: Step, name = 'person'): Person => model.people.get(String(step[name]))!

export const sessionAt = ({ model }: Stage, step: Step, name = 'session'): Session | undefined => {
  const session = model.sessions.get(String(step[name]))
  return session?.live ? session : undefined
}

export const secretAt = ({ model }: Stage, step: Step): Secret | undefined => model.secrets.get(String(step.secret))

export const liveSessions = ({ sessions }: Model, surface?: Surface): Session[] =>
  [...sessions.values()].filter((one) => one.live && (surface === undefined || one.surface === surface))

/** Those whose access token has time left. */
export const awake = (model: Model, now: number, surface?: Surface): Session[] =>
  liveSessions(model, surface).filter(({ accessUntil }) => accessUntil > now + 20_000)
