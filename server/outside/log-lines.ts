// Where lines of the log go. A full disk or a reader that is gone must stop nobody: lines are lost then, and counted.
import { writeSync } from 'node:fs'
import type { DestinationStream } from 'pino'

export interface Lines extends DestinationStream {
  /** How many could not be written so far. */
  readonly lost: () => number
}

/** Writes whole lines to a file descriptor, at once. */
export const createLines = (fd: number, write: (fd: number, bytes: Buffer) => number = writeSync): Lines => {
  let lost = 0
  let untold = 0
  // Part of a line was written: the next one must not go on in it.
  let isTorn = false
  const put = (text: string): boolean => {
    let rest = Buffer.from(isTorn ? `\n${text}` : text)
    const whole = rest.length
    try {
      while (rest.length > 0) rest = rest.subarray(write(fd, rest))
      isTorn = false
      return true
    } catch {
      isTorn ||= rest.length < whole
      return false
    }
  }
  return {
    write: (line) => {
      const told =
        untold > 0 && put(`${JSON.stringify({ level: 'warn', lost: untold, msg: 'Lines of the log were lost' })}\n`)
      if (told) untold = 0
      if (put(line)) return
      lost += 1
      untold += 1
    },
    lost: () => lost,
  }
}
