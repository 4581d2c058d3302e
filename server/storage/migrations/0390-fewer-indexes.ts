// Fewer trees for each sign-in to write into: indexes hold only the rows that they are asked for, and one stands where several began alike. What
// an older program asks, others of them answer; its sweep of old failures alone looks at more events than it deletes.
import { sql } from 'kysely'
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

export const fewerIndexes: Migration = {
  name: '0390-fewer-indexes',
  expands: true,
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
