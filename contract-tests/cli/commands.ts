// What the conformance kit does: asks any server, by its URL, what the contract suite asks, and says what it keeps.
import { existsSync } from 'node:fs'
import { whyNobody } from '../harness/requests/reach.ts'
import { quoted } from '../harness/words/curl.ts'
import { type Options, exitCodes, readOptions, usage } from './options.ts'
import { name, readKnown, stop } from './start.ts'

// Each command loads what it needs: who asks for help does not wait for the runner.
const commands: Readonly<Record<string, (options: Options) => Promise<number>>> = {
  proxy: async (options) => (await import('./traffic.ts')).holdLive(options),
}

const [first = '', ...rest] = process.argv.slice(2)
const command = Object.hasOwn(commands, first) ? commands[first] : undefined

/** Returns the exit code. */
const start = async (): Promise<number> => {
  if (first === 'mutants') return (await import('./mutants.ts')).mutants(rest)
  if (first === 'init' && rest.length === 0) return (await import('./init.ts')).init(name)
  if (first === 'init' && !rest.includes('--help'))
    return stop('init asks for all that it has to know: say nothing behind it.')
  const options = readOptions(
    command || first === 'init' ? rest : process.argv.slice(2),
    process.env,
    command ? 'proxy' : undefined,
  )
  if ('help' in options) {
    process.stdout.write(usage)
    return exitCodes.kept
  }
  if ('problem' in options) return stop(options.problem)
  // Workers are told by the environment.
  if (options.showSecrets) process.env.CONFORM_SHOW_SECRETS = '1'
  if (command) return command(options)
  if (options.har) return (await import('./traffic.ts')).holdRecorded(options, options.har)
  if (options.world && !existsSync(options.world)) {
    return stop(`--world ${quoted(options.world)}: there is no such file; ${name} init writes one.`)
  }
  const known = readKnown(options)
  // Before the suite is loaded, which takes longer; of two servers also before the first is asked for everything.
  for (const url of [...options.urls, options.against].filter((one) => one !== undefined)) {
    const why = await whyNobody(url)
    if (why) return stop(why)
  }
  if (options.against) return (await import('./against.ts')).against(options, options.against)
  return (await import('./run.ts')).run(options, known)
}

const code = await start().catch((error: Error) => stop(`The kit itself has failed: ${error.stack ?? error.message}`))
process.exit(code)
