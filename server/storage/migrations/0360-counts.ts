// How many users, organizations and live sessions each environment has, and how often somebody signed up and in, kept by triggers: what
// changes is noted in a table that is only added to, so that nobody waits for anybody, and folded into sums from time to time. Sessions by the
// hour that they end in, events by their day.
import { type Kysely, PostgresAdapter, sql } from 'kysely'
import { required } from './migration.ts'
import type { Migration } from './migration.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const plain = ['users', 'organizations'] as const
const actions = ['user.signed_up', 'user.signed_in', 'password.failed', 'code.failed', 'second_factor.failed']
  .map((action) => `'${action}'`)
  .join(', ')

const postgres = [
  `create function count_rows() returns trigger language plpgsql as $$
   begin
     insert into count_changes (name, environment_id, bucket, change)
     select tg_argv[0], environment_id, 0, count(*) * tg_argv[1]::integer from changed group by environment_id;
     return null;
   end $$`,
  `create function count_sessions() returns trigger language plpgsql as $$
   begin
     insert into count_changes (name, environment_id, bucket, change)
     select 'sessions', environment_id, expires_at / ${hourMs}, count(*) * tg_argv[0]::integer
     from changed where ended_at is null group by environment_id, expires_at / ${hourMs};
     return null;
   end $$`,
  `create function count_changed_session() returns trigger language plpgsql as $$
   begin
     if old.ended_at is null then
       insert into count_changes (name, environment_id, bucket, change)
       values ('sessions', old.environment_id, old.expires_at / ${hourMs}, -1);
     end if;
     if new.ended_at is null then
       insert into count_changes (name, environment_id, bucket, change)
       values ('sessions', new.environment_id, new.expires_at / ${hourMs}, 1);
     end if;
     return null;
   end $$`,
  `create function count_events() returns trigger language plpgsql as $$
   begin
     insert into count_changes (name, environment_id, bucket, change)
     select action, environment_id, created_at / ${dayMs}, count(*) * tg_argv[0]::integer
     from changed where environment_id is not null and action in (${actions})
     group by action, environment_id, created_at / ${dayMs};
     return null;
   end $$`,
  // No row goes one by one there.
  `create function forget_counts() returns trigger language plpgsql as $$
   begin
     if tg_table_name = 'audit_events' then
       delete from count_changes where name in (${actions});
       delete from counts where name in (${actions});
     else
       delete from count_changes where name = tg_table_name;
       delete from counts where name = tg_table_name;
     end if;
     return null;
   end $$`,
  ...plain.flatMap((table) => [
    `create trigger ${table}_counted after insert on ${table} referencing new table as changed
     for each statement execute function count_rows('${table}', '1')`,
    `create trigger ${table}_uncounted after delete on ${table} referencing old table as changed
     for each statement execute function count_rows('${table}', '-1')`,
  ]),
  `create trigger sessions_counted after insert on sessions referencing new table as changed
   for each statement execute function count_sessions('1')`,
  `create trigger sessions_uncounted after delete on sessions referencing old table as changed
   for each statement execute function count_sessions('-1')`,
  `create trigger audit_events_counted after insert on audit_events referencing new table as changed
   for each statement execute function count_events('1')`,
  `create trigger audit_events_uncounted after delete on audit_events referencing old table as changed
   for each statement execute function count_events('-1')`,
  `create trigger sessions_changed after update on sessions for each row
   when (old.ended_at is distinct from new.ended_at or old.expires_at <> new.expires_at)
   execute function count_changed_session()`,
  ...[...plain, 'sessions', 'audit_events'].map(
    (table) =>
      `create trigger ${table}_emptied after truncate on ${table} for each statement execute function forget_counts()`,
  ),
]

// One writer at a time waits for nobody: there the sums themselves are kept.
const add = (values: string) =>
  `insert into counts (name, environment_id, bucket, total) select ${values}
   on conflict (name, environment_id, bucket) do update set total = total + excluded.total;`

const note = (name: string, row: 'new' | 'old', bucket: string, change: 1 | -1) =>
  add(`'${name}', ${row}.environment_id, ${bucket}, ${change} where true`)

const noteSession = (row: 'new' | 'old', change: 1 | -1) =>
  add(`'sessions', ${row}.environment_id, ${row}.expires_at / ${hourMs}, ${change} where ${row}.ended_at is null`)

const noteEvent = (row: 'new' | 'old', change: 1 | -1) =>
  add(`${row}.action, ${row}.environment_id, ${row}.created_at / ${dayMs}, ${change}
   where ${row}.environment_id is not null and ${row}.action in (${actions})`)

const sqlite = [
  ...plain.flatMap((table) => [
    `create trigger ${table}_counted after insert on ${table} begin ${note(table, 'new', '0', 1)} end`,
    `create trigger ${table}_uncounted after delete on ${table} begin ${note(table, 'old', '0', -1)} end`,
  ]),
  `create trigger sessions_counted after insert on sessions begin ${noteSession('new', 1)} end`,
  `create trigger sessions_uncounted after delete on sessions begin ${noteSession('old', -1)} end`,
  `create trigger audit_events_counted after insert on audit_events begin ${noteEvent('new', 1)} end`,
  `create trigger audit_events_uncounted after delete on audit_events begin ${noteEvent('old', -1)} end`,
  `create trigger sessions_changed after update on sessions
   when old.ended_at is not new.ended_at or old.expires_at <> new.expires_at
   begin ${noteSession('old', -1)} ${noteSession('new', 1)} end`,
]

const createTables = async ({ schema }: Kysely<unknown>, isPostgres: boolean) => {
  await schema
    .createTable('counts')
    .addColumn('name', 'text', required)
    .addColumn('environmentId', 'text', required)
    .addColumn('bucket', 'bigint', required)
    .addColumn('total', 'bigint', required)
    .addPrimaryKeyConstraint('countsKey', ['name', 'environmentId', 'bucket'])
    .execute()
  await schema
    .createTable('countChanges')
    .addColumn('id', isPostgres ? 'bigserial' : 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', required)
    .addColumn('environmentId', 'text', required)
    .addColumn('bucket', 'bigint', required)
    .addColumn('change', 'bigint', required)
    .execute()
  await schema
    .createIndex('countChangesByName')
    .on('countChanges')
    .columns(['name', 'environmentId', 'bucket', 'change'])
    .execute()
}

export const counts: Migration = {
  name: '0360-counts',
  expands: true,
  up: async (db) => {
    const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
    await createTables(db, isPostgres)
    // Before what is there is counted: from here on nobody changes it unseen.
    for (const statement of isPostgres ? postgres : sqlite) await sql.raw(statement).execute(db)
    for (const table of plain) {
      await sql
        .raw(
          `insert into counts (name, environment_id, bucket, total)
           select '${table}', environment_id, 0, count(*) from ${table} group by environment_id`,
        )
        .execute(db)
    }
    await sql
      .raw(
        `insert into counts (name, environment_id, bucket, total)
         select 'sessions', environment_id, expires_at / ${hourMs}, count(*) from sessions where ended_at is null
         group by environment_id, expires_at / ${hourMs}`,
      )
      .execute(db)
    await sql
      .raw(
        `insert into counts (name, environment_id, bucket, total)
         select action, environment_id, created_at / ${dayMs}, count(*) from audit_events
         where environment_id is not null and action in (${actions})
         group by action, environment_id, created_at / ${dayMs}`,
      )
      .execute(db)
  },
}
