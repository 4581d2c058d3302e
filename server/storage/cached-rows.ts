// Rows that nearly every request asks for, and that seldom change: environments, what they belong to, and clients. A change that this process
// makes is seen at once, another's within a second: what was read longer ago counts no more.
import type { InsertQueryNode, Kysely, KyselyPlugin, OperationNode, QueryId, RootOperationNode } from 'kysely'
import type { Schema } from './schema.ts'

/** How long a change of another instance may stay unseen. */
const staleMs = 1000
const mostRows = 10_000

/** What the rows are made of. An organization takes its clients along when it goes, and is none of them. */
const watched = new Set<string>([
  'tenants',
  'applications',
  'environments',
  'publishableKeys',
  'clients',
  'clientOrigins',
  'mailTemplates',
  'organizations',
] satisfies (keyof Schema)[])

/** What a statement does to rows that may be kept: what it adds is none of them yet. */
export type Effect = 'none' | 'adds' | 'changes'

export interface RowCache {
  /**
   * The row of that key, as it is or was less than a second ago. Null, undefined and failures are not kept. One that hangs on a session is
   * there no longer than that.
   */
  find<Row>(
    db: Kysely<Schema>,
    key: string,
    load: () => Promise<Row | undefined>,
    hangsOn?: 'session',
  ): Promise<Row | undefined>
  /** Forgets everything: something has changed. */
  clear(): void
  /** A statement has done that. */
  note(effect: Effect): void
  /** What is there is marked now. */
  mark(): void
  /** A transaction has begun: what is read in it before it changes anything is what others read, too. */
  begin(trx: Kysely<Schema>): void
  /** The database goes back to the mark: what was kept counts on where nothing has come or changed since. */
  goBack(): void
  /** A transaction was taken back, with what it said of marks. */
  doubt(): void
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
  const rows = new Map<
    string,
    { readonly at: number; readonly row: unknown; readonly hangsOn: 'session' | undefined }
  >()
  const loading = new Map<string, Promise<unknown>>()
  const begun = new WeakMap<Kysely<Schema>, number>()
  let changes = 0
  let writes = 0
  let isAsMarked = false

  const loadOnce = <Row>(
    key: string,
    load: () => Promise<Row | undefined>,
    hangsOn: 'session' | undefined,
  ): Promise<Row | undefined> => {
    const begun = loading.get(key)
    if (begun) return begun as Promise<Row | undefined>
    const at = now()
    const asked: Promise<Row | undefined> = load()
      .then((row) => {
        // Else something has changed meanwhile, and this may be from before.
        if (loading.get(key) === asked && row !== undefined) keep(key, { at, row, hangsOn })
        return row
      })
      .finally(() => {
        if (loading.get(key) === asked) loading.delete(key)
      })
    loading.set(key, asked)
    return asked
  }
  const keep = (key: string, kept: Parameters<typeof rows.set>[1]) => {
    rows.delete(key)
    if (rows.size >= mostRows) rows.delete(rows.keys().next().value!)
    rows.set(key, kept)
  }
  const clear = () => {
    changes += 1
    writes += 1
    rows.clear()
    loading.clear()
  }
  return {
    find: async <Row>(db: Kysely<Schema>, key: string, load: () => Promise<Row | undefined>, hangsOn?: 'session') => {
      const known = rows.get(key)
      if (known && now() - known.at < staleMs) return known.row as Row
      if (!db.isTransaction) return loadOnce(key, load, hangsOn)
      // By itself: on SQLite whoever else loads waits for it. Its own changes are nobody else's yet.
      const at = now()
      const row = await load()
      if (row !== undefined && begun.get(db) === writes) keep(key, { at, row, hangsOn })
      return row
    },
    clear,
    note: (effect) => {
      if (effect === 'none') return
      writes += 1
      isAsMarked = false
      if (effect === 'changes') clear()
    },
    begin: (trx) => void begun.set(trx, writes),
    mark: () => void (isAsMarked = true),
    goBack: () => {
      if (!isAsMarked) clear()
      for (const [key, { hangsOn }] of rows) if (hangsOn) rows.delete(key)
      isAsMarked = true
    },
    doubt: () => void (isAsMarked = false),
    changes: () => changes,
  }
}

/** Clears a database's cache after each statement that may change what is in it. */
export const clearingCache = (cacheOfIts: () => RowCache): KyselyPlugin => {
  const changing = new WeakSet<QueryId>()
  return {
    transformQuery: ({ node, queryId }) => {
      const effect = effectOf(node)
      if (effect === 'changes') changing.add(queryId)
      // Before it can be seen.
      else cacheOfIts().note(effect)
      return node
    },
    transformResult: async ({ queryId, result }) => {
      if (changing.has(queryId)) cacheOfIts().note('changes')
      return result
    },
  }
}

/** Of what is no plain query nothing is known: migrations, and the emptying of tables. */
export const effectOf = (node: RootOperationNode): Effect => {
  if (node.kind === 'SelectQueryNode') return 'none'
  if (node.kind === 'InsertQueryNode') return effectOfInsert(node)
  if (node.kind === 'UpdateQueryNode')
    return !node.table || (isWatched(node.table) && nameOf(node.table) !== 'organizations') ? 'changes' : 'none'
  if (node.kind === 'DeleteQueryNode') return node.from.froms.some(isWatched) ? 'changes' : 'none'
  return node.kind === 'RawNode' && /^\s*select\b/i.test(node.sqlFragments[0] ?? '') ? 'none' : 'changes'
}

/** A row more changes a client, or what is kept as a list. */
const parts = new Set<string | undefined>(['clientOrigins', 'mailTemplates'] satisfies (keyof Schema)[])

const effectOfInsert = ({ into, onConflict, orAction }: InsertQueryNode): Effect => {
  if (!into) return 'changes'
  if (!isWatched(into) || nameOf(into) === 'organizations') return 'none'
  return onConflict || orAction || parts.has(nameOf(into)) ? 'changes' : 'adds'
}

const nameOf = (node: OperationNode): string | undefined =>
  (node as { readonly table?: { readonly identifier?: { readonly name?: string } } }).table?.identifier?.name

const isWatched = (node: OperationNode): boolean => {
  const name = nameOf(node)
  return name === undefined || watched.has(name)
}
