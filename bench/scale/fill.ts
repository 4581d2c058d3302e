// Fills a database with people, sessions, organizations and events, by SQL in big batches. Everybody has the same password.
import { sql } from 'kysely'
import { createPasswords } from '../../server/outside/passwords.ts'
import { foldCounts } from '../../server/storage/counts.ts'
import { type OpenDatabase, openDatabase } from '../../server/storage/database.ts'
import type { Tenant } from './tenant.ts'

export const sessionsOfEach = 3
export const password = 'a tall yellow kettle'
export const emailOf = (number: number) => `person${number}@example.com`
/** Made so many ms after the one before. */
const apartMs = 25
const batch = 10_000
const dayMs = 24 * 60 * 60_000

/** How many there are. */
export interface Size {
  readonly users: number
  readonly organizations: number
}

/** One organization of a hundred members for every hundred people. */
export const sizeOf = (users: number): Size => ({ users, organizations: Math.ceil(users / 100) })

const kinds = { user: '1', organization: '2', session: '3', membership: '4', event: '5', token: '6' } as const

/** The id of the thing with that number, as the queries below make it. */
export const idOf = (kind: keyof typeof kinds, number: number): string =>
  `01990000-000${kinds[kind]}-7000-8000-${number.toString(16).padStart(12, '0')}`

const idsOf = (database: OpenDatabase['kind']) => (kind: keyof typeof kinds, number: string) => {
  const hex = database === 'postgres' ? `lpad(to_hex(${number}), 12, '0')` : `printf('%012x', ${number})`
  return `'01990000-000${kinds[kind]}-7000-8000-' || ${hex}`
}

/** When the first of so many users was made; they come one after the other, up to now. */
export const firstMadeAt = (now: number, { users }: Size) => now - 1000 - users * apartMs
export const madeAt = (first: number, number: number) => first + number * apartMs

/** Fills an empty database of that tenant. `tell` hears which part of the whole is done. */
export const fill = async (
  url: string,
  { applicationId, environmentId, clientId }: Tenant,
  size: Size,
  { now, tell }: { readonly now: number; readonly tell: (done: number) => void },
): Promise<void> => {
  const hash = await (await createPasswords({ queue: 0 })).hash(password)
  const opened = await openDatabase(url, { limits: { connectMs: 10_000, statementMs: 600_000 } })
  const { db, kind } = opened
  const id = idsOf(kind)
  const first = firstMadeAt(now, size)
  const at = `(${first} + n.i * ${apartMs})`
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`
  const organization = id('organization', `n.i % ${size.organizations}`)
  const environment = text(environmentId)
  const expiresAt = `${at} + ${30 * dayMs}`

  /** What is inserted for each number, and how many of it each has. */
  const tables: readonly (readonly [columns: string, values: string, each: number])[] = [
    [
      'users (id, environment_id, email, email_verified_at, password_hash, status, first_name, last_name, created_at, updated_at)',
      `${id('user', 'n.i')}, ${environment}, 'person' || n.i || '@example.com', ${at}, ${text(hash)}, 'active',
       'First' || (n.i % 997), 'Last' || (n.i % 9973), ${at}, ${at}`,
      1,
    ],
    [
      'memberships (id, organization_id, user_id, role, joined_at, created_at, updated_at)',
      `${id('membership', 'n.i')}, ${organization}, ${id('user', 'n.i')},
       case when n.i < ${size.organizations} then 'owner' else 'member' end, ${at}, ${at}, ${at}`,
      1,
    ],
    [
      'sessions (id, environment_id, user_id, client_id, organization_id, surface, user_agent, ip, created_at, expires_at)',
      `${id('session', `n.i * ${sessionsOfEach} + k.j`)}, ${environment}, ${id('user', 'n.i')}, ${text(clientId)}, ${organization},
       'account', 'Mozilla/5.0 (X11; Linux x86_64)', '203.0.113.' || (n.i % 250), ${at} + k.j, ${expiresAt}`,
      sessionsOfEach,
    ],
    [
      'refresh_tokens (hash, session_id, created_at, expires_at)',
      `${id('token', `n.i * ${sessionsOfEach} + k.j`)}, ${id('session', `n.i * ${sessionsOfEach} + k.j`)}, ${at} + k.j, ${expiresAt}`,
      sessionsOfEach,
    ],
    [
      'audit_events (id, tenant_id, application_id, environment_id, actor, user_id, action, ip, created_at)',
      `${id('event', 'n.i')}, (select id from tenants where slug = 'acme'), ${text(applicationId)}, ${environment}, 'user',
       ${id('user', 'n.i')}, 'user.signed_in', '203.0.113.' || (n.i % 250), ${at}`,
      1,
    ],
  ]
  const insert = (into: string, values: string, from: number, to: number, each = 1) =>
    sql
      .raw(
        `insert into ${into} with recursive n(i) as (select ${from} union all select i + 1 from n where i < ${to - 1}),
         k(j) as (select 0 union all select j + 1 from k where j < ${each - 1}) select ${values} from n, k`,
      )
      .execute(db)
  await insert(
    'organizations (id, environment_id, name, slug, created_at, updated_at)',
    `${id('organization', 'n.i')}, ${environment}, 'Company ' || n.i, 'company-' || n.i, ${at}, ${at}`,
    0,
    size.organizations,
  )
  for (let from = 0; from < size.users; from += batch) {
    const to = Math.min(size.users, from + batch)
    for (const [into, values, each] of tables) await insert(into, values, from, to, each)
    tell(to / size.users)
  }
  while ((await foldCounts(db, batch)) === batch);
  // What a database of that age has by itself. SQLite has what a migration told it.
  if (kind === 'postgres') await sql.raw('vacuum analyze').execute(db)
  await opened.close()
}
