// What every command of the kit begins with: its name, how it stops, and the breaks that are known.
import { existsSync } from 'node:fs'
import { type Break, readBaseline } from '../report/baseline.ts'
import { quoted } from '../harness/words/curl.ts'
import { type Options, exitCodes } from './options.ts'

/** How this kit was called. */
export const name =
  process.env.CONFORM_NAME ??
  (process.env.npm_lifecycle_event === 'conform' ? 'npm run conform --' : 'npx countersign-conform')

/** Ends the kit before it has begun. Says where more is said, of a command of its own there. */
export const stop = (sentence: string, command?: 'mutants'): never => {
  process.stderr.write(`${sentence}\nMore: ${[name, command, '--help'].filter((word) => word).join(' ')}\n`)
  process.exit(exitCodes.unusable)
}

/** The breaks that are known. */
export const readKnown = ({ baseline, updateBaseline }: Options): readonly Break[] => {
  if (!baseline) return []
  if (!updateBaseline && !existsSync(baseline)) {
    stop(`--baseline ${quoted(baseline)}: there is no such file yet; --update-baseline writes it.`)
  }
  try {
    return readBaseline(baseline)
  } catch (error) {
    return stop(`--baseline ${quoted(baseline)}: ${whyUnread(error)}`)
  }
}

/** Why a file cannot be read, in words. */
export const whyUnread = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file.'
  if (code === 'EISDIR') return 'it is a folder, and a file is wanted.'
  if (code === 'EACCES') return 'it may not be read.'
  return error instanceof SyntaxError ? `it is not JSON (${message}).` : message
}

/** `1 break`, `2 breaks`. */
export const plural = (count: number | string, one: string): string =>
  `${count} ${one}${Number(count) === 1 ? '' : 's'}`
