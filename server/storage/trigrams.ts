// What searches on PostgreSQL need beside the schema: an extension that not every role may create, and its two indexes.
import { sql } from 'kysely'
import { type Database, exclusivelyWithoutTimeLimit, isPostgres } from './database.ts'

/** Null where searches use an index; else why not, and what to do. */
export const whySearchesAreSlow = async (db: Database): Promise<string | null> => {
  if (!isPostgres(db)) return null
  const { rows } = await sql<{ isThere: boolean; canBeHad: boolean; indexes: number }>`
    select exists (select from pg_extension where extname = 'pg_trgm') as is_there,
      exists (select from pg_available_extensions where name = 'pg_trgm') as can_be_had,
      (select count(*)::int from pg_indexes
        where schemaname = current_schema() and indexname in ('users_by_text', 'organizations_by_text')) as indexes`.execute(
    db,
  )
  const { isThere, canBeHad, indexes } = rows[0]!
  if (indexes === 2) return null
  const consequence = 'Searches read whole tables'
  if (isThere) return `${consequence}: their indexes are missing. Run countersign migrate, which makes them.`
  if (!canBeHad) {
    return `${consequence}: the server has no pg_trgm. Install PostgreSQL's contrib package, then run countersign migrate.`
  }
  return (
    `${consequence}: pg_trgm is not in this database. Run "create extension pg_trgm" there as its owner or a superuser, ` +
    'then countersign migrate.'
  )
}

/** Makes what is missing, where the role may: whoever came by the extension later has its indexes, too. */
export const mendSearches = async (db: Database): Promise<void> => {
  if ((await whySearchesAreSlow(db)) === null) return
  await exclusivelyWithoutTimeLimit(db, 'migrations', async (trx) => {
    await sql
      .raw(
        `do $$ begin
           create extension if not exists pg_trgm;
           ${indexOf('users', ['email', 'first_name', 'last_name'])}
           ${indexOf('organizations', ['name', 'slug'])}
         exception when insufficient_privilege or feature_not_supported or undefined_file then null;
         end $$`,
      )
      .execute(trx)
  })
}

/** As the migration `0361-growth` has it, by the expression that a search asks for. */
const indexOf = (table: string, columns: readonly string[]): string => {
  const text = `lower(${columns.map((column) => `coalesce(${column}, '')`).join(" || '\n' || ")})`
  return `create index if not exists ${table}_by_text on ${table} using gin ((${text}) gin_trgm_ops) with (gin_pending_list_limit = 256);`
}
