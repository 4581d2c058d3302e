// How values travel between the tables and the models.
import { type RawBuilder, sql } from 'kysely'
import { freeFormBounds, withoutDepths } from '../model/free-form.ts'

/** What stands for itself in a pattern of `like` whose escape is a backslash. */
export const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** The column holds this text, in any case (in SQLite, of ASCII letters). */
export const containing = (column: string, text: string): RawBuilder<boolean> => {
  const pattern = `%${escaped(text)}%`
  return sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`
}

/** Changed fields of a model. The time of the change is always one of them. */
export type Patch<Model extends { updatedAt: number }, Fixed extends keyof Model> = Partial<
  Omit<Model, Fixed | 'updatedAt'>
> & { readonly updatedAt: number }

/** JSON text; null stays null, and absent stays absent so that a patch leaves the column alone. */
export const toJson = <T>(value: T) =>
  (value === undefined || value === null ? value : JSON.stringify(value)) as
    | (T extends undefined ? undefined : never)
    | (T extends null ? null : never)
    | (T extends undefined | null ? never : string)

export const fromJson = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T))

/**
 * A free-form object. One that is larger than any may be now counts as none, and what is too deep in it as null: an older
 * version has taken both.
 */
export const fromFreeForm = <T extends object>(text: string | null): T | null => {
  if (text === null || Buffer.byteLength(text) > freeFormBounds.maxBytes) return null
  return withoutDepths(fromJson(text), freeFormBounds.maxDepth) as T
}

export const toFlag = <T extends boolean | undefined>(value: T) =>
  (value === undefined ? undefined : value ? 1 : 0) as T extends undefined ? undefined : number

/** Columns of one table under a prefix, so that joined rows do not collide. */
export const prefixed = <Table extends string, Prefix extends string, Column extends string>(
  table: Table,
  prefix: Prefix,
  columns: readonly Column[],
) =>
  columns.map(
    (column) => `${table}.${column} as ${prefix}${column[0]?.toUpperCase()}${column.slice(1)}`,
  ) as `${Table}.${Column} as ${Prefix}${Capitalize<Column>}`[]

/** Reads what `prefixed` took apart. */
export const readerOf = <Row>(prefix: string, columns: readonly (keyof Row & string)[]): ((row: object) => Row) => {
  const names = columns.map((column) => [column, `${prefix}${column[0]?.toUpperCase()}${column.slice(1)}`] as const)
  return (row) => {
    const made: Record<string, unknown> = {}
    for (const [column, name] of names) made[column] = (row as Record<string, unknown>)[name]
    return made as Row
  }
}

/** The row that `prefixed` took apart. */
export const unprefixed = <Row>(row: object, prefix: string, columns: readonly (keyof Row & string)[]): Row =>
  readerOf<Row>(prefix, columns)(row)
