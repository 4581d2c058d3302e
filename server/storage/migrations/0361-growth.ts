// What lists are ordered by, and what a search looks into: on PostgreSQL by the extension pg_trgm, on SQLite by FTS5.
import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Migration } from './migration.ts'

const orders = [
  'create index sessions_live_by_age on sessions (environment_id, created_at, id) where ended_at is null',
  'create index sessions_live_by_expiry on sessions (environment_id, expires_at) where ended_at is null',
  'create index organizations_by_age on organizations (environment_id, created_at, id)',
]

const texts = {
  users: ['email', 'first_name', 'last_name'],
  organizations: ['name', 'slug'],
} as const

type Table = keyof typeof texts

const textOf = (table: Table, row = '') =>
  `lower(${texts[table].map((column) => `coalesce(${row}${column}, '')`).join(" || '\n' || ")})`

/** Without the right to it, or without the extension, a search reads all there are, as before. */
const postgres = `do $$ begin
  create extension if not exists pg_trgm;
  ${(Object.keys(texts) as Table[])
    .map(
      (table) =>
        // What was added since is looked through row by row: it stays short.
        `create index ${table}_by_text on ${table} using gin ((${textOf(table)}) gin_trgm_ops) with (gin_pending_list_limit = 256);`,
    )
    .join('\n')}
exception when insufficient_privilege or feature_not_supported or undefined_file then
  raise notice 'pg_trgm cannot be had: searches read whole tables';
end $$`

/** Numbered by a table of its own: VACUUM gives rows of the others new numbers. */
const sqlite = (table: Table) => {
  const number = (row: 'new' | 'old') => `(select number from ${table}_numbers where id = ${row}.id)`
  return [
    `create table ${table}_numbers (number integer primary key, id text not null unique)`,
    `create virtual table ${table}_texts using fts5 (text, content = '', contentless_delete = 1, tokenize = 'trigram')`,
    `insert into ${table}_numbers (id) select id from ${table}`,
    `insert into ${table}_texts (rowid, text)
     select number, ${textOf(table)} from ${table} inner join ${table}_numbers using (id)`,
    `create trigger ${table}_written after insert on ${table} begin
       insert into ${table}_numbers (id) values (new.id);
       insert into ${table}_texts (rowid, text) values (${number('new')}, ${textOf(table, 'new.')});
     end`,
    `create trigger ${table}_rewritten after update of ${texts[table].join(', ')} on ${table} begin
       delete from ${table}_texts where rowid = ${number('old')};
       insert into ${table}_texts (rowid, text) values (${number('old')}, ${textOf(table, 'new.')});
     end`,
    `create trigger ${table}_erased after delete on ${table} begin
       delete from ${table}_texts where rowid = ${number('old')};
       delete from ${table}_numbers where id = old.id;
     end`,
  ]
}

const statements = (db: Kysely<unknown>) =>
  db.getExecutor().adapter instanceof PostgresAdapter
    ? [postgres]
    : (Object.keys(texts) as Table[]).flatMap((table) => sqlite(table))

export const growth: Migration = {
  name: '0361-growth',
  expands: true,
  up: async (db) => {
    for (const statement of [...orders, ...statements(db)]) await sql.raw(statement).execute(db)
  },
}
