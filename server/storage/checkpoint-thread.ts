// The thread that copies SQLite's log into the database (checkpoints.ts).
import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import type { Copied } from './checkpoints.ts'

const { path, everyMs } = workerData as { readonly path: string; readonly everyMs: number }
const database = new Sqlite(path, { fileMustExist: true, timeout: 0 })
// What is copied is on the disk before the log may begin anew.
database.pragma('synchronous = FULL')

/** Copies what it can without anybody's waiting. Gives how many pages the log has. */
const copy = (): number => {
  try {
    const [state] = database.pragma('wal_checkpoint(PASSIVE)') as [{ readonly log: number }]
    return state.log
  } catch {
    // The disk is full, or fails: whoever writes next is told.
    return 0
  }
}

const answer = (copied: Copied['copied']) => parentPort!.postMessage({ copied, pages: copy() } satisfies Copied)

parentPort!.on('message', (asked: Copied['copied']) => {
  // Others wait for the rest. What has grown may grow on: a page that is written again is copied once.
  if (asked === 'rest') answer(asked)
  else void pause(everyMs).then(() => answer(asked))
})
