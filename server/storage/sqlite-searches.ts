// SQLite answers in the thread that asks, and all who are served there wait meanwhile. What looks through many rows is asked on a thread of its
// own, with a connection of its own: it reads all that was committed before it began (https://www.sqlite.org/isolation.html).
import type { Worker } from 'node:worker_threads'
import type { CompiledQuery, QueryResult } from 'kysely'
import { startThread } from './threads.ts'
import { unavailable } from './unavailable.ts'

/** What the thread is asked. */
export interface Question {
  readonly number: number
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** What it answers: rows, or why there are none. */
export type Answer =
  | { readonly number: number; readonly rows: unknown[] }
  | { readonly number: number; readonly code: string; readonly message: string }

export interface Searches {
  /** Fails as the statement fails, or as unavailable where the thread ends. */
  ask<R>(query: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<R>>
  /** Lets running queries finish. */
  close(): Promise<void>
}

/** Searches of the database at `path`. The thread starts with the first. */
export const createSearches = (path: string): Searches => {
  let thread: Worker | undefined
  let asked = 0
  let isClosed = false
  const waiting = new Map<number, PromiseWithResolvers<unknown[]>>()

  const lose = (error: Error) => {
    thread = undefined
    for (const { reject } of waiting.values()) reject(unavailable(error))
    waiting.clear()
  }
  const start = (): Worker => {
    const started = startThread('sqlite-search-thread', { path })
    started.on('message', (answer: Answer) => {
      const one = waiting.get(answer.number)
      waiting.delete(answer.number)
      if (waiting.size === 0) started.unref()
      if ('rows' in answer) one?.resolve(answer.rows)
      else one?.reject(Object.assign(new Error(answer.message), { code: answer.code }))
    })
    started.on('error', (error) => lose(error instanceof Error ? error : new Error(String(error))))
    started.on('exit', () => {
      if (thread === started) lose(new Error('The thread of searches has ended.'))
    })
    return started
  }
  return {
    ask: async <R>({ sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>): Promise<QueryResult<R>> => {
      if (isClosed) throw unavailable(new Error('The database is closed.'))
      thread ??= start()
      const number = asked++
      const answer = Promise.withResolvers<unknown[]>()
      waiting.set(number, answer)
      // The program does not end before its answer is there.
      thread.ref()
      thread.postMessage({ number, sql, parameters } satisfies Question)
      return { rows: (await answer.promise) as R[] }
    },
    close: async () => {
      isClosed = true
      await Promise.allSettled([...waiting.values()].map(({ promise }) => promise))
      await thread?.terminate()
    },
  }
}
