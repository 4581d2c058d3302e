// Traffic held to the contract, exchange by exchange: what broke, what was seen of the contract, and its report.
import type { OperationId } from '../../generated/operations.ts'
import { type Gate, problemIn } from '../report/baseline.ts'
import { toAnswer } from '../harness/requests/answer.ts'
import { breaches } from '../harness/recorder/breaches.ts'
import { type Answer, codeOf, declared } from '../harness/contract/contract.ts'
import { examplesOf } from '../harness/recorder/coverage.ts'
import { operationAt } from '../harness/contract/operation-at.ts'
import { createRecorder } from '../harness/recorder/recording.ts'
import { type Cell, addRow } from '../harness/recorder/records.ts'
import { type Outcome, type Report, makeReport } from '../report/report.ts'
import { type Seen, cookiesIn, toHeaders } from './exchange.ts'

/** A break, the first time that it is met. */
export interface Found {
  readonly name: string
  readonly reason: string
  readonly isKnown: boolean
}

export interface Traffic {
  /** Holds one exchange to the contract. Returns a break that was not met before. */
  hold(seen: Seen): Found | undefined
  /** Counts what cannot be held, by its reason. */
  leaveOut(reason: string): void
  report(address: string, startedAt: number): Report
  /** How many exchanges were held, and how many left out. */
  counted(): { readonly held: number; readonly leftOut: ReadonlyMap<string, number> }
}

/** The named example that an answer is: a refusal by its words, a success where the contract has but one. */
const exampleIn = (id: OperationId, answer: Answer): string => {
  const operation = declared.get(id)!
  if (!operation.responses.has(answer.status)) return ''
  const names = examplesOf(operation, answer.status)
  return codeOf(id, answer) ?? (names.length === 1 ? names[0]! : '')
}

export const createTraffic = (operations: readonly OperationId[], gate: Gate): Traffic => {
  const asked = new Set(operations)
  const recorder = createRecorder()
  const cells = new Map<string, Cell>()
  const outcomes = new Map<string, Outcome>()
  const leftOut = new Map<string, number>()
  let held = 0
  const leaveOut = (reason: string) => void leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)

  const note = (id: OperationId, name: string, reason: string | undefined): Found | undefined => {
    const isKnown = reason !== undefined && gate.breaks(name, reason)
    if (reason === undefined) gate.keeps(name)
    const key = `${name}\n${reason === undefined ? '' : problemIn(reason)}`
    if (outcomes.has(key)) return undefined
    const result = reason === undefined ? 'passed' : 'failed'
    const outcome = { file: '', name, operation: id, result, reason: reason ?? '', milliseconds: 0 } as const
    outcomes.set(key, { ...outcome, ...(isKnown && { isKnown }) })
    return reason === undefined ? undefined : { name, reason, isKnown }
  }

  return {
    leaveOut,
    hold: (seen) => {
      const id = operationAt(seen.method, seen.url)
      if (!id) return leaveOut('no operation of the contract is at its path')
      if (!asked.has(id)) return leaveOut('its operation was not asked for')
      // A browser that asks whether its copy is still good hears of no body.
      if (seen.answer.status === 304) return leaveOut('its answer is a copy that somebody had kept')
      held += 1
      const headers = toHeaders(seen.headers)
      const answer = toAnswer(seen.answer.status, toHeaders(seen.answer.headers), seen.answer.text)
      const sent = { method: seen.method, url: seen.url, headers, cookies: cookiesIn(headers), body: seen.body }
      recorder.nameTarget(seen.baseUrl, 'remote')
      recorder.hear(seen.baseUrl, id, sent, answer)
      recorder.claim(answer, answer.status, exampleIn(id, answer))
      const problem = breaches(id, answer).join('; ')
      const reason = problem === '' ? undefined : recorder.tell(id, answer, undefined, problem)
      if (problem !== '') recorder.blame(answer, problem)
      const name = `${id} in traffic > ${answer.status}`
      recorder.settle({ file: '', name })
      for (const row of recorder.takeRows().cells) addRow(cells, row)
      return note(id, name, reason)
    },
    counted: () => ({ held, leftOut }),
    report: (address, startedAt) => {
      const run = {
        targets: [{ name: 'remote', address } as const],
        startedAt: new Date(startedAt).toISOString(),
        seconds: (Date.now() - startedAt) / 1000,
        absent: [],
        asked: operations,
      }
      return makeReport(run, [...cells.values()], [...outcomes.values()], gate.mended())
    },
  }
}
