// What of a refusal is wrong, told so that the report has it in its cell: what was asked, what came and what was owed.
import { isDeepStrictEqual } from 'node:util'
import type { OperationId } from '../../generated/operations.ts'
import type { Answer } from '../harness/contract/contract.ts'
import { recorder } from '../harness/recorder/recording.ts'
import { type Sent, request } from '../harness/requests/request.ts'
import { skipTest } from '../harness/requests/skip.ts'
import type { Target } from '../harness/seeds/world.ts'
import type { Wanted } from '../harness/words/telling.ts'
import type { Eyes } from './snapshot.ts'

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

/** A faulty request, as it is sent in a world. */
export interface Asked<World> {
  readonly title: string
  readonly sent: (world: World) => Sent<OperationId>
}

/** What was seen of a world once faulty requests were asked in it, by whoever looks first. */
export interface Found {
  readonly found: () => Promise<readonly string[]>
}

/** Where and how the requests of an operation are asked. */
export interface Stage<World extends Eyes> {
  readonly target: Target
  readonly id: OperationId
  /** The command that asks them all again. */
  readonly repeat: string
  /** Makes another world like it, at rest. */
  readonly anew?: () => Promise<World>
}

/** Fails the running test where the world is not as it was, and says which of the requests changed it: by asking each again. */
export const expectNothingWritten = async <World extends Eyes>(
  world: World & Found,
  asked: readonly Asked<World>[],
  { target: { baseUrl }, id, repeat, anew }: Stage<World>,
): Promise<void> => {
  if (world.seen.length === 0) skipTest('no operation that is there shows what was written')
  let there: World = world
  let known = await world.found()
  if (isDeepStrictEqual(known, there.seen)) return
  if (anew) {
    // It may have been busy still with what made it. What is written in a world at rest was written by these.
    there = await anew()
    for (const { sent } of asked) await request(baseUrl, id, sent(there))
    known = await there.look('after')
    if (isDeepStrictEqual(known, there.seen)) return
  }
  const changed = changedIn(there.seen, known)
  let last: Answer | undefined
  for (const { title, sent } of asked) {
    last = await request(baseUrl, id, sent(there))
    const now = await there.look('after')
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
