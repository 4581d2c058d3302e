// The log: one event is one line of JSON, whatever strangers put into it.
import { pino, type DestinationStream, type LevelWithSilent, type Logger, type LoggerOptions } from 'pino'
import { fitForLog } from './log-values.ts'

export interface LogOptions {
  readonly level: LevelWithSilent
  /** What a person at a terminal reads instead of a line of JSON. */
  readonly toText?: ((line: string) => string) | undefined
  /** Absent: standard output. */
  readonly destination?: DestinationStream
  /** Which of several processes this is, for every line. */
  readonly instance?: string
  /** More of every line, as it is when that is written. */
  readonly fields?: (() => object) | undefined
}

export const createLog = ({ level, toText, destination, instance, fields }: LogOptions): Logger => {
  const log = pino(
    { ...options(level, instance), ...(fields && { mixin: fields }) },
    toText ? textLines(toText, destination) : destination,
  )
  const child = log.child
  // Pino forgets a formatter for bindings in the children of a child, so they are made fit when they come.
  log.child = function (this: Logger, bindings: object, ...rest: never[]) {
    return child.call(this, fitForLog(bindings) as object, ...rest)
  } as typeof log.child
  return log
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

const textLines = (toText: (line: string) => string, destination?: DestinationStream): DestinationStream => {
  const out = destination ?? pino.destination({ fd: 1, sync: true })
  return { write: (line) => out.write(toText(line)) }
}

const options = (level: LevelWithSilent, instance: string | undefined): LoggerOptions => ({
  level,
  base: instance === undefined ? null : { instance },
  timestamp: createTimestamp(),
  formatters: { level: (label) => ({ level: label }) },
  // Errors are plain objects by the time they get here.
  serializers: { err: (error: unknown) => error },
  hooks: {
    logMethod(args, method) {
      const [first, ...rest] = args as unknown[]
      const values = [first instanceof Error ? { err: first } : first, ...rest]
      method.apply(this, values.map((value) => fitForLog(value)) as typeof args)
    },
  },
})
