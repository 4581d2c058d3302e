import type { Compilable, CompiledQuery } from 'kysely'
import { isWatchedWrite } from './cached-rows.ts'
import type { Database } from './database.ts'

/** What can be bound. Null only where a column is set to it: SQL asks for it in other words. */
type Value = string | number | null

interface Statement {
  readonly query: CompiledQuery
  /** For each parameter: which argument it is, or what it always is. */
  readonly bound: readonly (Placeholder | { readonly constant: unknown })[]
  /** A column's name in the database -> in our rows. Of each column once it was seen. */
  names: readonly (readonly [column: string, name: string])[] | null
}

interface Placeholder {
  readonly argument: number
}

/**
 * A query that is put together once for each database: a call only binds its values. Kysely takes longer to put together most
 * queries than the database takes to answer them. `build` must not look at its arguments: it is called with stand-ins.
 */
export const prepared = <Arguments extends readonly Value[], Row>(
  build: (db: Database, ...values: Arguments) => Compilable<Row>,
): ((db: Database, ...values: Arguments) => Promise<Row[]>) => {
  const statements = new WeakMap<object, Statement>()
  const prepare = (db: Database): Statement => {
    const placeholders = Array.from({ length: build.length - 1 }, (_, argument): Placeholder => ({ argument }))
    const query = build(db, ...(placeholders as never)).compile()
    // Executed without plugins, so without the one that notices a change of cached rows.
    if (isWatchedWrite(query.query)) throw new Error('What changes rows that are cached cannot be prepared.')
    const isPlaceholder = (value: unknown): value is Placeholder => placeholders.includes(value as Placeholder)
    return {
      query,
      bound: query.parameters.map((value) => (isPlaceholder(value) ? value : { constant: value })),
      names: null,
    }
  }
  return async (db, ...values) => {
    const executor = db.getExecutor()
    const statement = statements.get(executor.adapter) ?? prepare(db)
    statements.set(executor.adapter, statement)
    const parameters = statement.bound.map((one) => ('argument' in one ? values[one.argument] : one.constant))
    const { rows } = await executor.withoutPlugins().executeQuery<object>({ ...statement.query, parameters })
    if (!rows[0]) return []
    const names = (statement.names ??= Object.keys(rows[0]).map((column) => [column, toCamelCase(column)] as const))
    return rows.map((row) => renamed(row, names) as Row)
  }
}

const toCamelCase = (column: string) => column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const renamed = (row: object, names: NonNullable<Statement['names']>): object => {
  const made: Record<string, unknown> = {}
  for (const [column, name] of names) made[name] = (row as Record<string, unknown>)[column]
  return made
}
