// The run: all tests once against the unchanged server, then every mutant against the tests that can see it.
import { glob } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { declared } from '../harness/contract/contract.ts'
import { operationIn } from '../harness/requests/selection.ts'
import { type Exchange, codeOf } from './exchange.ts'
import type { Mutant } from './mutant.ts'
import { collectSamples, mutantsOf } from './mutants.ts'
import { front } from './proxy.ts'
import type { Verdict } from './report.ts'
import { marksOf } from './lenient.ts'
import { emptyStage, runTest } from './runner.ts'
import { type Test, beginFile, collected } from './suite.ts'

const root = join(import.meta.dirname, '../..')

/** Tests of what the suite is made of, and of other people's clients: they say nothing about an operation. */
const leftOut = /^contract-tests\/(harness|mutants|coverage|published-clients)\//

/** How many generated requests of an operation are enough here: they all ask for the same refusal. */
const negativesEach = 6

/** The tests of the suite, as their files declare them; of one surface and the flows over several, if one is named. */
export const collectTests = async (surface?: string): Promise<readonly Test[]> => {
  const files: string[] = []
  for await (const file of glob('contract-tests/**/*.test.ts', { cwd: root })) if (!leftOut.test(file)) files.push(file)
  for (const file of files.sort()) {
    beginFile(file)
    await import(pathToFileURL(join(root, file)).href)
  }
  const counts = new Map<string, number>()
  return collected.filter(({ name, file }) => {
    const id = operationIn(name)
    if (surface !== undefined && id !== undefined && !id.startsWith(`${surface}.`)) return false
    if (!/negatives\/requests-\d\.test\.ts$/.test(file) || !id) return true
    counts.set(id, (counts.get(id) ?? 0) + 1)
    return counts.get(id)! <= negativesEach
  })
}

/** A test, and what it saw of the server when nothing was wrong. */
interface Seen {
  readonly test: Test
  readonly ms: number
  readonly exchanges: readonly Exchange[]
}

export interface Baseline {
  readonly seen: readonly Seen[]
  readonly failures: readonly string[]
}

type Progress = (done: number, of: number, sentence: string) => void

/** Everything has to pass through a proxy that changes nothing. */
export const runBaseline = async (tests: readonly Test[], progress: Progress): Promise<Baseline> => {
  front.mutation = undefined
  const stage = emptyStage()
  const seen: Seen[] = []
  const failures: string[] = []
  for (const [index, test] of tests.entries()) {
    const start = performance.now()
    const problem = await runTest(test, stage)
    if (problem !== undefined) failures.push(`${test.name}: ${problem}`)
    else seen.push({ test, ms: performance.now() - start, exchanges: thin(front.exchanges) })
    progress(index + 1, tests.length, `${failures.length} failed`)
  }
  return { seen, failures }
}

/** One of each operation and answer: what is needed to know who can see a mutant. */
const thin = (exchanges: readonly Exchange[]): Exchange[] => {
  const kept = new Map<string, Exchange>()
  for (const [index, { asked, wire }] of exchanges.entries()) {
    const { operation } = asked
    if (!operation) continue
    const marks = marksOf({ asked, wire }, exchanges.slice(0, index))
    const key = [operation, wire.status, codeOf(operation, wire) ?? '', ...marks].join(' ')
    if (!kept.has(key)) kept.set(key, { asked, wire, marks })
  }
  return [...kept.values()]
}

/** All mutants of the server that passed. */
export const mutantsSeenBy = ({ seen }: Baseline): Mutant[] => {
  return mutantsOf([...declared.keys()], collectSamples(seen.flatMap(({ exchanges }) => exchanges)))
}

/** Runs the tests that can see a mutant until one fails; says before each how many it are. */
export const tryMutant = async (
  mutant: Mutant,
  { seen }: Baseline,
  progress: (tests: number) => void,
): Promise<Verdict> => {
  const { operation } = mutant.mutation
  const isAbout = ({ test }: Seen) => Number(test.name.includes(`${operation} `))
  const watching = seen
    .filter(({ exchanges }) => exchanges.some(mutant.touches))
    .sort((a, b) => isAbout(b) - isAbout(a) || a.ms - b.ms)
  const stage = emptyStage()
  front.mutation = mutant.mutation
  front.changes = 0
  let tests = 0
  try {
    for (const { test } of watching) {
      tests += 1
      progress(tests)
      const changes = front.changes
      const problem = await runTest(test, stage)
      if (problem !== undefined && front.changes > changes) {
        return { id: mutant.id, kind: mutant.kind, outcome: 'killed', by: test.name, tests }
      }
    }
    return { id: mutant.id, kind: mutant.kind, outcome: front.changes > 0 ? 'survived' : 'inert', tests }
  } finally {
    front.mutation = undefined
  }
}
