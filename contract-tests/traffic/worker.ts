// Holds to the contract what passes the proxy, in a thread of its own: nobody's request waits for that.
import { parentPort, workerData } from 'node:worker_threads'
import { type Break, createGate } from '../report/baseline.ts'
import type { OperationId } from '../../generated/operations.ts'
import type { Report } from '../report/report.ts'
import type { Seen } from './exchange.ts'
import { type Found, createTraffic } from './traffic.ts'

/** What the proxy says. */
export type Told = { readonly seen: Seen } | { readonly end: string }

/** What it hears: how much is done, what is broken, and at the end all of it. */
export type Heard =
  | { readonly done: true; readonly found: Found | undefined }
  | {
      readonly report: Report
      readonly now: readonly Break[]
      readonly held: number
      readonly leftOut: readonly (readonly [reason: string, times: number])[]
    }

export interface WorkerData {
  readonly operations: readonly OperationId[]
  readonly known: readonly Break[]
  readonly startedAt: number
}

const { operations, known, startedAt } = workerData as WorkerData
const gate = createGate(known)
const traffic = createTraffic(operations, gate)
const say = (heard: Heard) => parentPort!.postMessage(heard)

parentPort!.on('message', (told: Told) => {
  if ('seen' in told) say({ done: true, found: traffic.hold(told.seen) })
  else {
    const { held, leftOut } = traffic.counted()
    say({ report: traffic.report(told.end, startedAt), now: gate.now(), held, leftOut: [...leftOut] })
    parentPort!.close()
  }
})
