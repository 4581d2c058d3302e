// The thread that answers searches (sqlite-searches.ts).
import { parentPort, workerData } from 'node:worker_threads'
import Sqlite from 'better-sqlite3'
import type { Answer, Question } from './sqlite-searches.ts'
import { codeOf } from './unavailable.ts'

const { path } = workerData as { readonly path: string }
const database = new Sqlite(path, { readonly: true, fileMustExist: true })

const answerTo = ({ number, sql, parameters }: Question): Answer => {
  try {
    return { number, rows: database.prepare<unknown[]>(sql).all(...parameters) }
  } catch (error) {
    return { number, code: codeOf(error), message: error instanceof Error ? error.message : String(error) }
  }
}

parentPort!.on('message', (question: Question) => parentPort!.postMessage(answerTo(question)))
