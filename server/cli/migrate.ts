// Brings a database to this program's schema, before the service starts or with nobody but its operator.
import type { OpenDatabase } from '../storage/database.ts'
import { migrate, pendingMigrations } from '../storage/migrate.ts'
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
    const work = async ({ db }: OpenDatabase) => {
      const pending = await pendingMigrations(db)
      const applied = options['dry-run'] ? [] : await migrate(db, undefined, (name) => say(`Applied ${name}.`))
      if (options['dry-run']) for (const name of pending) say(`Would apply ${name}.`)
      if (pending.length === 0) say('The database has the schema of this version.')
      const left = options['dry-run'] ? pending : []
      if (options.json) process.stdout.write(`${JSON.stringify({ applied, pending: left }, null, 2)}\n`)
    }
    await withDatabase(process.env, work, { mustExist: options['dry-run'] === true })
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    process.exitCode = 1
  }
}
