// Runs one test of the suite: the hooks around it, itself, and the harness's own look at what it heard.
import { recorder } from '../harness/recorder/recording.ts'
import { front } from './proxy.ts'
import type { Exchange } from './exchange.ts'
import type { Suite, Test } from './suite.ts'

/** Suites whose world is made: while tests of one suite follow each other, it is made once. */
export interface Stage {
  made: readonly Suite[]
  /** What was asked to make it. */
  past: readonly Exchange[]
}

export const emptyStage = (): Stage => ({ made: [], past: [] })

/** A test that takes longer, ms, does not come to an end by itself: a list whose last page names a next one, say. */
const patience = 20_000

/** Ends a test that does not end: with nobody there to answer, its next question fails. */
const bounded = async (work: Promise<unknown>): Promise<void> => {
  const timer = setTimeout(() => {
    front.isGone = true
    front.hangUp()
  }, patience)
  try {
    await work
  } finally {
    clearTimeout(timer)
    front.isGone = false
  }
}

/** Why it failed; undefined when it passed. */
export const runTest = async (test: Test, stage: Stage): Promise<string | undefined> => {
  try {
    await bounded(performTest(test, stage))
    // As harness/setup.ts has it: also what nobody looked at has to keep the contract.
    const [unseen] = recorder.settle({ file: test.file, name: test.name })
    return unseen
  } catch (error) {
    recorder.settle({ file: test.file, name: test.name, failure: 'failed' })
    return (error as Error).message
  } finally {
    recorder.takeRows()
    for (const suite of test.suites.toReversed()) for (const hook of suite.afterEach) await hook()
  }
}

const performTest = async (test: Test, stage: Stage): Promise<void> => {
  await makeReady(test, stage)
  const context = { task: { name: test.title } }
  for (const suite of test.suites) for (const hook of suite.beforeEach) await hook(context as never)
  await test.run()
}

const makeReady = async ({ suites }: Test, stage: Stage): Promise<void> => {
  const other = suites.findIndex((suite, index) => suite !== stage.made[index])
  const missing = other === -1 ? [] : suites.slice(other)
  // A hook that throws leaves nothing that could be built upon.
  stage.made = []
  front.exchanges = other === 0 ? [] : [...stage.past]
  for (const suite of missing) for (const hook of suite.beforeAll) await hook()
  stage.past = [...front.exchanges]
  stage.made = suites
}
