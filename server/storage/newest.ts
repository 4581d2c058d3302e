import { type SelectQueryBuilder, sql } from 'kysely'
import type { Database } from './database.ts'
import { inSearch } from './lanes.ts'
import type { Schema } from './schema.ts'

/** What a list is ordered by. */
export interface Aged {
  readonly createdAt: number
  readonly id: string
}

/** A page of a list: from a row of it on, or so many rows further down. */
export interface Page {
  readonly limit: number
  readonly offset?: number | undefined
  /** Those behind it, in place of an offset. */
  readonly after?: Aged | undefined
}

/** Rows are passed over by reading them. */
const manySkipped = 1000

/** Behind that row of a list that is newest first. One comparison of rows, which both databases answer from an index. */
export const isBehind = ({ createdAt, id }: Aged, table?: keyof Schema) => {
  const column = (name: string) => sql.ref(table === undefined ? name : `${table}.${name}`)
  return sql<boolean>`(${column('createdAt')}, ${column('id')}) < (${createdAt}, ${id})`
}

/** The same of a list of a table that is oldest first. */
export const isAhead = ({ createdAt, id }: Aged, table: keyof Schema) =>
  sql<boolean>`(${sql.ref(`${table}.createdAt`)}, ${sql.ref(`${table}.id`)}) > (${createdAt}, ${id})`

/**
 * The newest rows of several environments, newest first. Each is read in the order of its own index, as far as the page may need
 * it: asked for all of them at once, a database would read all there are and put them in order.
 */
export const listNewest = async <Table extends keyof Schema, Row extends Aged>(
  db: Database,
  environmentIds: readonly string[],
  rowsOf: (environmentId: string) => SelectQueryBuilder<Schema, Table, Row>,
  { limit, offset = 0, after }: Page,
): Promise<Row[]> => {
  const [createdAt, id] = [sql.ref('createdAt'), sql.ref('id')]
  const skipped = after ? 0 : offset
  const newest = (environmentId: string) => {
    const rows = rowsOf(environmentId)
    const rest = after ? rows.where(isBehind(after)) : rows
    return rest.orderBy(createdAt, 'desc').orderBy(id, 'desc')
  }
  const [first, ...others] = environmentIds
  if (first === undefined) return []
  const upTo = (environmentId: string) =>
    sql<Row>`select * from (${newest(environmentId).limit(skipped + limit)}) as ${sql.ref('newest')}`
  const read = async (): Promise<Row[]> => {
    if (others.length === 0) return newest(first).limit(limit).offset(skipped).execute()
    const all = sql.join([first, ...others].map(upTo), sql` union all `)
    const { rows } = await sql<Row>`select * from (${all}) as ${sql.ref('merged')}
      order by ${createdAt} desc, ${id} desc limit ${limit} offset ${skipped}`.execute(db)
    return rows
  }
  return skipped > manySkipped ? inSearch(read) : read()
}
