// How commands of several actions read their words, say what they did and end: 0 done, 1 refused with a sentence, 2 used wrongly.
import { parseArgs } from 'node:util'
import { errors } from '../../generated/errors.ts'
import { Failure } from '../model/failure.ts'

interface Option {
  readonly type: 'string' | 'boolean'
  /** May be said more than once. */
  readonly multiple?: boolean
  readonly isNeeded?: boolean
  /** What stands behind it in the help. */
  readonly value?: string
  readonly about: string
}

export interface Given {
  /** What was said; undefined where nothing was. */
  text(name: string): string | undefined
  /** The same, of an option that is needed. */
  needed(name: string): string
  /** All that was said; undefined where nothing was, and empty for one empty text. */
  texts(name: string): string[] | undefined
  has(name: string): boolean
  /** The word behind the action, where it takes one. */
  readonly word: string
}

/** What was done: for people, and for programs. */
export interface Said {
  readonly text: string
  readonly json: unknown
}

export interface Action {
  readonly about: string
  /** What the word behind it stands for, where it takes one. */
  readonly word?: string
  readonly options?: Readonly<Record<string, Option>>
  /** Answers nothing where what it writes is all that there is to say. */
  readonly run: (given: Given) => Promise<Said | undefined | void>
}

/** Words that cannot be understood: what is wrong with them. */
export const misused = (problem: string): Error => Object.assign(new Error(problem), { code: 'misused' })

const isMisused = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'misused'

const shared: Record<string, Option> = {
  json: { type: 'boolean', about: 'what was done as JSON, for programs' },
}

const helpOf = (name: string, about: string, actions: Readonly<Record<string, Action>>): string => {
  const blocks = Object.entries(actions).map(([action, { about: does, word, options = {} }]) => {
    const head = ['  countersign', name, action, word].filter((part) => part).join(' ')
    const lines = Object.entries(options).map(([option, { value, isNeeded, multiple, about: means }]) => {
      const marks = [isNeeded && 'needed', multiple && 'may be repeated'].filter((mark) => mark)
      const said = marks.length > 0 ? `${means} (${marks.join(', ')})` : means
      return `      ${`--${option}${value ? ` ${value}` : ''}`.padEnd(24)}  ${said}`
    })
    return [`${head}`, `      ${does}`, ...lines].join('\n')
  })
  return `${about}\n\n${blocks.join('\n\n')}\n\n  --json      what was done as JSON, for programs\n  --help, -h  this\n`
}

/** Runs the action that the arguments name. */
export const runActions = async (
  name: string,
  about: string,
  actions: Readonly<Record<string, Action>>,
  args: readonly string[],
): Promise<void> => {
  const usage = helpOf(name, about, actions)
  try {
    const read = readWords(name, actions, args)
    if (read === 'help') return void process.stdout.write(usage)
    const said = await read.action.run(read.given)
    if (!said) return
    process.stdout.write(read.given.has('json') ? `${JSON.stringify(said.json, null, 2)}\n` : said.text)
  } catch (error) {
    process.stderr.write(isMisused(error) ? `${sentenceOf(error)}\n\n${usage}` : `${sentenceOf(error)}\n`)
    process.exitCode = isMisused(error) ? 2 : 1
  }
}

/** A refusal in the words of the platform surface, which does the same things. */
export const sentenceOf = (error: unknown): string => {
  if (!(error instanceof Failure)) return error instanceof Error ? error.message : String(error)
  const words = errors.platform as Partial<Record<string, { body: { title?: string } }>>
  if (error.code === 'slug_taken') return 'The slug is taken: say another with --slug.'
  const title = words[error.code]?.body.title ?? error.code
  return error.detail ? `${title}: ${error.detail}` : `${title}.`
}

const readWords = (
  name: string,
  actions: Readonly<Record<string, Action>>,
  args: readonly string[],
): 'help' | { action: Action; given: Given } => {
  const [first, ...rest] = args
  if (first === '--help' || first === '-h' || rest.includes('--help') || rest.includes('-h')) return 'help'
  const names = Object.keys(actions).join(', ')
  if (first === undefined) throw misused(`Say what to do: ${names}.`)
  const action = Object.hasOwn(actions, first) ? actions[first] : undefined
  if (!action) throw misused(`There is no command "${name} ${first}": there is ${names}.`)
  const options = { ...action.options, ...shared }
  const { values, positionals } = parse(rest, options)
  const wordCount = action.word ? 1 : 0
  if (positionals.length < wordCount) throw misused(`Say which: countersign ${name} ${first} ${action.word}.`)
  if (positionals[wordCount] !== undefined) throw misused(`"${positionals[wordCount]}" is one word too many.`)
  for (const [option, { isNeeded }] of Object.entries(options)) {
    if (isNeeded && !values[option]?.length) throw misused(`--${option} is missing.`)
  }
  const text = (option: string) => values[option]?.at(-1)
  return {
    action,
    given: {
      text,
      needed: (option) => text(option) ?? '',
      texts: (option) => values[option]?.filter((one) => one !== ''),
      has: (option) => values[option] !== undefined,
      word: positionals[0] ?? '',
    },
  }
}

/** All values of an option; one that is said at all has some. */
const parse = (args: readonly string[], options: Readonly<Record<string, Option>>) => {
  try {
    const config = Object.fromEntries(
      Object.entries(options).map(([option, { type }]) => [option, { type, multiple: true }]),
    )
    const parsed = parseArgs({ args: [...args], allowPositionals: true, options: config })
    const values: Record<string, string[]> = {}
    for (const [option, found] of Object.entries(parsed.values)) {
      if (
        Array.isArray(found) &&
        found.length > 1 &&
        !options[option]?.multiple &&
        options[option]?.type === 'string'
      ) {
        throw new Error(`--${option} is said more than once.`)
      }
      values[option] = (Array.isArray(found) ? found : [found]).map(String)
    }
    return { values, positionals: parsed.positionals }
  } catch (error) {
    throw misused((error as Error).message)
  }
}

/** Rows below one another, in columns. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column]!))).join('  ')
  return rows.map((row) => `${line(row)}\n`).join('')
}
