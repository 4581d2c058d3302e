// What can be said to the conformance kit on its command line.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type OperationId, operations } from '../../generated/operations.ts'

export const exitCodes = { kept: 0, broken: 1, unusable: 2, absent: 3, unfinished: 4 } as const

const all = Object.keys(operations) as OperationId[]
export const surfaces = [...new Set(all.map((id) => operations[id].surface))]

export const usage = `usage: countersign-conform --url http://localhost:3000 [options]
       TARGET_URL=http://localhost:3000 countersign-conform
       countersign-conform init       asks three questions and writes a --world
       countersign-conform --har FILE [--url URL]                  holds recorded traffic to the contract
       countersign-conform proxy --upstream URL [--port 4010]      holds traffic that goes through it to the contract, until it is ended
       countersign-conform mutants --url URL [options] -- COMMAND  asks how good your own tests are: mutants --help

Asks a server every question of the contract suite that can be asked from outside: each operation, status, example and security
requirement, the journeys and the strangers. Each case begins by emptying the server's world, so point it at a sandbox. Then come the negatives:
thousands of generated requests, each with one fault that has to be refused.

  --url URL          the server (or TARGET_URL); again for another instance of it, with a world of its own: they are asked at the same time
  --surface NAME     only this surface; may be given again       (${surfaces.join(' ')})
  --operation ID     only this operation; may be given again     (such as account.signIn, or account.sign*)
  --case TEXT        only cases whose name holds this text, as it stands behind "broken"
  --no-negatives     without the generated faulty requests and bad credentials
  --negatives-seed N which faulty values are chosen (or NEGATIVES_SEED; 1)
  --world FILE       a module that arranges the server's world where the sandbox cannot (docs/conformance.md)
  --timeout S        the whole run ends after this many seconds, with its report                 (3600)
  --case-timeout S   a case is broken after this many seconds (30), an answer after a third of them, ten at most
  --rate N           at most this many requests a second, of each instance
  --bail             stop at the first broken case
  --show-secrets     commands that repeat a request hold its tokens whole, and not cut short
  --baseline FILE    breaks that are known: they are said, and fail nothing; what breaks otherwise does
  --update-baseline  write what is broken now into that file
  --only-implemented operations that the server does not have are left out, and the exit code is 0 without them
  --against URL2     asks that server the same after the first, and says where the two answer otherwise
  --har FILE         asks nobody, and holds to the contract what a browser or a proxy has recorded; with --url only what went there
  --upstream URL     where the proxy sends what it gets; --port N is its own (4010), --host NAME the address that it listens at (127.0.0.1)
  --report DIR       where index.html, report.json, junit.xml, report.sarif and badge.svg go (.data/report)
  --help             this

Exit codes: 0 all that was asked is kept, or its breaks are known. 1 something is broken. 2 wrong usage, nobody to ask, or no case could be asked. 3 all that
is there is kept, and some of the operations that were asked for are absent. 4 nothing is broken, but the time of the run was over,
or it was ended, before all was asked.
`

export interface Options {
  /** The first of `urls`. */
  readonly url: string
  /** Instances of one server, each of which is asked a part. */
  readonly urls: readonly string[]
  readonly operations: readonly OperationId[]
  /** Whether anything was left out of the contract. */
  readonly isPartial: boolean
  readonly world: string | undefined
  readonly bail: boolean
  /** Part of the names of the only cases to ask. */
  readonly only: string | undefined
  readonly negatives: boolean
  readonly seed: number
  readonly report: string
  readonly baseline: string | undefined
  readonly updateBaseline: boolean
  /** Whether what is absent was not meant to be there. */
  readonly onlyImplemented: boolean
  /** Whether commands that repeat a request hold its tokens. */
  readonly showSecrets: boolean
  /** Seconds that the whole run may take. */
  readonly timeout: number
  /** Seconds that each case may take. */
  readonly caseTimeout: number
  /** Requests a second. */
  readonly rate: number | undefined
  /** Another server to ask the same, and to put beside the first. */
  readonly against: string | undefined
  /** A record of traffic to hold to the contract, in place of a server. */
  readonly har: string | undefined
  /** Where the proxy listens. */
  readonly host: string
  readonly port: number
}

/** Why this cannot be asked, in a sentence. */
export const whyNoServer = (url: string): string | undefined => {
  const { protocol = '', username, password, host, search, hash } = URL.parse(url) ?? {}
  // Authorization is for the contract's own tokens, and all that is said and written holds the URL.
  if (username || password)
    return `Say the server without a name and a password: ${protocol}//${host}. They are not sent.`
  if (!/^https?:$/.test(protocol)) return `"${url}" is not a URL of a server: say it as http://localhost:3000.`
  return search || hash ? `"${url}" has more than a server and its path: leave ${search}${hash} out.` : undefined
}

type Read = Options | { readonly help: true } | { readonly problem: string }

/** Operations by name; a star stands for any letters. */
export const matching = (pattern: string): OperationId[] => {
  const expression = new RegExp(
    `^${pattern
      .split('*')
      .map((part) => part.replace(/\W/g, '\\$&'))
      .join('.*')}$`,
  )
  return all.filter((id) => expression.test(id))
}

/** Reads arguments and environment, and says what is wrong with them. */
export const readOptions = (args: readonly string[], environment: NodeJS.ProcessEnv, command?: 'proxy'): Read => {
  try {
    return read(args, environment, command)
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

const read = (args: readonly string[], environment: NodeJS.ProcessEnv, command: 'proxy' | undefined): Read => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string', multiple: true, default: [] },
      surface: { type: 'string', multiple: true, default: [] },
      operation: { type: 'string', multiple: true, default: [] },
      world: { type: 'string' },
      case: { type: 'string' },
      'no-negatives': { type: 'boolean', default: false },
      'negatives-seed': { type: 'string' },
      timeout: { type: 'string', default: '3600' },
      'case-timeout': { type: 'string' },
      rate: { type: 'string' },
      bail: { type: 'boolean', default: false },
      baseline: { type: 'string' },
      'update-baseline': { type: 'boolean', default: false },
      'only-implemented': { type: 'boolean', default: false },
      'show-secrets': { type: 'boolean', default: false },
      against: { type: 'string' },
      har: { type: 'string' },
      upstream: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      port: { type: 'string', default: '4010' },
      report: { type: 'string', default: '.data/report' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return { help: true }
  const isProxy = command === 'proxy'
  // A forgotten word must not empty the world of whoever stands behind the proxy.
  if (isProxy !== (values.upstream !== undefined)) {
    return { problem: 'Say both the command and the server that it leads to: proxy --upstream URL.' }
  }
  if ([isProxy, values.har, values.against].filter(Boolean).length > 1) {
    return { problem: 'Say one of these alone: proxy, --har, --against.' }
  }
  const said = isProxy ? [values.upstream!] : values.url
  const urls = (said.length > 0 ? said : [environment.TARGET_URL ?? '']).map((one) => one.replace(/\/+$/, ''))
  const url = urls[0]!
  if (!url && !values.har) return { problem: 'Say which server: set TARGET_URL or pass --url.' }
  const against = values.against?.replace(/\/+$/, '')
  for (const one of [...urls.filter((one) => one), against]) {
    const problem = one === undefined ? undefined : whyNoServer(one)
    if (problem) return { problem }
  }
  const twice = urls.find((one, at) => urls.indexOf(one) !== at)
  if (twice) return { problem: `${twice} is there twice: each --url is another instance of the server.` }
  if (urls.length > 1 && (values.har || against)) {
    return { problem: 'Instances are asked at the same time by cases alone: say one --url with --har or --against.' }
  }
  if (against && (values.baseline || values.bail)) {
    return {
      problem: '--against asks both servers for all, and knows no breaks: it takes no --baseline and no --bail.',
    }
  }
  if (against === url) return { problem: 'Both URLs are one: another server is to be put beside the first.' }
  const strange = values.surface.find((name) => !(surfaces as string[]).includes(name))
  if (strange) return { problem: `There is no surface ${strange}: ${surfaces.join(', ')}.` }
  const unmatched = values.operation.find((pattern) => matching(pattern).length === 0)
  if (unmatched) return { problem: `There is no operation ${unmatched}: api.txt of @countersign/contract lists them.` }
  const seed = values['negatives-seed'] ?? environment.NEGATIVES_SEED ?? '1'
  if (!/^\d{1,9}$/.test(seed)) return { problem: `"${seed}" is no seed: a whole number is one.` }
  const [timeout, ofCase, rate] = [values.timeout, values['case-timeout'], values.rate]
  const figures = { '--timeout': timeout, '--case-timeout': ofCase, '--rate': rate }
  const odd = Object.entries(figures).find(([, figure]) => figure !== undefined && !(Number(figure) > 0))
  if (odd) return { problem: `${odd[0]} ${odd[1]}: a number above 0 is wanted.` }
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) return { problem: `"${values.port}" is no port.` }
  if (values['update-baseline'] && !values.baseline) return { problem: 'Say by --baseline which file to write.' }
  const isPartial = values.surface.length + values.operation.length > 0
  const named = new Set<OperationId>([
    ...values.operation.flatMap(matching),
    ...all.filter((id) => values.surface.includes(operations[id].surface)),
  ])
  return {
    url,
    urls,
    operations: isPartial ? all.filter((id) => named.has(id)) : all,
    isPartial,
    world: values.world && resolve(values.world),
    bail: values.bail,
    only: values.case,
    negatives: !values['no-negatives'],
    seed: Number(seed),
    report: resolve(values.report),
    baseline: values.baseline && resolve(values.baseline),
    updateBaseline: values['update-baseline'],
    onlyImplemented: values['only-implemented'],
    showSecrets: values['show-secrets'],
    timeout: Number(timeout),
    // Some cases ask up to a thousand times, until a limit bites.
    caseTimeout: Number(ofCase ?? 30 + (rate ? 1000 / Number(rate) : 0)),
    rate: rate === undefined ? undefined : Number(rate),
    against,
    har: values.har && resolve(values.har),
    host: values.host,
    port: Number(values.port),
  }
}
