// Around every file of the suite: what its tests ask and hear is recorded.
import { relative } from 'node:path'
import { threadId } from 'node:worker_threads'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { recorder } from './recording.ts'
import { appendRecords } from './records.ts'
import { reasonToSkip } from './selection.ts'

const worker = `${process.pid}-${threadId}`
const root = `${import.meta.dirname}/../..`

beforeEach(({ task, skip }) => {
  const reason = reasonToSkip(task.file.filepath, task.fullTestName)
  if (reason) skip(reason)
})

afterEach(({ task }) => {
  const unseen = recorder.settle({
    file: relative(root, task.file.filepath),
    name: task.fullTestName,
    failure: task.result?.state === 'fail' ? (task.result.errors?.[0]?.message ?? 'failed') : undefined,
  })
  // Also what a case asks only to arrange its world, or looks at for one field alone, has to keep the contract.
  if (task.result?.state !== 'fail' && unseen.length > 0)
    throw new Error(`An answer breaks the contract: ${unseen.join('; ')}`)
})

afterAll(() => {
  const { cells, touches } = recorder.takeRows()
  appendRecords('cells', worker, cells)
  appendRecords('touches', worker, touches)
})
