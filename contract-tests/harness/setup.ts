// Around every file of the suite: what its tests ask and hear is recorded.
import { relative } from 'node:path'
import { threadId } from 'node:worker_threads'
import { afterAll, afterEach } from 'vitest'
import { recorder } from './recording.ts'
import { appendRecords } from './records.ts'

const worker = `${process.pid}-${threadId}`
const root = `${import.meta.dirname}/../..`

afterEach(({ task }) =>
  recorder.settle({
    file: relative(root, task.file.filepath),
    name: task.fullTestName,
    failure: task.result?.state === 'fail' ? (task.result.errors?.[0]?.message ?? 'failed') : undefined,
  }),
)

afterAll(() => {
  const { cells, touches } = recorder.takeRows()
  appendRecords('cells', worker, cells)
  appendRecords('touches', worker, touches)
})
