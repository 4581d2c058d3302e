// The bounds of a run: how long all of it may take, each case and each answer, and how often it asks. A loop ends with its case,
// because whoever asks for a case that has ended is refused.
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { skipTest } from './skip.ts'

const figure = (name: string): number | undefined => {
  const value = process.env[name]
  return value ? Number(value) : undefined
}

/** How long one answer may take until it is whole, ms. A server in this process is given what its case is given. */
export const answerBound = (): number | undefined => figure('CONFORM_ANSWER_TIMEOUT')

const running = new AsyncLocalStorage<AbortSignal>()

/** Of a request that came too late. */
const overdue = Symbol('overdue')

export const isOverdue = (error: unknown): boolean => error instanceof Error && error.cause === overdue

const late = (sentence: string) => new Error(sentence, { cause: overdue })

/** Runs a case: its requests end when its time is over, and none goes out after it has ended. */
export const withinCase = async (milliseconds: number, work: () => Promise<void>): Promise<void> => {
  const control = new AbortController()
  const sentence = `the case did not end within its ${milliseconds / 1000} s`
  const timer = setTimeout(() => control.abort(late(sentence)), milliseconds)
  try {
    await running.run(control.signal, work)
  } finally {
    clearTimeout(timer)
    control.abort(late('the case has ended, and still asks'))
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

/** Refuses whoever asks for a case that has ended. Returns what ends the requests of one that has not. */
export const requireRunning = (): AbortSignal | undefined => {
  const signal = running.getStore()
  signal?.throwIfAborted()
  return signal
}

/** Waits for a request's turn, and refuses it where its case or the run is over. Returns what ends the request. */
export const takeTurn = async (): Promise<AbortSignal | undefined> => {
  const signal = requireRunning()
  const over = whyOver()
  if (over) skipTest(over)
  const rate = figure('CONFORM_RATE')
  if (rate !== undefined) {
    const now = performance.now()
    next = Math.max(next + 1000 / rate, now)
    // One that ends while it waits says so at its next step.
    if (next > now) await pause(next - now)
    signal?.throwIfAborted()
  }
  return signal
}
