// The bounds of a run: how long all of it may take, each case and each answer, and how often it asks. A loop ends with its case,
// because whoever asks for a case that has ended is refused.
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { type Ending, createEnding } from './ending.ts'
import { skipTest } from './skip.ts'

const figure = (name: string): number | undefined => {
  const value = process.env[name]
  return value ? Number(value) : undefined
}

/** How long one answer may take until it is whole, ms. A server in this process is given what its case is given. */
export const answerBound = (): number | undefined => figure('CONFORM_ANSWER_TIMEOUT')

const running = new AsyncLocalStorage<Ending>()

/** Of a request that came too late. */
const overdue = Symbol('overdue')

export const isOverdue = (error: unknown): boolean => error instanceof Error && error.cause === overdue

const late = (sentence: string) => new Error(sentence, { cause: overdue })

/** Most cases end in time: one error is made for all of them. */
const hasEnded = late('the case has ended, and still asks')

/** Runs a case: its requests end when its time is over, and none goes out after it has ended. */
export const withinCase = async (milliseconds: number, work: () => Promise<void>): Promise<void> => {
  const ending = createEnding()
  const sentence = `the case did not end within its ${milliseconds / 1000} s`
  const timer = setTimeout(() => ending.end(late(sentence)), milliseconds)
  try {
    await running.run(ending, work)
  } finally {
    clearTimeout(timer)
    ending.end(hasEnded)
  }
}

/** Why no further case is begun; undefined while there is time. */
export const whyOver = (): string | undefined => {
  const end = figure('CONFORM_UNTIL')
  return end !== undefined && Date.now() >= end ? runIsOver : undefined
}

export const runIsOver = 'the time of the whole run was over (--timeout)'

/** Whether nothing bounds when the next request may go out. */
export const isAtLeisure = (): boolean => figure('CONFORM_RATE') === undefined && whyOver() === undefined

let next = 0
let turns = 0

/** How many requests have gone out one after the other: nobody has asked anything while it stays. */
export const turnsTaken = (): number => turns

/** Refuses whoever asks for a case that has ended. Returns what ends the requests of one that has not. */
export const requireRunning = (): Ending | undefined => {
  const ending = running.getStore()
  ending?.throwIfOver()
  return ending
}

/** Waits for a request's turn, and refuses it where its case or the run is over. Returns what ends the request. */
export const takeTurn = async (): Promise<Ending | undefined> => {
  const ending = requireRunning()
  const over = whyOver()
  if (over) skipTest(over)
  const rate = figure('CONFORM_RATE')
  if (rate !== undefined) {
    const now = performance.now()
    next = Math.max(next + 1000 / rate, now)
    // One that ends while it waits says so at its next step.
    if (next > now) await pause(next - now)
    ending?.throwIfOver()
  }
  turns += 1
  return ending
}
