// Tabs, retries, outages and thieves around one refresh token, at random and seeded: `npm run interleavings`.
import { parseArgs } from 'node:util'
import { openStage } from './interleavings/stage.ts'
import { type Tally, newTally, runOne } from './interleavings/run.ts'

const usage = `usage: npm run interleavings -- [--count N] [--seed N]

Throws interleavings of a person's tabs, lost answers, outages and, in every other one, a thief with a copy of a refresh token, at the service's own
rules, with a clock of its own. Nobody may lose a session that nobody else touched, and each thief who shows a used token, or whose victim does,
ends it for both.

  --count N  how many (1000000)
  --seed N   another one throws others (1)

Exit code 0: no false logout, and every replay ended; 1: else, with the seed of each; 2: wrong usage.
`

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean' },
    },
  })
  const [count, seed] = [Number(values.count), Number(values.seed)]
  if (values.help || !(Number.isInteger(count) && count > 0 && Number.isInteger(seed))) {
    console.error(usage)
    return values.help ? 0 : 2
  }
  const stage = await openStage()
  const tally: Tally = newTally()
  const begun = performance.now()
  for (let number = 0; number < count; number += 1) {
    await runOne(stage, Math.imul(seed, 1_000_003) + number, tally)
    if ((number + 1) % Math.max(1, Math.floor(count / 100)) === 0) {
      const seconds = (performance.now() - begun) / 1000
      console.error(`${number + 1} of ${count} in ${Math.round(seconds)} s; ${tally.faults.length} found`)
    }
  }
  await stage.close()
  const { faults, ...counts } = tally
  for (const [name, value] of Object.entries(counts)) console.log(`${name.padEnd(20)} ${value}`)
  for (const fault of faults.slice(0, 20)) console.log(fault)
  return faults.length === 0 ? 0 : 1
}

process.exitCode = await main()
