// An environment's users, in and out: as files of lines of JSON, or of CSV.
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { exportUsers } from '../identity/people/export-users.ts'
import { type ImportedUser, beginDryRun, importUsers } from '../identity/people/import-users.ts'
import type { Environment } from '../model/environment.ts'
import { systemClock } from '../outside/clock.ts'
import { type Action, type Given, misused, runActions } from './actions.ts'
import { withEnvironment } from './operator.ts'
import { type FirebaseHashing, formatOf, readUserFile } from './user-files.ts'

const environment = { type: 'string', isNeeded: true, value: 'ID', about: 'of which environment' } as const
const format = { type: 'string', value: 'json|csv', about: 'of the file: by its name unless said' } as const

const about = `Users of an environment, in and out: as lines of JSON, or as CSV whose first line names the columns:
email, email_verified, first_name, last_name, external_id, is_active, metadata, password_hash or password. docs/users.md says more.`

const actions: Readonly<Record<string, Action>> = {
  import: {
    about: 'Brings users in. Those who are there are found by external_id or email, and stay as they are.',
    word: 'FILE',
    options: {
      environment,
      format,
      update: { type: 'boolean', about: 'those who are there get the names and external_id of the file' },
      'dry-run': { type: 'boolean', about: 'say what would be done, and do nothing' },
      resume: { type: 'boolean', about: 'go on where the last run on this file was broken off' },
      'firebase-signer-key': { type: 'string', value: 'KEY', about: 'base64_signer_key of the Firebase project' },
      'firebase-salt-separator': { type: 'string', value: 'TEXT', about: 'base64_salt_separator of it' },
      'firebase-rounds': { type: 'string', value: 'N', about: 'rounds of it: 8 unless said' },
      'firebase-memory': { type: 'string', value: 'N', about: 'mem_cost of it: 14 unless said' },
    },
    run: (given) => withEnvironment(given, (ctx, found) => runImport(ctx, found, given)),
  },
  export: {
    about: 'Writes all users to standard output, oldest first.',
    options: {
      environment,
      format,
      'with-hashes': {
        type: 'boolean',
        about: 'with the hashes of their passwords: keep such a file as you keep keys',
      },
    },
    run: (given) => withEnvironment(given, (ctx, found) => runExport(ctx, found, given)),
  },
}

/** So many are one transaction. */
const batchSize = 100
const mostErrors = 1000
const progressEveryMs = 1000

interface Totals {
  rows: number
  imported: number
  updated: number
  skipped: number
  failed: number
}

const runImport = async (ctx: Context, environment: Environment, given: Given) => {
  const path = given.word
  const kind = formatOf(path, given.text('format'))
  if (!kind) throw misused('--format takes json or csv.')
  if (!existsSync(path)) throw new Error(`There is no file "${path}".`)
  const dry = given.has('dry-run') ? beginDryRun() : undefined
  const progress = progressOf(path, environment)
  const done = given.has('resume') && !dry ? progress.read() : 0
  const totals: Totals = { rows: 0, imported: 0, updated: 0, skipped: 0, failed: 0 }
  const errors: { line: number; email: string | null; error: string }[] = []
  const inFileWords = given.has('firebase-signer-key') ? (problem: string) => problem : inSnakeCase
  const fail = (line: number, email: string | null, problem: string) => {
    const error = inFileWords(problem)
    totals.failed += 1
    process.stderr.write(`line ${line}: ${error}\n`)
    if (errors.length < mostErrors) errors.push({ line, email, error })
  }
  let said = systemClock.now()
  let batch: { line: number; user: ImportedUser }[] = []
  const flush = async () => {
    const users = batch.map(({ user }) => user)
    const outcome = await importUsers(ctx, environment, users, { updating: given.has('update'), dry })
    for (const name of ['imported', 'updated', 'skipped'] as const) totals[name] += outcome[name]
    for (const { index, email, problem } of outcome.errors) fail(batch[index]!.line, email, problem)
    batch = []
    if (!dry) progress.write(totals.rows)
    if (systemClock.now() - said > progressEveryMs) {
      said = systemClock.now()
      process.stderr.write(`${sentence(totals)}\n`)
    }
    // The service may run in the same database, and others in this process.
    await nextTurn()
  }
  for await (const row of readUserFile(path, kind, firebaseOf(given))) {
    totals.rows += 1
    if (totals.rows <= done) continue
    if ('problem' in row) fail(row.line, null, row.problem)
    else batch.push(row)
    if (batch.length >= batchSize) await flush()
  }
  if (batch.length > 0) await flush()
  if (dry) dry.close()
  else progress.remove()
  if (totals.failed > 0) process.exitCode = 1
  return {
    text: `${dry ? 'Nothing was done. Would be: ' : ''}${sentence(totals)}\n`,
    json: { ...totals, resumed_after: done, dry_run: dry !== undefined, errors },
  }
}

/** What is wrong with a field, by the field's name in a file. */
const inSnakeCase = (problem: string): string =>
  problem.replace(/^\w+(?=: )/, (field) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))

const sentence = ({ rows, imported, updated, skipped, failed }: Totals) =>
  `${rows} rows: ${imported} imported, ${updated} updated, ${skipped} there before, ${failed} failed.`

/** How far a file has come, beside it: the file has to be the same when it goes on. */
const progressOf = (path: string, { id }: Environment) => {
  const place = `${path}.progress`
  const { size, mtimeMs } = statSync(path)
  return {
    read: (): number => {
      if (!existsSync(place)) return 0
      const was = JSON.parse(readFileSync(place, 'utf8')) as Record<string, unknown>
      if (was.environment !== id || was.size !== size || was.mtimeMs !== mtimeMs) {
        throw new Error(`${place} is about another environment, or the file has changed since: begin without --resume.`)
      }
      return Number(was.rows)
    },
    write: (rows: number): void => {
      writeFileSync(`${place}.new`, JSON.stringify({ environment: id, size, mtimeMs, rows }))
      renameSync(`${place}.new`, place)
    },
    remove: (): void => rmSync(place, { force: true }),
  }
}

const firebaseOf = (given: Given): FirebaseHashing | undefined => {
  const signerKey = given.text('firebase-signer-key')
  if (signerKey === undefined) return undefined
  const number = (name: string, otherwise: number) => {
    const value = Number(given.text(name) ?? otherwise)
    if (!Number.isInteger(value) || value < 1 || value > 99) throw misused(`--${name} takes a whole number.`)
    return value
  }
  const saltSeparator = given.text('firebase-salt-separator') ?? ''
  return { signerKey, saltSeparator, rounds: number('firebase-rounds', 8), memory: number('firebase-memory', 14) }
}

const columns = [
  ...['email', 'email_verified', 'first_name', 'last_name', 'external_id', 'is_active', 'metadata'],
  ...['id', 'created_at'],
]

const runExport = async (ctx: Context, environment: Environment, given: Given) => {
  const kind = formatOf('', given.text('format'))
  if (!kind) throw misused('--format takes json or csv.')
  const names = given.has('with-hashes') ? [...columns, 'password_hash'] : columns
  const write = async (text: string) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  }
  if (kind === 'csv') await write(`${names.join(',')}\r\n`)
  let count = 0
  for await (const user of exportUsers(ctx, environment, { withHashes: given.has('with-hashes') })) {
    const row: Record<string, unknown> = {
      email: user.email,
      email_verified: user.emailVerifiedAt !== null,
      first_name: user.firstName,
      last_name: user.lastName,
      external_id: user.externalId,
      is_active: user.status === 'active',
      metadata: user.metadata,
      id: user.id,
      created_at: new Date(user.createdAt).toISOString(),
      password_hash: user.passwordHash,
    }
    const fields = names.map((name) => [name, row[name]] as const)
    await write(
      kind === 'csv'
        ? `${fields.map(([, value]) => toCell(value)).join(',')}\r\n`
        : `${JSON.stringify(Object.fromEntries(fields))}\n`,
    )
    count += 1
  }
  process.stderr.write(`${count} users.\n`)
}

/** RFC 4180 section 2. */
const toCell = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const run = (args: readonly string[]): Promise<void> => runActions('users', about, actions, args)
