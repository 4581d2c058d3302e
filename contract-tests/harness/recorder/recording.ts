// Keeps what a test asks and hears until it ends, and then one exchange a cell of the contract.
import { appendFileSync } from 'node:fs'
import type { OperationId } from '../../../generated/operations.ts'
import { createLooks } from './looks.ts'
import { type Printed, printOf } from './print.ts'
import { triedBy } from '../contract/alternatives.ts'
import type { SentRequest } from '../words/curl.ts'
import { inWords } from '../words/differences.ts'
import { type Wanted, tell } from '../words/telling.ts'
import { breaches } from './breaches.ts'
import type { Answer } from '../contract/contract.ts'
import type { Fields } from '../contract/fields.ts'
import { maskBody, maskHeader } from '../words/mask.ts'
import { type Exchange, type Row, type TargetName, type Touch, keyOf, standsBefore } from './records.ts'

interface Heard {
  readonly target: TargetName
  readonly baseUrl: string
  readonly operation: OperationId
  readonly sent: SentRequest
  readonly answer: Answer
  /** Where it stands among all that was asked. */
  readonly place: number
  /** What a case said that it expects. */
  expected?: { readonly status: number; readonly example: string }
  readonly problems: string[]
}

/** A test that has ended. */
export interface Ended {
  readonly file: string
  readonly name: string
  /** Why it failed. */
  readonly failure?: string | undefined
}

export interface Recorder {
  /** Says whose exchanges those with this address are. Exchanges with others are not recorded. */
  nameTarget(baseUrl: string, name: TargetName): void
  /** The place of a request that goes out now: of several at once the answers come in any order. */
  place(): number
  /** Takes down an exchange of the running test. */
  hear(baseUrl: string, operation: OperationId, sent: SentRequest, answer: Answer, place?: number): void
  /** A case holds this answer to a status and an example: it stands for that cell, whatever came. */
  claim(answer: Answer, status: number, example: string): void
  /** This answer broke what was expected of it. */
  blame(answer: Answer, problem: string): void
  /** What is wrong with an answer in one sentence, and how to ask again. */
  tell(operation: OperationId, answer: Answer, wanted: Wanted | undefined, problem: string): string
  /** A failure in words: of the last answer, where nobody has said yet what it is about. */
  inWords(error: unknown): unknown
  /**
   * Ends a test: what it heard becomes cells. A failure that nobody was blamed for is the last answer's. Returns what answers that no
   * case looked at break of the contract.
   */
  settle(test: Ended): readonly string[]
  /** What is new since the last time. */
  takeRows(): { readonly cells: readonly Row[]; readonly touches: readonly Touch[] }
}

/** What is done with all that a test asked once it has ended, beside the cells. */
export type Listen = (
  test: string,
  answers: readonly Pick<Heard, 'target' | 'operation' | 'answer' | 'place' | 'expected'>[],
) => void

export const createRecorder = (listen?: Listen): Recorder => {
  const targetNames = new Map<string, TargetName>()
  let heard: Heard[] = []
  const cells = new Map<string, Exchange>()
  /** Cells whose exchange was not taken yet, and how often each cell was met since the last time. */
  const fresh = new Set<string>()
  const met = new Map<string, number>()
  const touches: Touch[] = []
  let places = 0
  const place = () => (places += 1)
  const find = (answer: Answer) => heard.findLast((one) => one.answer === answer)

  const keep = (one: Heard, test: Ended): void => {
    const start = placeOf(one)
    const key = keyOf(start)
    const known = cells.get(key)
    met.set(key, (met.get(key) ?? 0) + 1)
    if (known && !standsBefore(start, known)) return
    fresh.add(key)
    cells.set(key, { ...start, ...written(one), file: test.file, test: test.name })
  }

  return {
    nameTarget: (baseUrl, name) => void targetNames.set(baseUrl, name),
    place,
    hear: (baseUrl, operation, sent, answer, at = place()) => {
      const target = targetNames.get(baseUrl)
      if (target) heard.push({ target, baseUrl, operation, sent, answer, place: at, problems: [] })
    },
    claim: (answer, status, example) => {
      const found = find(answer)
      if (found) found.expected = { status, example }
    },
    blame: (answer, problem) => void find(answer)?.problems.push(problem),
    tell: (operation, answer, wanted, problem) => tell(operation, answer, wanted, problem, find(answer)),
    inWords: (error) => {
      const last = heard.at(-1)
      if (!(error instanceof Error) || !isUntold(error) || !last) return error
      // Where what it looks at is not there, the contract says what is missing.
      const broken = last.answer.status === 0 ? [] : breaches(last.operation, last.answer)
      const compared = error.name === 'TypeError' ? [] : [inWords(error)]
      const problem = [...broken, ...compared].join('; ') || `what the case looks at is not there (${error.message})`
      return Object.assign(error, { message: tell(last.operation, last.answer, last.expected, problem, last) })
    },
    settle: (test) => {
      const all = heard
      heard = []
      listen?.(test.name, all)
      // By what is wrong: the same thing is told once.
      const unseen = new Map<string, string>()
      if (test.failure && all.every(({ problems }) => problems.length === 0)) all.at(-1)?.problems.push(test.failure)
      for (const one of all.filter(hasMeaning)) {
        if (!one.expected && one.problems.length === 0) {
          const found = breaches(one.operation, one.answer)
          one.problems.push(...found)
          const problem = found.join('; ')
          if (found.length > 0 && !unseen.has(`${one.operation} ${problem}`)) {
            unseen.set(`${one.operation} ${problem}`, tell(one.operation, one.answer, undefined, problem, one))
          }
        }
        keep(one, test)
      }
      touches.push(...touchesOf(all, test))
      return [...unseen.values()]
    },
    takeRows: () => {
      const rows = [...met].map(([key, count]): Row => ({ ...(fresh.has(key) && cells.get(key)!), key, count }))
      fresh.clear()
      met.clear()
      return { cells: rows, touches: touches.splice(0) }
    },
  }
}

/** Errors of the runner and of the kit speak for themselves. */
const isUntold = ({ name, message }: Error): boolean =>
  /^(AssertionError|TypeError)$/.test(name) && !message.includes('the contract says')

/** What the mock answers to a question that nobody expects anything of is its own choice. */
const hasMeaning = ({ target, expected, problems }: Heard): boolean =>
  target !== 'mock' || expected !== undefined || problems.length > 0

const placeOf = ({ target, operation, sent, answer, expected, problems }: Heard) =>
  ({
    target,
    operation,
    status: expected?.status ?? answer.status,
    example: expected?.example ?? '',
    alternative: triedBy(operation, sent),
    verdict: problems.length > 0 ? 'broken' : 'kept',
  }) as const

const touchesOf = (all: readonly Heard[], { file, name }: Ended): Touch[] =>
  [...Map.groupBy(all, ({ target }) => target)].map(([target, some]) => ({
    file,
    test: name,
    target,
    operations: [...new Set(some.map(({ operation }) => operation))],
  }))

const longest = 4000
const cut = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)}\n… ${text.length - longest} characters more` : text

/** Headers of the transport tell nothing about a contract. */
const untold = new Set(['connection', 'keep-alive', 'date', 'transfer-encoding', 'content-length'])

const linesOf = (headers: Fields): (readonly [string, string])[] =>
  [...headers].filter(([name]) => !untold.has(name)).map(([name, value]) => [name, maskHeader(name, value)] as const)

/** The exchange as people may see it. */
const written = ({ sent, answer, problems }: Heard) => ({
  problems: problems.map(cut),
  request: {
    method: sent.method,
    url: maskBody(sent.url),
    headers: linesOf(sent.headers),
    body: cut(maskBody(sent.body ?? '')),
  },
  answer: { status: answer.status, headers: linesOf(answer.headers), body: cut(maskBody(answer.text)) },
})

/** Where two servers are put side by side: the print of each answer. */
const keepPrints: Listen = (test, answers) => {
  const asAsked = answers.toSorted((one, other) => one.place - other.place)
  const prints = asAsked.map(({ operation, answer }) => printOf(operation, answer))
  appendFileSync(process.env.CONFORM_PRINTS!, `${JSON.stringify({ test, prints } satisfies Printed)}\n`)
}

/** How mock and sandbox look. */
export const looks = createLooks()

const keepLooks: Listen = (_test, answers) => {
  for (const { target, operation, answer, expected } of answers) {
    if (expected) looks.see({ target, operation, ...expected }, answer)
  }
}

const listenerOf = ({ CONFORM_PRINTS, TARGET_URL, MUTANTS }: NodeJS.ProcessEnv): Listen | undefined => {
  if (CONFORM_PRINTS !== undefined) return keepPrints
  return TARGET_URL || MUTANTS ? undefined : keepLooks
}

/** Of everything that this worker asks. */
export const recorder = createRecorder(listenerOf(process.env))
