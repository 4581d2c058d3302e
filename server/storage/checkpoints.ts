// SQLite writes to a log, and copies that into the database once it has grown (https://www.sqlite.org/wal.html, checkpoints). The copy waits for
// the disk, so a thread of its own makes it: nobody who is answered here waits for more than the log.
import type { Worker } from 'node:worker_threads'
import { startThread } from './threads.ts'

/** How long the log grows before it is copied, ms. */
const everyMs = 500
/** A start and a command commit less often, and need no thread. */
const fewCommits = 100
/** A log of so many pages, 16 MB, begins anew. */
const longLog = 4_000

/** What the thread says once it has copied what there was, and how many pages the log has. */
export interface Copied {
  readonly copied: 'grown' | 'rest'
  readonly pages: number
}

export interface Checkpoints {
  /** Something was committed. */
  committed(): void
  close(): Promise<void>
}

/**
 * Has the log of the database at `path` copied while it grows. The log can begin anew where all of it is copied, and while others write
 * that never is so: the rest, which is a few pages then, is copied `betweenTransactions`, which wait for it, and nothing else does.
 */
export const createCheckpoints = (
  path: string,
  betweenTransactions: (work: () => Promise<void>) => Promise<void>,
): Checkpoints => {
  let thread: Worker | undefined
  let commits = 0
  let isAsked = false
  /** What came since may be behind what it copies now. */
  let isMore = false
  let isClosed = false
  /** Tells who waits for the rest. */
  let restIsCopied = () => {}
  const copyRest = (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    restIsCopied = resolve
    if (isClosed || !thread) resolve()
    else thread.postMessage('rest')
    return promise
  }
  const ask = () => {
    if (isClosed) return
    isAsked = true
    isMore = false
    thread ??= start()
    thread.postMessage('grown')
  }
  const start = (): Worker => {
    const started = startThread('checkpoint-thread', { path, everyMs })
    started.unref()
    started.on('message', ({ copied, pages }: Copied) => {
      if (copied === 'rest') return restIsCopied()
      isAsked = false
      if (isMore) ask()
      // A disk that fails tells those who write.
      if (pages >= longLog) void betweenTransactions(copyRest).catch(() => undefined)
    })
    // Without it whoever writes copies a log that is far longer: slower, and nothing is lost.
    started.on('error', () => undefined)
    started.on('exit', () => {
      isClosed = true
      restIsCopied()
    })
    return started
  }
  return {
    committed: () => {
      commits += 1
      if (commits <= fewCommits) return
      if (isAsked) isMore = true
      else ask()
    },
    // What is committed after that is copied by whoever closes the database.
    close: async () => {
      isClosed = true
      await thread?.terminate()
    },
  }
}
