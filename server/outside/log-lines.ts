// Where lines of the log go. A full disk or a reader that is gone must stop nobody: lines are lost then, and counted.
import { writeSync } from 'node:fs'

/** What takes lines, each with its end. */
export interface Destination {
  write(line: string): unknown
}

export interface Lines extends Destination {
  /** How many could not be written so far. */
  readonly lost: () => number
  /** Writes what waits. */
  readonly flush: () => void
}

/** So many characters wait at most, so that whoever writes much in one turn does not hold it all in memory. */
const most = 64 * 1024
const newline = 0x0a

/**
 * Writes whole lines to a file descriptor, all those of one turn of the event loop at its end, because a write costs more
 * than a line. A process that ends writes what waits; one that is killed loses the lines of its last turn.
 */
export const createLines = (fd: number, write: (fd: number, bytes: Buffer) => number = writeSync): Lines => {
  let lost = 0
  let untold = 0
  // Part of a line was written: the next one must not go on in it.
  let isTorn = false
  let waiting = ''

  /** Gives how many lines could not be written. */
  const put = (text: string): number => {
    const before = isTorn ? 1 : 0
    const bytes = Buffer.from(isTorn ? `\n${text}` : text)
    let done = 0
    try {
      while (done < bytes.length) done += write(fd, bytes.subarray(done))
    } catch {
      // What is missing is counted.
    }
    if (done > 0) isTorn = bytes[done - 1] !== newline
    if (done === bytes.length) return 0
    return bytes.subarray(Math.max(done, before)).filter((byte) => byte === newline).length
  }
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text === '') return
    const told = `${JSON.stringify({ level: 'warn', lost: untold, msg: 'Lines of the log were lost' })}\n`
    if (untold > 0 && put(told) === 0) untold = 0
    const missing = put(text)
    lost += missing
    untold += missing
  }
  process.once('exit', flush)
  return {
    write: (line) => {
      if (waiting === '') setImmediate(flush)
      waiting += line
      if (waiting.length >= most) flush()
    },
    lost: () => lost,
    flush,
  }
}
