// The faulty requests of an operation in the order of their tests: while the answer to one is held to the contract, the next ones are asked.
import type { OperationId } from '../../generated/operations.ts'
import { depth } from '../harness/requests/ahead.ts'
import { type Sent, askAhead, requestFor } from '../harness/requests/request.ts'
import { forAnother } from '../harness/requests/skip.ts'
import type { Answer } from '../harness/contract/contract.ts'

type Cell = Parameters<typeof requestFor>[0]

/** Asks the request with this number, for a cell of the contract. */
export type AskInLine = (cell: Cell, number: number) => Promise<Answer>

export interface Line {
  readonly sent: (number: number) => Sent<OperationId>
  /** Sends those behind this number. */
  readonly goAhead: (number: number) => void
  readonly ask: AskInLine
}

/** Each is made once: what is sent ahead is known by being the same. */
export const lineUp = (baseUrl: string, id: OperationId, makers: readonly (() => Sent<OperationId>)[]): Line => {
  const made = new Map<number, Sent<OperationId>>()
  const sent = (number: number) => {
    const known = made.get(number) ?? makers[number]!()
    made.set(number, known)
    return known
  }
  let ahead = 0
  const goAhead = (number: number) => {
    const end = Math.min(number + depth + 1, makers.length)
    for (ahead = Math.max(ahead, number + 1); ahead < end; ahead += 1) {
      forAnother(() => askAhead(baseUrl, id, sent(ahead)))
    }
  }
  return {
    sent,
    goAhead,
    ask: (cell, number) => {
      const answer = requestFor(cell, baseUrl, id, sent(number))
      goAhead(number)
      return answer
    },
  }
}
