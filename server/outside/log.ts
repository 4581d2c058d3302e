// The log: one event is one line of JSON, whatever strangers put into it.
import { pino, type DestinationStream, type LevelWithSilent, type Logger, type LoggerOptions } from 'pino'
import { prettyFactory } from 'pino-pretty'
import { fitForLog } from './log-values.ts'

export interface LogOptions {
  readonly level: LevelWithSilent
  /** Lines for a person at a terminal instead of JSON. */
  readonly pretty: boolean
  /** Absent: standard output. */
  readonly destination?: DestinationStream
  /** Which of several processes this is, for every line. */
  readonly instance?: string
  /** More of every line, as it is when that is written. */
  readonly fields?: (() => object) | undefined
}

export const createLog = ({ level, pretty, destination, instance, fields }: LogOptions): Logger => {
  const log = pino(
    { ...options(level, instance), ...(fields && { mixin: fields }) },
    pretty ? prettyLines(destination) : destination,
  )
  const child = log.child
  // Pino forgets a formatter for bindings in the children of a child, so they are made fit when they come.
  log.child = function (this: Logger, bindings: object, ...rest: never[]) {
    return child.call(this, fitForLog(bindings) as object, ...rest)
  } as typeof log.child
  return log
}

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

const prettyLines = (destination?: DestinationStream): DestinationStream => {
  const toText = prettyFactory({ colorize: !destination && process.stdout.isTTY })
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
