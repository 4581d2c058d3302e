// Files of users: lines of JSON, or CSV whose first line names the columns. Read piece by piece, however large they are.
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import type { ImportedUser } from '../identity/people/import-users.ts'

export type FileFormat = 'json' | 'csv'

/** One user, or why there is none; `line` is where it begins. */
export type Row = { readonly line: number } & ({ readonly user: ImportedUser } | { readonly problem: string })

/** How the project that Firebase's hashes come from made them. */
export interface FirebaseHashing {
  readonly signerKey: string
  readonly saltSeparator: string
  readonly rounds: number
  readonly memory: number
}

const longestLine = 64 * 1024

export const formatOf = (path: string, said: string | undefined): FileFormat | undefined => {
  const named = said ?? (/\.csv$/i.test(path) ? 'csv' : 'json')
  return named === 'csv' || named === 'json' ? named : undefined
}

export async function* readUserFile(
  path: string,
  format: FileFormat,
  firebase: FirebaseHashing | undefined,
): AsyncGenerator<Row> {
  try {
    for await (const { line, value } of format === 'csv' ? readCsv(path) : readLines(path)) {
      yield value === undefined || typeof value === 'string'
        ? { line, problem: value ?? 'is no JSON object' }
        : { line, ...toUser(value, firebase) }
    }
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new Error(`"${path}" cannot be read: ${unreadable[code] ?? message}.`, { cause: error })
  }
}

const unreadable: Readonly<Record<string, string>> = {
  EISDIR: 'it is a directory',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

/** An object, or what is wrong with it. */
type Read = { readonly line: number; readonly value: Record<string, unknown> | string | undefined }

async function* readLines(path: string): AsyncGenerator<Read> {
  let [line, rest, isSkipping] = [1, '', false]
  const read = (text: string): Read => ({ line, value: isSkipping ? tooLong : parseObject(text) })
  for await (const piece of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
    const parts = piece.split('\n')
    for (const [at, part] of parts.entries()) {
      if (!isSkipping) rest += part
      if (rest.length > longestLine) [rest, isSkipping] = ['', true]
      if (at === parts.length - 1) break
      if (isSkipping || rest.trim() !== '') yield read(rest)
      ;[line, rest, isSkipping] = [line + 1, '', false]
    }
  }
  if (isSkipping || rest.trim() !== '') yield read(rest)
}

const tooLong = `is longer than ${longestLine} characters`

const parseObject = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** A record as the parser read it, or what stopped it. */
type CsvItem = { readonly raw: string; readonly info: { readonly lines: number; readonly error?: CsvError } } & (
  { readonly record: Record<string, string> } | { readonly stop: string }
)

const columnsOf = (names: readonly string[]): string[] => {
  const columns = names.map((name) => name.trim())
  if (!columns.includes('email')) throw new Error('its first line names no column "email"')
  return columns
}

async function* readCsv(path: string): AsyncGenerator<Read> {
  const parser = parse({
    columns: columnsOf,
    bom: true,
    info: true,
    raw: true,
    max_record_size: longestLine,
    skip_empty_lines: true,
    relax_column_count: true,
    // A quote where none may be ends with its row: `isWellFormed` finds it.
    relax_quotes: true,
    // Behind the records that came before; an error would lose those.
    skip_records_with_error: true,
    on_skip: (error, raw = '') => {
      const stop = error?.code === 'CSV_QUOTE_NOT_CLOSED' ? neverClosed : neverEnds
      parser.push({ raw, info: { lines: Number(error?.lines) }, stop } satisfies CsvItem)
      return undefined
    },
  })
  pipeline(createReadStream(path), parser, () => {
    // Whoever reads the parser gets the error of the file, too.
  })
  // The parser says where a record ends, and counts a line break of two characters in a cell twice.
  let countedTwice = 0
  for await (const item of parser as AsyncIterable<CsvItem>) {
    const text = item.raw.replace(/^[\r\n]+/, '').replace(/[\r\n]+$/, '')
    const line = item.info.lines - countedTwice - (text.match(/[\r\n]/g) ?? []).length
    countedTwice += (text.match(/\r\n/g) ?? []).length
    if ('stop' in item) {
      yield { line, value: item.stop }
      // What the parser would say next begins anywhere.
      return
    }
    if (!isWellFormed(text)) yield { line, value: oddQuote }
    else yield { line, value: item.info.error === undefined ? item.record : oddCells }
  }
}

/** RFC 4180 section 2: quotes are around a whole cell, or doubled in one. */
const isWellFormed = (record: string): boolean =>
  /^(?:"(?:[^"]|"")*"|[^",]*)(?:,(?:"(?:[^"]|"")*"|[^",]*))*$/.test(record)

const oddQuote = 'has a quote that is neither around a whole cell nor doubled in one'
const oddCells = 'has more or fewer cells than the first line'
const neverClosed = 'has a quote that is never closed: nothing from here on was read'
const neverEnds = `is longer than ${longestLine} bytes, or has a quote that is not closed: nothing from here on was read`

const toUser = (
  value: Record<string, unknown>,
  firebase: FirebaseHashing | undefined,
): { user: ImportedUser } | { problem: string } => {
  const of = (...names: string[]) => names.map((name) => value[name]).find((one) => one !== undefined && one !== null)
  const problems: string[] = []
  const text = (...names: string[]) => {
    const one = of(...names)
    if (one === undefined || typeof one === 'string') return one
    problems.push(`${names[0]}: must be text`)
    return undefined
  }
  const flag = (...names: string[]) => readFlag(names[0]!, of(...names), problems)
  const [firstName, ...rest] = (text('displayName') ?? '').split(' ')
  const user: ImportedUser = {
    email: text('email') ?? '',
    emailVerified: flag('email_verified', 'emailVerified'),
    password: text('password'),
    passwordHash: hashIn(text('password_hash', 'passwordHash'), text('salt'), firebase),
    firstName: text('first_name', 'firstName') ?? firstName,
    lastName: text('last_name', 'lastName') ?? rest.join(' '),
    externalId: text('external_id', 'externalId', 'localId'),
    isActive: flag('is_active', 'isActive') ?? (flag('disabled') === true ? false : undefined),
    metadata: readObject(of('metadata'), problems),
  }
  return problems.length > 0 ? { problem: problems.join('; ') } : { user }
}

/** An export of Firebase has the hash without how it was made. */
const hashIn = (hash: string | undefined, salt: string | undefined, firebase: FirebaseHashing | undefined) => {
  if (!firebase || !hash || hash.startsWith('$')) return hash
  const { signerKey, saltSeparator, rounds, memory } = firebase
  return `$fbscrypt$v=1,n=${memory},r=${rounds},p=1,ss=${saltSeparator},sk=${signerKey}$${salt ?? ''}$${hash}`
}

const readFlag = (field: string, value: unknown, problems: string[]): boolean | undefined => {
  if (value === undefined || value === '') return undefined
  // Spreadsheets write them in capitals.
  const text = String(value).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  problems.push(`${field}: must be true or false`)
  return undefined
}

const readObject = (value: unknown, problems: string[]): Record<string, unknown> | undefined => {
  const object = typeof value === 'string' && value !== '' ? parseObject(value) : value
  if (object === undefined || object === '') {
    if (typeof value === 'string' && value !== '') problems.push('metadata: must be a JSON object')
    return undefined
  }
  if (typeof object === 'object' && object !== null && !Array.isArray(object)) return object as Record<string, unknown>
  problems.push('metadata: must be a JSON object')
  return undefined
}
