// Runs each test of the suite: what goes wrong in it is said in words, whatever it is written with.
// The runner is what a worker loads first.
import './instance.ts'
import { type RunnerTestCase, TestRunner } from 'vitest'
import { recorder } from '../recorder/recording.ts'

export default class extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    try {
      await TestRunner.getTestFn(test)()
    } catch (error) {
      throw recorder.inWords(error)
    }
  }
}
