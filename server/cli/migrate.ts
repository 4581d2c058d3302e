// Brings a database to this program's schema, before the service starts or with nobody but its operator.
import type { OpenDatabase } from '../storage/database.ts'
import { migrate, migrations, pendingMigrations } from '../storage/migrate.ts'
import { mendSearches, whySearchesAreSlow } from '../storage/trigrams.ts'
import { withDatabase } from './operator.ts'
import { readOptions } from './options.ts'
import { sentenceOf } from './actions.ts'

const usage = `usage: countersign migrate [options]

Brings the database of DATABASE_URL to the schema of this version. Each step is a transaction: one that fails leaves
nothing behind. Instances that start or migrate at the same time wait for each other.

  --dry-run     say what would be done, and do nothing
  --json        what was done as JSON, for programs
  --help, -h    this
`

export const run = async (args: readonly string[]): Promise<void> => {
  const options = readOptions(args, usage, { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } })
  if (!options) return
  const say = (line: string) => void (options.json || process.stdout.write(`${line}\n`))
  try {
    const isDry = options['dry-run'] === true
    const { applied, pending } = isDry
      ? { applied: [], pending: await wouldApply() }
      : await withDatabase(process.env, applyAll(say), { mustExist: false })
    for (const name of pending) say(`Would apply ${name}.`)
    if (applied.length + pending.length === 0) say('The database has the schema of this version.')
    if (options.json) process.stdout.write(`${JSON.stringify({ applied, pending }, null, 2)}\n`)
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = 1
  }
}

const applyAll =
  (say: (line: string) => void) =>
  async ({
    db,
  }: OpenDatabase): Promise<{ readonly applied: readonly string[]; readonly pending: readonly string[] }> => {
    const applied = await migrate(db, undefined, (name) => say(`Applied ${name}.`))
    await mendSearches(db)
    const slow = await whySearchesAreSlow(db)
    if (slow !== null) process.stderr.write(`${slow}\n`)
    return { applied, pending: [] }
  }

/** Where there is no file yet, everything, and still no file. */
const wouldApply = (): Promise<readonly string[]> =>
  withDatabase(process.env, ({ db }) => pendingMigrations(db)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return migrations.map(({ name }) => name)
    throw error
  })
