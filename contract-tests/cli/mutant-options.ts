// What the command that tries a suite with mutants is told.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { OperationId } from '../../generated/operations.ts'
import { matching, whyNoServer } from './options.ts'
import { stop as stopKit } from './start.ts'

/** Ends it before it has begun. */
export const stop = (sentence: string): never => stopKit(sentence, 'mutants')

export interface Options {
  readonly url: string
  readonly command: readonly string[]
  /** Undefined: all that the tests touch. */
  readonly operations: readonly OperationId[] | undefined
  readonly sample: number
  readonly seed: number
  readonly bail: boolean
  readonly least: number
  readonly timeout: number
  readonly commandTimeout: number | undefined
  readonly report: string
}

export const usage = `usage: countersign-conform mutants --url http://localhost:3000 [options] -- COMMAND

Runs the command, which is how your tests are run, against your server through a proxy: once as it is, and has to pass; then once for each of a
sample of defects, which the proxy seeds. What no test notices is told. The tests have to ask the proxy: its address is in TARGET_URL,
and wherever the command has {url}.

  --url URL            the server, by http (or TARGET_URL)
  --operation ID       only defects of this operation; may be given again     (such as account.signIn, or account.sign*)
  --sample N           how many defects, spread over the operations (60); --all for all
  --seed N             which ones (1)
  --bail               stop at the first that survives
  --at-least N         exit code 0 from this score on (100)
  --timeout S          no defect is begun after this many seconds (3600)
  --command-timeout S  the command is ended after this many seconds, and has noticed the defect (five times the first run, 30 at least)
  --report DIR         where mutants.json and mutants.html go (.data/report)
  --help               this

Exit codes: 0 the score is reached. 1 it is not. 2 wrong usage, nobody answers, or the tests fail without a defect or ask nothing of the contract.
4 time was over, and what was tried reaches the score.
`

/** The command line behind `mutants`. Stops with a sentence where it is wrong. */
export const readOptions = (args: readonly string[]): Options => {
  const end = args.indexOf('--')
  if (end < 0 || end === args.length - 1)
    return stop('Say behind -- which command runs your tests: mutants --url URL -- npm test')
  const parse = () =>
    parseArgs({
      args: args.slice(0, end),
      options: {
        url: { type: 'string' },
        operation: { type: 'string', multiple: true },
        sample: { type: 'string', default: '60' },
        all: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        bail: { type: 'boolean', default: false },
        'at-least': { type: 'string', default: '100' },
        timeout: { type: 'string', default: '3600' },
        'command-timeout': { type: 'string' },
        report: { type: 'string', default: '.data/report' },
      },
    }).values
  const values = (() => {
    try {
      return parse()
    } catch (error) {
      return stop((error as Error).message)
    }
  })()
  const url = (values.url ?? process.env.TARGET_URL ?? '').replace(/\/+$/, '')
  if (URL.parse(url)?.protocol !== 'http:')
    return stop('Say by --url which server your tests ask: http://…, as mutants are put before it on this machine.')
  const problem = whyNoServer(url)
  if (problem) return stop(problem)
  const numbers = [
    values.sample,
    values.seed,
    values['at-least'],
    values.timeout,
    values['command-timeout'] ?? '1',
  ].map(Number)
  if (!numbers.every((one) => one > 0))
    return stop('--sample, --seed, --at-least, --timeout and --command-timeout are numbers above 0.')
  const [sample = 1, seed = 1, least = 100, timeout = 1, bound] = numbers
  const unmatched = values.operation?.find((pattern) => matching(pattern).length === 0)
  if (unmatched) return stop(`There is no operation ${unmatched}: api.txt of @countersign/contract lists them.`)
  return {
    url,
    command: args.slice(end + 1),
    operations: values.operation?.flatMap(matching),
    sample: values.all ? Infinity : sample,
    seed,
    bail: values.bail,
    least,
    timeout,
    commandTimeout: values['command-timeout'] === undefined ? undefined : bound,
    report: resolve(values.report),
  }
}
