// What a search looks into on SQLite, as plain rows: FTS5 merges what it holds now and then, in one piece, and everybody waits for it.
// What 512 rows have of one trigram is one row here, with a character for each of those that have it. A row that comes, changes or goes
// touches the trigrams of its own text alone.
import { type Kysely, PostgresAdapter, sql } from 'kysely'
import { createTriggers, dropTriggers, inBlock, markOf, searchedTables, textOf } from '../search-triggers.ts'
import type { Migration } from './migration.ts'

const trigramsOf = (text: string) =>
  `with recursive part (text, at) as (select ${text}, 1 union all select text, at + 1 from part where at + 2 < length(text))
   select distinct substr(text, at, 3) as trigram from part`

const statementsFor = (table: (typeof searchedTables)[number]) => [
  `create table ${table}_trigrams (
     block integer not null, trigram text not null, marks text not null, primary key (block, trigram)
   ) without rowid`,
  // What none has any more is found by it, and goes in the same statement.
  `create index ${table}_trigrams_left on ${table}_trigrams (block) where marks = ''`,
  ...dropTriggers(table),
  `insert into ${table}_trigrams (block, trigram, marks)
   with recursive part (number, text, at) as (
     select number, ${textOf(table, table)}, 1 from ${table} inner join ${table}_numbers using (id)
     union all select number, text, at + 1 from part where at + 2 < length(text)
   )
   select number / ${inBlock} as block, trigram, group_concat(${markOf('number')}, '')
   from (select distinct number, substr(text, at, 3) as trigram from part) group by block, trigram`,
  ...createTriggers(table, trigramsOf),
  // A program of before asks for the table. It says nothing of people who are gone.
  `insert into ${table}_texts (${table}_texts) values ('delete-all')`,
]

export const trigrams: Migration = {
  name: '0380-trigrams',
  expands: true,
  up: async (db: Kysely<unknown>) => {
    if (db.getExecutor().adapter instanceof PostgresAdapter) return
    for (const table of searchedTables) {
      for (const statement of statementsFor(table)) await sql.raw(statement).execute(db)
    }
  },
}
