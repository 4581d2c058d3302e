// What a search looks into on SQLite, as plain rows: FTS5 merges what it holds now and then, in one piece, and everybody waits for it.
// What 512 rows have of one trigram is one row here, with a character for each of those that have it. A row that comes, changes or goes
// touches the trigrams of its own text alone.
import { type Kysely, PostgresAdapter, sql } from 'kysely'
import type { Migration } from './migration.ts'

const inBlock = 512
/** The characters from the blank on: each is found by its bytes alone. */
const firstMark = 32

const texts = {
  users: ['email', 'first_name', 'last_name'],
  organizations: ['name', 'slug'],
} as const

type Table = keyof typeof texts

const textOf = (table: Table, row: string) =>
  `lower(${texts[table].map((column) => `coalesce(${row}.${column}, '')`).join(" || '\n' || ")})`

const trigramsOf = (text: string) =>
  `with recursive part (text, at) as (select ${text}, 1 union all select text, at + 1 from part where at + 2 < length(text))
   select distinct substr(text, at, 3) as trigram from part`

const markOf = (number: string) => `char(${firstMark} + ${number} % ${inBlock})`

const note = (table: Table, row: 'new' | 'old', change: string) =>
  `insert into ${table}_trigrams (block, trigram, marks)
   select number / ${inBlock}, trigram, ${markOf('number')}
   from (select number from ${table}_numbers where id = ${row}.id), (${trigramsOf(textOf(table, row))}) where true
   on conflict (block, trigram) do update set marks = ${change};`

const add = (table: Table) => note(table, 'new', 'marks || excluded.marks')

const remove = (table: Table) =>
  `${note(table, 'old', "replace(marks, excluded.marks, '')")}
   delete from ${table}_trigrams
   where block = (select number / ${inBlock} from ${table}_numbers where id = old.id) and marks = '';`

const statementsFor = (table: Table) => [
  `create table ${table}_trigrams (
     block integer not null, trigram text not null, marks text not null, primary key (block, trigram)
   ) without rowid`,
  // What none has any more is found by it, and goes in the same statement.
  `create index ${table}_trigrams_left on ${table}_trigrams (block) where marks = ''`,
  ...['written', 'rewritten', 'erased'].map((trigger) => `drop trigger ${table}_${trigger}`),
  `insert into ${table}_trigrams (block, trigram, marks)
   with recursive part (number, text, at) as (
     select number, ${textOf(table, table)}, 1 from ${table} inner join ${table}_numbers using (id)
     union all select number, text, at + 1 from part where at + 2 < length(text)
   )
   select number / ${inBlock} as block, trigram, group_concat(${markOf('number')}, '')
   from (select distinct number, substr(text, at, 3) as trigram from part) group by block, trigram`,
  `create trigger ${table}_written after insert on ${table} begin
     insert into ${table}_numbers (id) values (new.id);
     ${add(table)}
   end`,
  `create trigger ${table}_rewritten after update of ${texts[table].join(', ')} on ${table} begin
     ${remove(table)}
     ${add(table)}
   end`,
  `create trigger ${table}_erased after delete on ${table} begin
     ${remove(table)}
     delete from ${table}_numbers where id = old.id;
   end`,
  // A program of before asks for the table. It says nothing of people who are gone.
  `insert into ${table}_texts (${table}_texts) values ('delete-all')`,
]

export const trigrams: Migration = {
  name: '0380-trigrams',
  expands: true,
  up: async (db: Kysely<unknown>) => {
    if (db.getExecutor().adapter instanceof PostgresAdapter) return
    for (const table of Object.keys(texts) as Table[]) {
      for (const statement of statementsFor(table)) await sql.raw(statement).execute(db)
    }
  },
}
