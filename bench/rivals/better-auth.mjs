// Better Auth as its documentation sets it up, on SQLite: node better-auth.mjs PORT FILE. Tries are not limited, as ours are not.
import { createServer } from 'node:http'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import Sqlite from 'better-sqlite3'

const [port = '', file = ''] = process.argv.slice(2)
const database = new Sqlite(file)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
const options = {
  database,
  baseURL: `http://127.0.0.1:${port}`,
  secret: 'only for this benchmark, of this machine',
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
}
await (await getMigrations(options)).runMigrations()
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
createServer(toNodeHandler(betterAuth(options))).listen(Number(port), '127.0.0.1')
