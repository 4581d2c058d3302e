import type { ColumnDefinitionBuilder, Kysely } from 'kysely'

/** A step of the schema. Once released it never changes; the next step corrects it. */
export interface Migration {
  /** Number and subject: the order, and what the database remembers. */
  readonly name: string
  /** Whether it only adds what programs of before leave alone, or makes them slower at most: they run on it, for one version. */
  readonly expands?: true
  /** Knows no row types: the schema's types move on, a migration does not. */
  up(db: Kysely<unknown>): Promise<void>
}

export const required = (column: ColumnDefinitionBuilder) => column.notNull()

// SQLite lets a text primary key be null unless told otherwise.
export const key = (column: ColumnDefinitionBuilder) => column.notNull().primaryKey()

/** A child without a meaning of its own: it goes with its parent. */
export const partOf = (parent: string) => (column: ColumnDefinitionBuilder) =>
  column.notNull().references(parent).onDelete('cascade')

export const optionallyPartOf = (parent: string) => (column: ColumnDefinitionBuilder) =>
  column.references(parent).onDelete('cascade')

/** A link that is forgotten when the other end goes. */
export const linkTo = (other: string) => (column: ColumnDefinitionBuilder) =>
  column.references(other).onDelete('set null')
