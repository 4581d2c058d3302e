// What is asked of the database while something is at work, and how often others had their turn.
import { type CompiledQuery, DefaultQueryExecutor } from 'kysely'
import { vi } from 'vitest'

/** Sees each query before it runs; what is given runs after it, with how many rows were changed. */
type See = (query: CompiledQuery, ask: (sql: string) => Promise<readonly object[]>) => Promise<(rows: number) => void>

const watched = async (see: See, work: () => Promise<unknown>): Promise<void> => {
  const executor = Object.getPrototypeOf(DefaultQueryExecutor.prototype) as DefaultQueryExecutor
  const { executeQuery } = executor
  const spy = vi.spyOn(executor, 'executeQuery').mockImplementation(async function (
    this: DefaultQueryExecutor,
    query,
    ...more
  ) {
    const ask = async (sql: string) => (await executeQuery.call(this, { ...query, sql }, ...more)).rows as object[]
    const done = await see(query, ask)
    const result = await executeQuery.call(this, query, ...more)
    done(Number(result.numAffectedRows))
    return result as never
  })
  try {
    await work()
  } finally {
    spy.mockRestore()
  }
}

export interface Deleted {
  readonly table: string
  readonly rows: number
  /** The turn of the event loop, counted from 0. */
  readonly turn: number
}

/** Each statement that deletes, whoever asks for it meanwhile, and how many turns went by. */
export const deletesDuring = async (
  work: () => Promise<unknown>,
): Promise<{ readonly deleted: readonly Deleted[]; readonly turns: number }> => {
  const deleted: Deleted[] = []
  let turn = 0
  let isOver = false
  const count = () => {
    turn += 1
    if (!isOver) setImmediate(count)
  }
  setImmediate(count)
  const see: See = ({ sql }) => {
    const [, table] = /^delete from "(\w+)"/.exec(sql) ?? []
    return Promise.resolve((rows) => void (table !== undefined && deleted.push({ table, rows, turn })))
  }
  await watched(see, work).finally(() => (isOver = true))
  return { deleted, turns: turn }
}

/** How SQLite goes about each query that looks for rows: a line for each table, and the query. */
export const plansDuring = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const plans: string[] = []
  const see: See = async ({ sql }, ask) => {
    if (/^(select|delete)/.test(sql)) {
      const lines = (await ask(`explain query plan ${sql}`)) as { detail: string }[]
      plans.push(...lines.map(({ detail }) => `${detail}: ${sql}`))
    }
    return () => undefined
  }
  await watched(see, work)
  return plans
}
