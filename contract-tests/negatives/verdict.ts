// What of a refusal is wrong, told so that the report has it in its cell: what was asked, what came and what was owed.
import { isDeepStrictEqual } from 'node:util'
import type { OperationId } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { recorder } from '../harness/recorder/recording.ts'
import { type Sent, request } from '../harness/requests/request.ts'
import { skipTest } from '../harness/requests/skip.ts'
import type { Target } from '../harness/seeds/world.ts'
import type { Wanted } from '../harness/words/telling.ts'
import type { Look } from './snapshot.ts'

/** What a refused request was to be answered with. */
interface Owed {
  readonly id: OperationId
  readonly answer: Answer
  readonly wanted: Wanted | undefined
}

/** Fails the running test where an answer has problems, with the command that repeats it. */
export const expectNone = (problems: readonly string[], { id, answer, wanted }: Owed, repeat: string): void => {
  if (problems.length === 0) return
  const told = `${recorder.tell(id, answer, wanted, problems.join('; '))}\n${repeat}`
  recorder.blame(answer, told)
  throw new Error(told)
}

/** A faulty request as it was sent. */
export interface Asked {
  readonly title: string
  readonly sent: Sent<OperationId>
}

/** What a refused request must have left as it was. */
export interface Before {
  readonly look: Look
  readonly seen: readonly string[]
}

/** Fails the running test where the world is not as it was, and says which of the requests changed it: by asking each again. */
export const expectNothingWritten = async (
  { baseUrl }: Target,
  id: OperationId,
  { look, seen }: Before,
  asked: readonly Asked[],
  repeat: string,
): Promise<void> => {
  if (seen.length === 0) skipTest('no operation that is there shows what was written')
  let known = await look('after')
  const changed = changedIn(seen, known)
  if (changed.length === 0) return
  let last: Answer | undefined
  for (const { title, sent } of asked) {
    last = await request(baseUrl, id, sent)
    const now = await look('after')
    if (!isDeepStrictEqual(now, known)) {
      expectNone(
        [`${title}: refused with ${last.status}, and yet something was written, as ${changedIn(known, now)} shows`],
        { id, answer: last, wanted: undefined },
        repeat,
      )
    }
    known = now
  }
  const problem = `Refused requests have written something, as ${changed} shows.`
  if (last) expectNone([problem], { id, answer: last, wanted: undefined }, repeat)
  throw new Error(`${problem}\n${repeat}`)
}

/** The operations that show something else than before. */
const changedIn = (before: readonly string[], now: readonly string[]): string =>
  now
    .filter((text, index) => text !== before[index])
    .map((text) => text.slice(0, text.indexOf(' ')))
    .join(' and ')
