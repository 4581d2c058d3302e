// What a command says while one waits for it: one line that is written over on a terminal, and a line now and then elsewhere.
import { harmless } from '../report/github.ts'

const write = (text: string) => void process.stdout.write(text)

export const isTerminal = (): boolean => process.stdout.isTTY === true && !process.env.CI

/** Takes the line away that was written over. */
export const clearLine = (): void => {
  if (isTerminal()) write('\r\u001b[2K')
}

/** A line that stays. */
export const say = (line: string): void => {
  clearLine()
  write(`${harmless(line)}\n`)
}

/** `40 s`, `3 min`. */
export const timeInWords = (seconds: number): string =>
  seconds > 90 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds)} s`

/** How often it says how far it is where no line can be written over, s. */
const pause = 10

/** Says how far something is: each time on a terminal, now and then elsewhere. */
export const createTicker = (): ((line: string) => void) => {
  let told = performance.now()
  return (line) => {
    if (isTerminal()) return write(`\r\u001b[2K${harmless(line)}`)
    if (performance.now() - told < pause * 1000) return
    told = performance.now()
    say(line)
  }
}

export interface Progress {
  /** How long the rest takes by what is done, s. */
  left(done: number): number
  /** Says how far it is, in words that the time that is left is put behind. */
  tell(done: number, words: string): void
}

/** Of so many. */
export const createProgress = (all: number): Progress => {
  const start = performance.now()
  const tick = createTicker()
  const left = (done: number) => ((performance.now() - start) / 1000 / done) * (all - done)
  return {
    left,
    tell: (done, words) => {
      const line = `${words}, about ${timeInWords(left(done))} left`
      if (done === all && !isTerminal()) say(line)
      else tick(line)
    },
  }
}
