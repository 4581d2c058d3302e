// Which rows a request has written, known exactly: each statement notes its table in the request that it belongs to.
import { AsyncLocalStorage } from 'node:async_hooks'
import type { KyselyPlugin, OperationNode, RootOperationNode, TransactionBuilder } from 'kysely'
import type { Database } from '../../server/storage/database.ts'
import type { Schema } from '../../server/storage/schema.ts'

/** The tables that one request has changed rows of, each as often as it did. */
export type Writes = string[]

const running = new AsyncLocalStorage<Writes>()

/** Runs the handling of one request. */
export const noting = (writes: Writes, work: () => void): void => running.run(writes, work)

/** As the database has it. */
const nameIn = (node: OperationNode | undefined): string => {
  if (!node) return 'something'
  const { table, identifier, node: inner } = node as { table?: unknown; identifier?: unknown; node?: OperationNode }
  if (inner) return nameIn(inner)
  const named = (identifier ?? (table as { identifier?: unknown } | undefined)?.identifier) as
    { name?: string } | undefined
  return named?.name ?? 'something'
}

const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The table that a statement writes to, by our own name of it; undefined where it reads. */
export const tableOf = (node: RootOperationNode): string | undefined => {
  const name = writtenBy(node)
  return name && camel(name)
}

const writtenBy = (node: RootOperationNode): string | undefined => {
  if (node.kind === 'InsertQueryNode') return nameIn(node.into)
  if (node.kind === 'UpdateQueryNode') return nameIn(node.table)
  if (node.kind === 'DeleteQueryNode') return nameIn(node.from.froms[0])
  if (node.kind !== 'RawNode') return undefined
  const [text = ''] = node.sqlFragments
  const written = /^\s*(?:insert\s+into|update|delete\s+from)\s*"?(\w*)/i.exec(text)
  if (!written) return undefined
  return written[1] || nameIn(node.parameters[0])
}

/** One for each database: a prepared query is kept by the plugins that have made it. */
const notingPlugin = (): KyselyPlugin => ({
  transformQuery: ({ node, queryId }) => {
    const table = tableOf(node)
    if (table) pending.set(queryId, table)
    return node
  },
  transformResult: ({ result, queryId }) => {
    const table = pending.get(queryId)
    if (table && (Number(result.numAffectedRows ?? 0) > 0 || result.rows.length > 0)) running.getStore()?.push(table)
    return Promise.resolve(result)
  },
})

const pending = new WeakMap<object, string>()

/** What was written in a transaction that is rolled back was not written. */
const forgetful = (builder: TransactionBuilder<Schema>): TransactionBuilder<Schema> => {
  const execute: typeof builder.execute = builder.execute.bind(builder)
  const setIsolationLevel = builder.setIsolationLevel.bind(builder)
  const own: Pick<typeof builder, 'execute' | 'setIsolationLevel'> = {
    setIsolationLevel: (level) => forgetful(setIsolationLevel(level)),
    execute: async (work) => {
      const writes = running.getStore()
      const before = writes?.length ?? 0
      try {
        return await execute(work)
      } catch (error) {
        writes?.splice(before)
        throw error
      }
    },
  }
  return Object.assign(builder, own)
}

/** The same database, whose statements note what they write. */
export const noted = (db: Database): Database => {
  const same = db.withPlugin(notingPlugin())
  const begin = same.transaction.bind(same)
  return Object.assign(same, { transaction: () => forgetful(begin()) })
}
