// The words that cases are written in: contract() for one operation, journey() for several.
import { afterEach, beforeEach, describe, it } from 'vitest'
import type { OperationId, Reply } from '../../../generated/operations.ts'
import type { RefusalOf } from '../../../generated/refusals.ts'
import { differences, inWords } from '../words/differences.ts'
import { breaches } from '../recorder/breaches.ts'
import { type Answer, exampleOf, statusOf, withoutDetail } from '../contract/contract.ts'
import { asWritten, isFoundByMock } from './mock-differences.ts'
import { recorder } from '../recorder/recording.ts'
import { type Sent, requestFor } from '../requests/request.ts'
import { isAsked } from '../requests/selection.ts'
import { skipTest } from '../requests/skip.ts'
import { readAgain } from './read-again.ts'
import {
  type Seeds,
  enterWorld,
  leaveWorld,
  makeWorld,
  requireNewcomers,
  resetAhead,
  resetWorld,
  seedsOf,
} from '../seeds/seeds.ts'
import { targets } from '../targets/target.ts'
import type { Target } from '../seeds/world.ts'

type BodyAt<K extends OperationId, Status> =
  Extract<Reply<K>, { status: Status }> extends infer R ? (R extends { body: infer B } ? B : never) : never

/** One form a status, so that a look at the body sees that status's body. */
type Success<K extends OperationId> = {
  [Status in Extract<Reply<K>['status'], number>]: {
    readonly status: Status
    /** The example of the contract that this answer is a case of; `empty` for an answer without a body. */
    readonly example: string
    readonly body?: (body: BodyAt<K, Status>) => void
    readonly answer?: (answer: Answer) => void
  }
}[Extract<Reply<K>['status'], number>]

interface Refused<K extends OperationId> {
  /** One that the operation declares. */
  readonly error: RefusalOf<K>
  /** Refused whatever the world is like: the mock then finds it out by itself, instead of being told. */
  readonly always?: boolean
  /** Part of the sentence about this very request. Checked on real servers. */
  readonly detail?: string | RegExp
  readonly answer?: (answer: Answer) => void
}

export interface Case<K extends OperationId, Given> {
  /** Makes it true, on real servers. */
  readonly given?: (seeds: Seeds) => Promise<Given> | Given
  readonly send?: Sent<K> | ((given: Given) => Sent<K>)
  readonly expect: Success<K> | Refused<K>
  /** Why this case has to reach inside the server: it is then not asked of other implementations. */
  readonly inside?: string
  /** Looks at the world after the answer, on real servers. */
  readonly then?: (seeds: Seeds, answer: Answer, given: Given) => Promise<void>
}

/** A case that sends or looks at what was made for it: `given` is typed for the rest. */
export const given = <K extends OperationId, Given>(
  make: (seeds: Seeds) => Promise<Given>,
  rest: Omit<Case<K, Given>, 'given'>,
): Case<K, unknown> => ({ given: make, ...rest }) as unknown as Case<K, unknown>

/** The two cases of every operation that asks who calls. */
export const guarded = <K extends OperationId>(sent: Sent<K>): Record<string, Case<K, unknown>> => ({
  'refuses nobody': { send: sent, expect: { error: 'unauthorized' } },
  'refuses a token that is none': { send: { ...sent, bearer: 'none' }, expect: { error: 'invalid_token' } },
})

/** Cases of one operation, each run on every target. */
export const contract = <K extends OperationId>(id: K, cases: Readonly<Record<string, Case<K, unknown>>>): void => {
  describe.each(targets)(`${id} on $name`, (target) => {
    beforeEach(({ task }) => enterWorld(target, cases[task.name]?.given))
    afterEach(() => resetAhead(target))
    for (const [title, one] of Object.entries(cases)) {
      it.skipIf(one.inside !== undefined && target.name === 'remote')(title, () => runCase(target, id, one))
    }
  })
}

const runCase = async <K extends OperationId>(target: Target, id: K, test: Case<K, unknown>): Promise<void> => {
  const seeds = seedsOf(target)
  const given = await makeWorld(target, test.given)
  const sent = typeof test.send === 'function' ? test.send(given) : (test.send ?? {})
  const answer = await perform(target, id, sent, test.expect)
  if (target.name === 'mock') return
  const wrong = await readAgain(target, id, sent, answer)
  if (wrong.length > 0) fail(wrong.join('; '))
  await test.then?.(seeds, answer, given)
  leaveWorld(target, id, answer)
}

/** One request, held to the contract and to what the case expects. The same check for every target. */
export const perform = async <K extends OperationId>(
  target: Target,
  id: K,
  sent: Sent<K>,
  expected: Success<K> | Refused<K>,
): Promise<Answer> => {
  const isRefusal = 'error' in expected
  const example = isRefusal ? expected.error : expected.example
  const status = isRefusal ? statusOf(id, example) : expected.status
  if (status === undefined) throw new Error(`${id} does not declare the refusal ${example}`)
  const prefer = `code=${status}${example === 'empty' ? '' : `, example=${example}`}`
  if (!isAsked(id)) skipTest(`${id} was not asked for`)
  // Also where it has to refuse: some show that nobody came to be by signing in as the one who then should not be there.
  requireNewcomers(target, id)
  const isTold = target.name === 'mock' && !findsItself(expected)
  const answer = await requestFor({ status, example }, target.baseUrl, id, sent, isTold ? prefer : undefined)
  try {
    check(target, id, answer, status, expected)
  } catch (error) {
    const told = recorder.tell(id, answer, { status, example }, inWords(error))
    recorder.blame(answer, told)
    throw Object.assign(error as Error, { message: told })
  }
  return answer
}

/** Whether the mock has to come to this answer without being told. */
const findsItself = (expected: object): boolean =>
  'error' in expected && 'always' in expected && expected.always === true && isFoundByMock(String(expected.error))

const fail = (sentence: string): never => {
  throw new Error(sentence)
}

/** Holds an answer to the contract, to its example and to what the case looks at. */
const check = <K extends OperationId>(
  target: Target,
  id: K,
  answer: Answer,
  status: number,
  expected: Success<K> | Refused<K>,
): void => {
  const isRefusal = 'error' in expected
  const isTold = target.name === 'mock' && !findsItself(expected)
  if (answer.status !== status) fail(`the status is ${answer.status} instead of ${status}`)
  const broken = breaches(id, answer)
  if (broken.length > 0) fail(broken.join('; '))
  expectExample(target, id, answer, isRefusal ? expected.error : expected.example, { isRefusal, isTold })
  if (isTold) return

  if (isRefusal && expected.detail && !isIn(JSON.stringify(answer.body), expected.detail)) {
    fail(`its words have no ${expected.detail instanceof RegExp ? expected.detail : `"${expected.detail}"`}`)
  }
  if (!isRefusal) (expected.body as ((body: unknown) => void) | undefined)?.(answer.body)
  expected.answer?.(answer)
}

const isIn = (text: string, detail: string | RegExp): boolean =>
  typeof detail === 'string' ? text.includes(detail) : detail.test(text)

/** The mock gives the example itself; a refusal reads the same everywhere, apart from the sentence about this request. */
const expectExample = (
  target: Target,
  id: OperationId,
  answer: Answer,
  example: string,
  { isRefusal, isTold }: { readonly isRefusal: boolean; readonly isTold: boolean },
): void => {
  if (example === 'empty') {
    if (answer.text !== '') fail('there is a body where none is due')
    return
  }
  const wanted = exampleOf(id, answer.status, example)
  if (wanted === undefined) throw new Error(`${id} ${answer.status} has no example ${example}`)
  const wrong = isTold
    ? differences(asWritten(answer.body, target.baseUrl), asWritten(wanted, target.baseUrl))
    : isRefusal
      ? differences(withoutDetail(answer.body), withoutDetail(wanted))
      : []
  if (wrong.length > 0) fail(wrong.join('; '))
}

export type Step = <K extends OperationId, const Expected extends Success<K> | Refused<K>>(
  id: K,
  sent: Sent<K>,
  expected: Expected,
) => Promise<Answer & { body: Expected extends { status: infer Status } ? BodyAt<K, Status> : unknown }>

interface JourneyTools {
  readonly seeds: Seeds
  /** True where what is carried from step to step is real, and not an example. */
  readonly isReal: boolean
  readonly target: Target
}

/** A flow that carries a value from one answer into the next request, on every target. */
export const journey = (
  title: string,
  walk: (step: Step, tools: JourneyTools) => Promise<void>,
  timeoutMs?: number,
): void => {
  describe.each(targets)('journey on $name', (target) => {
    beforeEach(() => resetWorld(target))
    afterEach(() => resetAhead(target))
    it(
      title,
      async () => {
        const step: Step = async (id, sent, expected) => (await perform(target, id, sent, expected)) as never
        await walk(step, { seeds: seedsOf(target), isReal: target.name !== 'mock', target })
      },
      timeoutMs,
    )
  })
}
