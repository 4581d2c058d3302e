// What the doctor asks the database.
import { sql } from 'kysely'
import type { Config } from '../config.ts'
import { noProject } from '../model/environment.ts'
import { requireOwnKeys } from '../identity/sessions/signing-keys.ts'
import { systemClock } from '../outside/clock.ts'
import { createSecrets } from '../outside/secrets.ts'
import { isOriginOfSomeEnvironment, isRegisteredOrigin } from '../storage/clients.ts'
import { findDatabaseMode } from '../storage/database-mode.ts'
import { type OpenDatabase, openDatabase } from '../storage/database.ts'
import { findEnvironment } from '../storage/environments.ts'
import { pendingMigrations } from '../storage/migrate.ts'
import { whySearchesAreSlow } from '../storage/trigrams.ts'
import { type Finding, hostOf, wrongClock } from './doctor-finding.ts'

const ok = (name: string, text: string): Finding => ({ name, outcome: 'ok', text })
const wrong = (name: string, text: string): Finding => ({ name, outcome: 'wrong', text })
const warning = (name: string, text: string): Finding => ({ name, outcome: 'warning', text })

export const checkDatabase = async (config: Config, pages: readonly string[]): Promise<Finding[]> => {
  let database: OpenDatabase | undefined
  try {
    database = await openDatabase(config.databaseUrl, { mustExist: true })
    const pending = await pendingMigrations(database.db)
    const asked = database.kind === 'postgres' ? await checkServer(database, config) : []
    if (pending.length > 0) {
      const text = `${pending.length} migrations are not applied, the first is ${pending[0]}: run countersign migrate.`
      return [...asked, wrong('database', text)]
    }
    const mode = await findDatabaseMode(database.db)
    if (mode === 'sandbox') {
      return [
        wrong('database', 'A sandbox filled it, with passwords that everybody knows: set DATABASE_URL to another.'),
      ]
    }
    return [
      ok('database', 'It answers, and has the schema of this version.'),
      ...asked,
      ...(await checkSearches(database)),
      await checkSecret(database, config),
      await checkProject(database, config),
      ...(await Promise.all(pages.map((page) => checkOrigin(database!, config, page)))),
    ]
  } catch (error) {
    return [wrong('database', (error as Error).message)]
  } finally {
    await database?.close()
  }
}

const checkServer = async ({ db }: OpenDatabase, { poolSize, databaseUrl }: Config): Promise<Finding[]> => {
  const before = systemClock.now()
  const { rows } = await sql<{
    now: number
    room: number
    timeout: string
    readOnly: boolean
    isSealed: boolean | null
  }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as now,
      current_setting('max_connections')::int as room,
      current_setting('statement_timeout') as timeout,
      (select ssl from pg_stat_ssl where pid = pg_backend_pid()) as is_sealed,
      pg_is_in_recovery() as read_only`.execute(db)
  const { now, room, timeout, readOnly, isSealed } = rows[0]!
  const after = systemClock.now()
  const findings: Finding[] = []
  const apart = now < before ? before - now : Math.max(0, now - after)
  findings.push(apart > 5000 ? wrongClock('the database', apart) : ok('clock', 'It is that of the database.'))
  if (readOnly)
    findings.push(wrong('database', 'It is a standby that takes no writes: set DATABASE_URL to the primary.'))
  if (poolSize > room / 2) {
    findings.push(
      warning(
        'connections',
        `POOL_SIZE is ${poolSize} of ${room} that the server has: two instances at a deploy want twice as many.`,
      ),
    )
  }
  const server = hostOf(databaseUrl)
  if (isSealed === false && server !== null) {
    findings.push(
      warning(
        'database',
        `The connection to ${server} is not encrypted, and whoever is between can read and change all: add ?sslmode=verify-full to DATABASE_URL, and &sslrootcert=FILE for an authority of your own.`,
      ),
    )
  }
  if (timeout === '0') {
    findings.push(
      warning(
        'connections',
        "It is behind PgBouncer, and single statements have no time limit there: alter role … set statement_timeout = '4s', and RECONNECT in PgBouncer's console.",
      ),
    )
  }
  return findings
}

const checkSearches = async ({ db }: OpenDatabase): Promise<Finding[]> => {
  const slow = await whySearchesAreSlow(db)
  return slow === null ? [] : [warning('search', slow)]
}

const checkSecret = async ({ db }: OpenDatabase, config: Config): Promise<Finding> => {
  const secrets = createSecrets(config.secret, { other: config.otherSecret })
  try {
    const known = await requireOwnKeys({ db, clock: systemClock, secrets })
    if (known.length === 0) return ok('secret', 'The database is new: the first start seals its keys with it.')
    return ok('secret', 'It opens the signing keys of the database.')
  } catch {
    return wrong('secret', 'The database was made with another one: set COUNTERSIGN_SECRET to that.')
  }
}

const checkProject = async ({ db }: OpenDatabase, { projectEnvironment: id }: Config): Promise<Finding> => {
  if (id === null || id === noProject) return ok('project', 'There is none: /api/auth answers 503.')
  const environment = await findEnvironment(db, id)
  if (!environment)
    return wrong(
      'project',
      'The database has no such environment: set PROJECT_ENVIRONMENT to one of countersign applications list.',
    )
  return environment.isActive
    ? ok('project', `/api/auth serves the environment ${environment.name}.`)
    : wrong('project', 'Its environment is switched off: countersign applications enable.')
}

const checkOrigin = async ({ db }: OpenDatabase, { allowedOrigins }: Config, page: string): Promise<Finding> => {
  if (allowedOrigins.includes(page)) return ok('origin', `${page} is among ALLOWED_ORIGINS.`)
  if (await isOriginOfSomeEnvironment(db, page)) return ok('origin', `${page} is an origin of a client.`)
  if (await isRegisteredOrigin(db, page)) {
    return warning(
      'origin',
      `${page} is an origin of an account's client alone: only that client's own requests are answered.`,
    )
  }
  const text = `${page} is no origin of any client: countersign clients update CLIENT --origin ${page}, or add it to ALLOWED_ORIGINS.`
  return wrong('origin', text)
}
