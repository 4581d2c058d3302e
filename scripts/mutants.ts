// Seeds one defect at a time into the real server, by a proxy in front of it, and asks whether the suite notices.
import { mkdirSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const usage = `usage: npm run conform:mutants
       npm run conform:mutants -- --only 'account.signIn' --every 10

  --only TEXT    mutants whose name contains TEXT
  --every N      one of N
  --surface NAME mutants of one surface, and only its tests and the flows over several
  --help         this

Exit code 0: at least 99 % are killed, and each survivor is in contract-tests/mutants/survivors.txt; 1: not so;
2: wrong usage, or the suite does not pass without a mutant. Results: .data/mutants.json
`

const root = join(import.meta.dirname, '..')
const stand = new URL('../contract-tests/mutants/suite.ts', import.meta.url).href

/** The suite's files ask for vitest and get our stand-in, which alone gets vitest. */
const standInForVitest = (): void => {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vitest' && context.parentURL !== stand
        ? { url: stand, shortCircuit: true }
        : next(specifier, context),
  })
}

const readOptions = () => {
  try {
    const options = {
      only: { type: 'string' },
      every: { type: 'string' },
      surface: { type: 'string' },
      help: { type: 'boolean' },
    } as const
    const { values } = parseArgs({ options })
    return values
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

const say = (line: string) => process.stdout.write(`${process.stdout.isTTY ? '\r\u001b[K' : ''}${line}\n`)

/** One line that is written over on a terminal, and a line now and then in a file. */
const progressOf = (what: string) => {
  const start = performance.now()
  let told = 0
  return (done: number, of: number, sentence: string): void => {
    const seconds = Math.round((performance.now() - start) / 1000)
    const line = `${what} ${done}/${of}, ${sentence}, ${seconds} s`
    if (process.stdout.isTTY) {
      // A line that is longer than the terminal could not be written over.
      process.stdout.write(`\r\u001b[K${line.slice(0, process.stdout.columns - 1)}${done === of ? '\n' : ''}`)
    } else if (done === of || seconds >= told + 20) {
      told = seconds
      say(line)
    }
  }
}

const main = async (): Promise<number> => {
  const { only = '', every = '1', surface, help } = readOptions()
  if (help) {
    process.stdout.write(usage)
    return 0
  }
  process.env.MUTANTS = '1'
  standInForVitest()
  const { collectTests, mutantsSeenBy, runBaseline, tryMutant } = await import('../contract-tests/mutants/run.ts')
  const { faultsOf, readSurvivors, tableOf } = await import('../contract-tests/mutants/report.ts')

  const baseline = await runBaseline(await collectTests(surface), progressOf('without a mutant: test'))
  if (baseline.failures.length > 0) {
    process.stderr.write(`The suite has to pass before it can judge:\n${baseline.failures.slice(0, 20).join('\n')}\n`)
    return 2
  }
  const all = mutantsSeenBy(baseline)
  const chosen = all
    .filter(({ id }) => id.includes(only) && id.startsWith(surface ? `${surface}.` : ''))
    .filter((_, index) => index % Number(every) === 0)
  const progress = progressOf('mutant')
  const verdicts = []
  let survivors = 0
  for (const mutant of chosen) {
    const verdict = await tryMutant(mutant, baseline, (test) =>
      progress(verdicts.length, chosen.length, `${survivors} survived, ${mutant.id}: test ${test}`),
    )
    verdicts.push(verdict)
    if (verdict.outcome === 'survived') {
      survivors += 1
      say(`survived ${verdict.tests} tests: ${verdict.id}`)
    }
    progress(verdicts.length, chosen.length, `${survivors} survived`)
  }

  mkdirSync(join(root, '.data'), { recursive: true })
  writeFileSync(join(root, '.data/mutants.json'), `${JSON.stringify(verdicts, undefined, 1)}\n`)
  say(`\n${tableOf(verdicts)}\n`)
  const faults = faultsOf(verdicts, readSurvivors(), { isWhole: chosen.length === all.length })
  for (const fault of faults) say(fault)
  return faults.length === 0 ? 0 : 1
}

process.exit(await main())
