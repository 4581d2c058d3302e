// Fewer trees for each sign-in to write into: indexes hold only the rows that they are asked for, and one stands where several began alike. What
// an older program asks, others of them answer; its sweep of old failures alone looks at more events than it deletes.
import { PostgresAdapter, sql } from 'kysely'
import type { Migration } from './migration.ts'

const statements = [
  // The live ones of a person by age, and from where; and whatever hangs on the person.
  'create index sessions_of_user on sessions (user_id, ended_at, created_at, id, ip)',
  'drop index sessions_by_user',
  'drop index sessions_by_user_ip',
  // What ends within the hour; and whatever hangs on the environment.
  'create index sessions_of_environment on sessions (environment_id, expires_at, ended_at)',
  'drop index sessions_by_environment',
  'drop index sessions_live_by_expiry',
  'drop index sessions_by_end',
  'create index sessions_by_end on sessions (ended_at) where ended_at is not null',
  'drop index sessions_by_confinement',
  'create index sessions_by_confinement on sessions (confined_to) where confined_to is not null',
  'drop index sessions_by_browser_session',
  'create index sessions_by_browser_session on sessions (browser_session_id) where browser_session_id is not null',

  'drop index audit_events_of_actor',
  'create index audit_events_of_actor on audit_events (actor_id, created_at, id) where actor_id is not null',
  'drop index audit_events_by_action',
  `create index audit_events_of_failures on audit_events (created_at)
   where action = 'password.failed' or action = 'code.failed' or action = 'second_factor.failed'`,
]

/**
 * For each index of sessions, how many rows there are, and how many of them are alike in its first column, in its first two, and so on. SQLite
 * gathers no such numbers by itself, and takes an environment to have ten sessions: it would look through all of them for those of a person.
 */
const alike = {
  sqlite_autoindex_sessions_1: '1000000 1',
  sessions_of_user: '1000000 30 10 1 1 1',
  sessions_of_environment: '1000000 200000 1 1',
  sessions_by_client: '1000000 200000',
  sessions_by_organization: '500000 100',
  sessions_by_confinement: '100000 100',
  sessions_by_browser_session: '100000 3',
  sessions_by_expiry: '1000000 1',
  sessions_by_end: '600000 1',
  sessions_live_by_age: '400000 100000 1 1',
}

const tellSqlite = [
  // Makes the table where they stand.
  'analyze sessions',
  `delete from sqlite_stat1 where tbl = 'sessions'`,
  `insert into sqlite_stat1 (tbl, idx, stat) values ${Object.entries(alike)
    .map(([index, numbers]) => `('sessions', '${index}', '${numbers}')`)
    .join(', ')}`,
  'analyze sqlite_schema',
]

export const fewerIndexes: Migration = {
  name: '0390-fewer-indexes',
  expands: true,
  up: async (db) => {
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
    for (const statement of [...statements, ...(isPostgres ? [] : tellSqlite)]) await sql.raw(statement).execute(db)
  },
}
