// Rows that nearly every request asks for, and that seldom change: environments and clients. A change that this process makes
// is seen at once, another's within a second: what was read longer ago counts no more.
import type { Kysely, KyselyPlugin, OperationNode, QueryId, RootOperationNode } from 'kysely'
import type { Schema } from './schema.ts'

/** How long a change of another instance may stay unseen. */
const staleMs = 1000
const mostRows = 10_000

/** What the rows are made of. An organization takes its clients along. */
const watched = new Set<string>([
  'tenants',
  'applications',
  'environments',
  'clients',
  'clientOrigins',
  'organizations',
] satisfies (keyof Schema)[])

export interface RowCache {
  /** The row of that key, as it is or was less than a second ago. Null, undefined and failures are not kept. */
  find<Row>(db: Kysely<Schema>, key: string, load: () => Promise<Row | undefined>): Promise<Row | undefined>
  /** Forgets everything: something has changed. */
  clear(): void
  /** How often something has changed. */
  readonly changes: () => number
}

const caches = new WeakMap<object, RowCache>()

/** The cache of a database, for the transactions on it too. */
export const cacheOf = (db: Kysely<Schema>): RowCache => {
  const { adapter } = db.getExecutor()
  const cache = caches.get(adapter) ?? createRowCache()
  caches.set(adapter, cache)
  return cache
}

export const createRowCache = (now: () => number = () => performance.now()): RowCache => {
  const rows = new Map<string, { readonly at: number; readonly row: unknown }>()
  const loading = new Map<string, Promise<unknown>>()
  let changes = 0

  const loadOnce = <Row>(key: string, load: () => Promise<Row | undefined>): Promise<Row | undefined> => {
    const begun = loading.get(key)
    if (begun) return begun as Promise<Row | undefined>
    const at = now()
    const asked: Promise<Row | undefined> = load()
      .then((row) => {
        // Else something has changed meanwhile, and this may be from before.
        if (loading.get(key) === asked && row !== undefined) keep(key, at, row)
        return row
      })
      .finally(() => {
        if (loading.get(key) === asked) loading.delete(key)
      })
    loading.set(key, asked)
    return asked
  }
  const keep = (key: string, at: number, row: unknown) => {
    rows.delete(key)
    if (rows.size >= mostRows) rows.delete(rows.keys().next().value!)
    rows.set(key, { at, row })
  }
  return {
    find: async <Row>(db: Kysely<Schema>, key: string, load: () => Promise<Row | undefined>) => {
      const known = rows.get(key)
      if (known && now() - known.at < staleMs) return known.row as Row
      // Its own changes are nobody else's yet, and on SQLite whoever loads waits for it.
      return db.isTransaction ? load() : loadOnce(key, load)
    },
    clear: () => {
      changes += 1
      rows.clear()
      loading.clear()
    },
    changes: () => changes,
  }
}

/** Clears a database's cache after each statement that may change what is in it. */
export const clearingCache = (cacheOfIts: () => RowCache): KyselyPlugin => {
  const writes = new WeakSet<QueryId>()
  return {
    transformQuery: ({ node, queryId }) => {
      if (isWatchedWrite(node)) writes.add(queryId)
      return node
    },
    transformResult: async ({ queryId, result }) => {
      if (writes.has(queryId)) cacheOfIts().clear()
      return result
    },
  }
}

/** Of what is no plain query nothing is known: migrations, and the emptying of tables. */
export const isWatchedWrite = (node: RootOperationNode): boolean => {
  if (node.kind === 'SelectQueryNode') return false
  if (node.kind === 'InsertQueryNode') return !node.into || isWatched(node.into)
  if (node.kind === 'UpdateQueryNode') return !node.table || isWatched(node.table)
  if (node.kind === 'DeleteQueryNode') return node.from.froms.some(isWatched)
  return !(node.kind === 'RawNode' && /^\s*select\b/i.test(node.sqlFragments[0] ?? ''))
}

const isWatched = (node: OperationNode): boolean => {
  const table = node as { readonly table?: { readonly identifier?: { readonly name?: string } } }
  const name = table.table?.identifier?.name
  return name === undefined || watched.has(name)
}
