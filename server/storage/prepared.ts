import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import { type Effect, cacheOf, effectOf } from './cached-rows.ts'
import { type Run, directReadOf, directRunOf } from './direct-ways.ts'
import type { Schema } from './schema.ts'

type Database = Kysely<Schema>

/**
 * What a query is called with: what is bound, alone, as the fields of a row or as a list, and true or false, which choose between queries. Null is
 * bound only where a column is set to it: SQL asks for it in other words.
 */
type Argument = string | number | null | boolean | object

/** Longer lists have no query that is kept: there would be one for each length. */
const longestList = 20

/** Stands for an argument, or for a field of one. */
interface Placeholder {
  readonly argument: number
  readonly field?: string
}

interface Statement {
  readonly query: CompiledQuery
  /** For each parameter: where it comes from, or what it always is. */
  readonly bound: readonly (Placeholder | { readonly constant: unknown })[]
  /** On rows that are cached. */
  readonly effect: Effect
  /** Outside of transactions, where there is a way past Kysely. */
  readonly read: Run | undefined
  /** A column's name in the database -> in our rows. Of each column once it was seen. */
  names: readonly (readonly [column: string, name: string])[] | null
}

/**
 * A query that is put together once for each database: a call only binds its values. Kysely takes longer to put together most
 * queries than the database takes to answer them. `build` must not look at its arguments, but at true and false and at how long a list
 * is: it is called with stand-ins. A field that is undefined is absent, and such a row has a query of its own.
 */
export const prepared = <Arguments extends readonly Argument[], Row>(
  build: (db: Database, ...values: Arguments) => Compilable<Row>,
): ((db: Database, ...values: Arguments) => Promise<Row[]>) => {
  const prepare = (db: Database, values: Arguments): Statement => {
    const placeholders = new Set<unknown>()
    const stand = (placeholder: Placeholder) => {
      placeholders.add(placeholder)
      return placeholder
    }
    const standIns = values.map((value, argument) => {
      if (typeof value === 'boolean') return value
      if (!isRow(value)) return stand({ argument })
      if (Array.isArray(value)) return value.map((_, index) => stand({ argument, field: String(index) }))
      return Object.fromEntries(fieldsOf(value).map((field) => [field, stand({ argument, field })]))
    })
    const query = build(db, ...(standIns as never)).compile()
    const isPlaceholder = (value: unknown): value is Placeholder => placeholders.has(value)
    return {
      query,
      bound: query.parameters.map((value) => (isPlaceholder(value) ? value : { constant: value })),
      // Executed without plugins, so without the one that notices such a change.
      effect: effectOf(query.query),
      read: directReadOf(db, query.sql),
      names: null,
    }
  }

  const databases = new WeakMap<object, Map<string, Statement>>()
  const statementOf = (db: Database, values: Arguments): Statement => {
    if (values.some((value) => Array.isArray(value) && value.length > longestList)) return prepare(db, values)
    // Each database has plugins of its own, and a query is what they make of it.
    const plugin = db.getExecutor().plugins.at(-1)!
    const statements = databases.get(plugin) ?? new Map<string, Statement>()
    databases.set(plugin, statements)
    const shape = values.map(shapeOf).join()
    const statement = statements.get(shape) ?? prepare(db, values)
    statements.set(shape, statement)
    return statement
  }

  return async (db, ...values) => {
    const statement = statementOf(db, values)
    const parameters = statement.bound.map((one) => ('argument' in one ? valueOf(one, values) : one.constant))
    if (statement.effect === 'adds') cacheOf(db).note('adds')
    const rows = await rowsOf(db, statement, parameters)
    if (statement.effect === 'changes') cacheOf(db).note('changes')
    if (!rows[0]) return []
    const names = (statement.names ??= Object.keys(rows[0]).map((column) => [column, toCamelCase(column)] as const))
    return rows.map((row) => renamed(row, names) as Row)
  }
}

const rowsOf = async (db: Database, { query, read }: Statement, parameters: readonly unknown[]): Promise<object[]> => {
  const way = db.isTransaction ? directRunOf(db) : read
  if (way) return way({ sql: query.sql, parameters })
  const { rows } = await db
    .getExecutor()
    .withoutPlugins()
    .executeQuery<object>({ ...query, parameters })
  return rows
}

const isRow = (value: Argument): value is object => typeof value === 'object' && value !== null

const fieldsOf = (row: object): string[] =>
  Object.entries(row).flatMap(([field, value]) => (value === undefined ? [] : field))

/** Calls of one shape have one query. */
const shapeOf = (value: Argument): string => {
  if (typeof value === 'boolean') return String(value)
  return isRow(value) ? fieldsOf(value).join(' ') : ''
}

const valueOf = ({ argument, field }: Placeholder, values: readonly Argument[]): unknown => {
  const value = values[argument]
  return field === undefined ? value : (value as Record<string, unknown>)[field]
}

const toCamelCase = (column: string) => column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const renamed = (row: object, names: NonNullable<Statement['names']>): object => {
  const made: Record<string, unknown> = {}
  for (const [column, name] of names) made[name] = (row as Record<string, unknown>)[column]
  return made
}
