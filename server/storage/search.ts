// Rows that hold a text somewhere, in any case. PostgreSQL finds them by an index of trigrams, SQLite by a table of them.
import { type RawBuilder, sql } from 'kysely'
import { type Database, isPostgres } from './database.ts'
import { escaped } from './rows.ts'

/** What is searched; the migration has the same. */
const columns = {
  users: ['email', 'firstName', 'lastName'],
  organizations: ['name', 'slug'],
} as const

/** How many of what is found are counted at most. */
export const mostFound = 10_000

type Searched = keyof typeof columns

/** So many are looked up one by one; more are so frequent that whoever goes through all in order soon meets them. */
const mostByTrigram = 2000
const trigram = 3

/** As the index has it, to the letter. */
const textOf = (table: Searched) =>
  sql<string>`lower(${sql.join(
    columns[table].map((column) => sql`coalesce(${sql.ref(`${table}.${column}`)}, '')`),
    sql.raw(" || '\n' || "),
  )})`

/** Holds for rows of the table that have the text in what is searched. In SQLite, case is that of ASCII letters. */
export const holding = async (db: Database, table: Searched, text: string): Promise<RawBuilder<boolean>> => {
  const holds = sql<boolean>`${textOf(table)} like lower(${`%${escaped(text)}%`}) escape '\\'`
  if (isPostgres(db) || [...text].length < trigram) return holds
  const quoted = `"${text.replaceAll('"', '""')}"`
  const found = sql`select rowid from ${sql.table(`${table}Texts`)} where ${sql.table(`${table}Texts`)} match ${quoted}`
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count from (${found} limit ${mostByTrigram + 1})`.execute(db)
  if (rows[0]!.count > mostByTrigram) return holds
  const ids = sql`select id from ${sql.table(`${table}Numbers`)} where number in (${found})`
  return sql<boolean>`${sql.ref(`${table}.id`)} in (${ids}) and ${holds}`
}
