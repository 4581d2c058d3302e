// Files of users: lines of JSON, or CSV whose first line names the columns. Read piece by piece, however large they are.
import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
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
  for await (const { line, value } of format === 'csv' ? readCsv(path) : readLines(path)) {
    yield value === undefined || typeof value === 'string'
      ? { line, problem: value ?? 'is no JSON object' }
      : { line, ...toUser(value, firebase) }
  }
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

async function* readCsv(path: string): AsyncGenerator<Read> {
  const parser = createReadStream(path).pipe(
    parse({
      columns: (names: string[]) => names.map((name) => name.trim()),
      bom: true,
      info: true,
      max_record_size: longestLine,
      skip_empty_lines: true,
      relax_column_count: true,
    }),
  )
  let line = 2
  for await (const { record, info } of parser as AsyncIterable<{
    record: Record<string, string>
    info: { lines: number }
  }>) {
    // The parser says where a record ends.
    yield { line, value: record }
    line = info.lines + 1
  }
}

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
  const [firstName, ...rest] = (text('displayName') ?? '').split(' ')
  const user: ImportedUser = {
    email: text('email') ?? '',
    emailVerified: readFlag(of('email_verified', 'emailVerified'), problems),
    password: text('password'),
    passwordHash: hashIn(text('password_hash', 'passwordHash'), text('salt'), firebase),
    firstName: text('first_name', 'firstName') ?? firstName,
    lastName: text('last_name', 'lastName') ?? rest.join(' '),
    externalId: text('external_id', 'externalId', 'localId'),
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

const readFlag = (value: unknown, problems: string[]): boolean | undefined => {
  if (value === undefined || value === '') return undefined
  if (value === true || value === 'true') return true
  if (value === false || value === 'false') return false
  problems.push('email_verified: must be true or false')
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
