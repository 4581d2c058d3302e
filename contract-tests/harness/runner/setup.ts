// Around every file of the suite: its tests have their time, and what they asked and heard is written down.
import { threadId } from 'node:worker_threads'
import { afterAll, aroundEach } from 'vitest'
import { withinCase } from '../requests/bounds.ts'
import { grace } from './grace.ts'
import { looks, recorder } from '../recorder/recording.ts'
import { appendRecords } from '../recorder/records.ts'

const worker = `${process.pid}-${threadId}`

aroundEach((runTest, { task }) => withinCase(task.timeout - grace, runTest))

afterAll(() => {
  const { cells, touches } = recorder.takeRows()
  appendRecords('cells', worker, cells)
  appendRecords('touches', worker, touches)
  appendRecords('looks', worker, looks.take())
})
