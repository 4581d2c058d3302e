// Around every file of the suite: what its tests ask and hear is recorded.
import { relative } from 'node:path'
import { threadId } from 'node:worker_threads'
import { afterAll, afterEach, aroundEach, beforeEach } from 'vitest'
import { whyOver, withinCase } from '../requests/bounds.ts'
import { ofTest } from '../requests/elsewhere.ts'
import { grace } from './grace.ts'
import { looks, recorder } from '../recorder/recording.ts'
import { appendRecords } from '../recorder/records.ts'
import { reasonToSkip } from '../requests/selection.ts'

const worker = `${process.pid}-${threadId}`
const root = `${import.meta.dirname}/../../..`

aroundEach((runTest, { task }) => withinCase(task.timeout - grace, runTest))

beforeEach(({ task, skip }) => {
  const reason = reasonToSkip(task.file.filepath, task.fullTestName) ?? whyOver()
  if (reason) skip(reason)
})

afterEach(({ task }) => {
  const heard = recorder.settle({
    file: relative(root, task.file.filepath),
    name: task.fullTestName,
    failure: task.result?.state === 'fail' ? (task.result.errors?.[0]?.message ?? 'failed') : undefined,
  })
  const unseen = ofTest(task.fullTestName, heard)
  // Also what a case asks only to arrange its world, or looks at for one field alone, has to keep the contract.
  if (task.result?.state !== 'fail' && unseen.length > 0) throw new Error(unseen.join('\n'))
})

afterAll(() => {
  const { cells, touches } = recorder.takeRows()
  appendRecords('cells', worker, cells)
  appendRecords('touches', worker, touches)
  appendRecords('looks', worker, looks.take())
})
