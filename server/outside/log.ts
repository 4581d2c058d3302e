// The log: one event is one line of JSON, whatever strangers put into it.
import { format } from 'node:util'
import { once } from '../model/once.ts'
import { type Destination, createLines } from './log-lines.ts'
import { fieldsJson, toLogJson } from './log-values.ts'

/** How grave an event is, the least first; silent writes none. */
const levels = ['debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type Level = (typeof levels)[number]

/** Says an event: its fields and a text, or either of them; or an error. What comes after stands where the text has places for it. */
type Say = (said: object | string, ...rest: readonly unknown[]) => void

export interface Logger extends Readonly<Record<Exclude<Level, 'silent'>, Say>> {
  /** A log whose lines have these fields, too. */
  child(bindings: object): Logger
}

export interface LogOptions {
  readonly level: Level
  /** What a person at a terminal reads instead of a line of JSON. */
  readonly toText?: ((line: string) => string) | undefined
  /** Absent: standard output. */
  readonly destination?: Destination
  /** Which of several processes this is, for every line. */
  readonly instance?: string | undefined
  /** More of every line, as it is when that is written. */
  readonly fields?: (() => object) | undefined
}

/** One for the process: it writes at the end of each turn what all logs have said in it. */
const standardOutput = once(() => createLines(1))

export const createLog = ({ level, toText, destination, instance, fields }: LogOptions): Logger => {
  const least = levels.indexOf(level)
  const time = createTimestamp()
  const put = (line: string) => (destination ?? standardOutput()).write(toText ? toText(line) : line)

  const logOf = (bound: string): Logger => {
    const sayAt = (at: Exclude<Level, 'silent'>): Say => {
      if (levels.indexOf(at) < least) return () => undefined
      const start = `{"level":"${at}"`
      return (said, ...rest) => {
        const more = fields ? fieldsJson(fields()) : ''
        put(`${start}${time()}${bound}${more}${eventJson(said, rest)}}\n`)
      }
    }
    return {
      debug: sayAt('debug'),
      info: sayAt('info'),
      warn: sayAt('warn'),
      error: sayAt('error'),
      fatal: sayAt('fatal'),
      child: (bindings) => logOf(bound + fieldsJson(bindings)),
    }
  }
  return logOf(instance === undefined ? '' : fieldsJson({ instance }))
}

/** An event's fields and its text. An error says its own where there is no other. */
const eventJson = (said: object | string, rest: readonly unknown[]): string => {
  if (typeof said === 'string') return textJson([said, ...rest])
  const fields: { readonly err?: unknown } = said instanceof Error ? { err: said } : said
  return fieldsJson(fields) + textJson(rest.length === 0 && fields.err instanceof Error ? [fields.err.message] : rest)
}

const textJson = (words: readonly unknown[]): string => {
  if (words.length === 0) return ''
  const text = words.length === 1 ? words[0] : format(...words.map((word) => JSON.parse(toLogJson(word) ?? 'null')))
  return `,"msg":${toLogJson(text)}`
}

/** How a line of the log reads at this process's terminal; undefined where it has none, and what would do it is not loaded. */
export const terminalText = async (): Promise<LogOptions['toText']> =>
  process.stdout.isTTY ? (await import('pino-pretty')).prettyFactory({ colorize: true }) : undefined

/** ISO 8601, in milliseconds. What stays the same for a second is made once a second. */
const createTimestamp = (): (() => string) => {
  let second = Number.NaN
  let start = ''
  return () => {
    const now = Date.now()
    const ms = now % 1000
    if (now - ms !== second) {
      second = now - ms
      start = `,"time":"${new Date(second).toISOString().slice(0, -'000Z'.length)}`
    }
    return `${start}${String(ms).padStart(3, '0')}Z"`
  }
}
