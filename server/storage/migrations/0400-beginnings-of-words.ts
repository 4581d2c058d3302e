// A text of one or two letters has no trigram. On SQLite it is found where a word begins, and what words begin with is kept beside the
// trigrams from here on: a line feed and the first letter, and one and the first two. PostgreSQL's trigrams have blanks there already.
import { PostgresAdapter, sql } from 'kysely'
import { createTriggers, dropTriggers, inBlock, markOf, searchedTables, textOf } from '../search-triggers.ts'
import type { Migration } from './migration.ts'

/** A word begins with the text, and after each of these. */
const separators = "char(10) || ' .@+_''-'"

/** Of `part`, whose rows are the texts and each place in them. */
const beginnings = `select char(10) || substr(text, at, letters) as trigram
  from part, (select 1 as letters union all select 2)
  where (at = 1 or instr(${separators}, substr(text, at - 1, 1))) and at + letters - 1 <= length(text)`

const partsOf = (text: string) =>
  `with recursive part (text, at) as (select ${text}, 1 union all select text, at + 1 from part where at < length(text))
   select substr(text, at, 3) as trigram from part where at + 2 <= length(text) union ${beginnings}`

const statementsFor = (table: (typeof searchedTables)[number]) => [
  ...dropTriggers(table),
  // Those of a line feed and two letters are among what comes.
  `delete from ${table}_trigrams where substr(trigram, 1, 1) = char(10)`,
  `insert into ${table}_trigrams (block, trigram, marks)
   with recursive part (number, text, at) as (
     select number, ${textOf(table, table)}, 1 from ${table} inner join ${table}_numbers using (id)
     union all select number, text, at + 1 from part where at < length(text)
   )
   select number / ${inBlock} as block, trigram, group_concat(${markOf('number')}, '')
   from (${beginnings.replace('select', 'select distinct number,')}) group by block, trigram`,
  ...createTriggers(table, partsOf),
]

export const beginningsOfWords: Migration = {
  name: '0400-beginnings-of-words',
  expands: true,
  up: async (db) => {
    if (db.getExecutor().adapter instanceof PostgresAdapter) return
    for (const table of searchedTables) {
      for (const statement of statementsFor(table)) await sql.raw(statement).execute(db)
    }
  },
}
