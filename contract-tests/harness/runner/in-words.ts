// Runs each test of the suite: whether it is for this run, in words what goes wrong in it, and what of the contract its other answers
// break. Hooks of a file would do the same, and take as long as a request.
// The runner is what a worker loads first.
import './instance.ts'
import { relative } from 'node:path'
import { type RunnerTestCase, TestRunner } from 'vitest'
import { recorder } from '../recorder/recording.ts'
import { whyOver } from '../requests/bounds.ts'
import { ofTest } from '../requests/elsewhere.ts'
import { reasonToSkip } from '../requests/selection.ts'

const root = `${import.meta.dirname}/../../..`

/** Of an attempt, to the runner. */
type Attempt = Parameters<TestRunner['onBeforeTryTask']>[1]

export default class extends TestRunner {
  override onBeforeTryTask(test: RunnerTestCase, attempt: Attempt): void {
    super.onBeforeTryTask(test, attempt)
    const reason = reasonToSkip(test.file.filepath, test.fullTestName) ?? whyOver()
    if (reason) test.context.skip(reason)
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    try {
      await TestRunner.getTestFn(test)()
    } catch (error) {
      throw recorder.inWords(error)
    }
  }

  override async onAfterRetryTask(test: RunnerTestCase, attempt: Attempt): Promise<void> {
    await super.onAfterRetryTask(test, attempt)
    const isBroken = test.result?.state === 'fail'
    const heard = recorder.settle({
      file: relative(root, test.file.filepath),
      name: test.fullTestName,
      failure: isBroken ? (test.result?.errors?.[0]?.message ?? 'failed') : undefined,
    })
    const unseen = ofTest(test.fullTestName, heard)
    // Also what a case asks only to arrange its world, or looks at for one field alone, has to keep the contract.
    if (!isBroken && unseen.length > 0) throw new Error(unseen.join('\n'))
  }
}
