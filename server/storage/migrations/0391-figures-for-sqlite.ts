// SQLite gathers no numbers of its rows by itself (https://www.sqlite.org/lang_analyze.html), and takes an environment to have ten users and ten
// sessions: it would look through all of them for one. So it is told what a large database is like. PostgreSQL looks for itself.
import { PostgresAdapter, sql } from 'kysely'
import type { Migration } from './migration.ts'

/** Of each table that grows: for each index how many rows it has, and how many of them are alike in its first column, in its first two, and so on. */
const figures: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  users: {
    sqlite_autoindex_users_1: '1000000 1',
    sqlite_autoindex_users_2: '1000000 200000 1',
    users_by_age: '1000000 200000 1 1',
    users_by_external_id: '1000000 200000 1',
  },
  identities: {
    sqlite_autoindex_identities_1: '500000 1',
    sqlite_autoindex_identities_2: '500000 100000 50000 1',
    identities_by_user: '500000 1 1 1',
  },
  organizations: {
    sqlite_autoindex_organizations_1: '100000 1',
    organizations_by_age: '100000 20000 1 1',
    organizations_by_creator: '100000 2',
    organizations_by_environment: '100000 20000',
    organizations_by_parent: '100000 10 1 1',
    organizations_by_slug: '100000 20000 1',
  },
  memberships: {
    sqlite_autoindex_memberships_1: '1000000 1',
    sqlite_autoindex_memberships_2: '1000000 100 1',
    memberships_by_user: '1000000 2 1 1',
  },
  directory_users: {
    sqlite_autoindex_directory_users_1: '200000 20000 1',
    directory_users_by_external_id: '200000 20000 1',
    directory_users_by_name: '200000 20000 1',
    directory_users_by_organization: '200000 2000',
    directory_users_by_user: '200000 1',
  },
  sessions: {
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
  },
  audit_events: {
    sqlite_autoindex_audit_events_1: '1000000 1',
    audit_events_by_environment: '1000000 200000 1 1',
    audit_events_by_time: '1000000 1 1',
    audit_events_of_actor: '200000 100 1 1',
    audit_events_of_application: '1000000 300000 1 1',
    audit_events_of_application_by_action: '1000000 300000 30000 1 1',
    audit_events_of_environment_by_action: '1000000 200000 20000 1 1',
    audit_events_of_failures: '100000 1',
    audit_events_of_tenant: '1000000 500000 1 1',
    audit_events_of_tenant_by_action: '1000000 500000 50000 1 1',
    audit_events_of_user: '1000000 10 1 1',
  },
  users_trigrams: { users_trigrams: '2000000 1000 1', users_trigrams_left: '1000 1' },
  organizations_trigrams: { organizations_trigrams: '200000 1000 1', organizations_trigrams_left: '1000 1' },
}

const rows = Object.entries(figures).flatMap(([table, indexes]) =>
  Object.entries(indexes).map(([index, numbers]) => `('${table}', '${index}', '${numbers}')`),
)

const statements = [
  // Makes the tables where they stand. Samples of rows would have each query compiled anew for each value that is bound.
  'analyze tenants',
  'delete from sqlite_stat1',
  'delete from sqlite_stat4',
  `insert into sqlite_stat1 (tbl, idx, stat) values ${rows.join(', ')}`,
  'analyze sqlite_schema',
]

export const figuresForSqlite: Migration = {
  name: '0391-figures-for-sqlite',
  expands: true,
  up: async (db) => {
    if (db.getExecutor().adapter instanceof PostgresAdapter) return
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
