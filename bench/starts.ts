// From nothing to the first answer: bare Express and the service.
import { setTimeout as pause } from 'node:timers/promises'
import { residentMegabytes } from './processes.ts'
import { type Plan, say } from './race.ts'
import { startContender } from './requests.ts'
import { type Result, toResults } from './results.ts'
import { startService } from './service.ts'
import type { Tree } from './trees.ts'

export const measureStarts = async (plan: Plan, others: readonly Tree[]): Promise<Result[]> => {
  const contenders = [
    { name: 'bare Express, 12 operations', start: () => startContender('express', 12) },
    { name: 'the service, on a new database', start: () => startService() },
    ...others.map(({ name, root }) => ({ name: `the service, ${name}`, start: () => startService({ root }) })),
  ]
  const ready = contenders.map(({ name }) => ({ name, rounds: [] as number[] }))
  const memory = contenders.map(({ name }) => ({ name, rounds: [] as number[] }))
  const compiled: number[] = []
  for (let round = 1; round <= plan.starts; round++) {
    for (const [at, { start }] of contenders.entries()) {
      const running = await start()
      ready[at]!.rounds.push(running.readyMs)
      memory[at]!.rounds.push(await residentMegabytes(running.child))
      await running.stop()
    }
    compiled.push(await untilAllIsCompiled())
    say(`Start  ${round}/${plan.starts}  ${ready.map(({ rounds }) => Math.round(rounds.at(-1)!)).join('  ')} ms`)
  }
  return [
    ...toResults('Start to first answer', 'ms', ready),
    ...toResults('Start until every check of the contract is compiled', 'ms', [
      { name: 'the service', rounds: compiled },
    ]),
    ...toResults('Memory at the first answer', 'MB', memory),
  ]
}

/** By what its log says, ms after its start. */
const untilAllIsCompiled = async (): Promise<number> => {
  let log = ''
  const running = await startService({ level: 'debug', onLog: (text) => (log += text) })
  try {
    for (let left = 1000; left > 0; left--) {
      const [, line] = /(\{.*"All checks are compiled"\})/.exec(log) ?? []
      if (line) return (JSON.parse(line) as { sinceStartMs: number }).sinceStartMs
      await pause(20)
    }
    throw new Error('The service never says that its checks are compiled.')
  } finally {
    await running.stop()
  }
}
