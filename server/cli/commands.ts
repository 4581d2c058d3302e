// The command line: one file a command.
import { readFileSync } from 'node:fs'

interface Command {
  readonly run: (args: readonly string[]) => Promise<void>
}

/** Loaded when they are called: help has no database to open. */
const commands = new Map<string, () => Promise<Command>>([
  ['dev', () => import('./dev.ts')],
  ['start', () => import('./start.ts')],
  ['mock', () => import('./mock.ts')],
  ['conform', () => import('./conform.ts')],
  ['migrate', () => import('./migrate.ts')],
  ['keys', () => import('./keys.ts')],
  ['tenants', () => import('./tenants.ts')],
  ['admins', () => import('./admins.ts')],
  ['applications', () => import('./applications.ts')],
  ['clients', () => import('./clients.ts')],
  ['sessions', () => import('./sessions.ts')],
  ['users', () => import('./users.ts')],
  ['audit', () => import('./audit.ts')],
  ['secret', () => import('./secret.ts')],
  ['doctor', () => import('./doctor.ts')],
])

const usage = `usage: countersign COMMAND [options]

  dev       the sandbox on http://localhost:3000: fixed credentials, its own mail, a clock to move; data in .data/
  start     the service in production: COUNTERSIGN_SECRET, PUBLIC_URL and the rest come from the environment
  mock      the contract's examples as answers, on http://localhost:4010
  conform   asks a server, by its URL, what the contract promises

For whoever runs it; each says more about itself behind --help, and answers programs with --json:

  migrate       brings the database to the schema of this version
  keys          shows, rotates and revokes the signing keys of a service
  tenants       makes and shows tenants
  admins        makes, invites, shows and removes administrators of a tenant
  applications  makes, shows, switches and deletes applications of a tenant
  clients       registers, shows, changes and deletes an environment's own clients
  sessions      signs out everybody, or the people of a tenant
  users         brings an environment's users in from a file, and writes them out
  audit         shows what has happened, by whom and from where
  secret        changes the secret that the service seals with
  doctor        says what is wrong with the settings and all around the service, and what to set

  --help, -h      this; behind a command, more about it
  --version, -v   which version this is
`

/** Runs what the arguments say. Words that it does not know end the process with a sentence and code 2. */
export const runCommandLine = async ([name, ...args]: readonly string[]): Promise<void> => {
  if (name === '--help' || name === '-h') {
    process.stdout.write(usage)
    return
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version()}\n`)
    return
  }
  const load = commands.get(name ?? '')
  if (load) {
    const { run } = await load()
    return run(args)
  }
  const problem = name === undefined ? 'Say what to do.' : `There is no command "${name}".`
  process.stderr.write(`${problem}\n\n${usage}`)
  process.exitCode = 2
}

const version = (): string => {
  const read = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(read) as { version: string }).version
}
