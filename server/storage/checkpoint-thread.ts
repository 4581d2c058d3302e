// The thread that copies SQLite's log into the database (checkpoints.ts).
import { setTimeout as pause } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'

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

parentPort!.on('message', () => void pause(everyMs).then(() => parentPort!.postMessage(copy())))
