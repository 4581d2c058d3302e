// Generates clients from the contract in several languages, compiles each, and signs up, in and out with it: `npm run sdks`.
// `npm run sdks go rust` takes those whose name begins so; `--keep` leaves the clients where they are.
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { root, run as runScript } from '../spec/generate/run.ts'
import { startServer } from './fuzz-server.ts'
import { type Command, type Language, languages } from './sdks/languages.ts'
import { withoutCookies } from './sdks/without-cookies.ts'

interface Outcome {
  readonly name: string
  readonly says: string
  readonly failed: boolean
}

const contract = join(root, 'generated/openapi.json')
const generator = join(root, 'node_modules/@openapitools/openapi-generator-cli/main.js')
const steps = ['sign up', 'verify', 'sign in', 'me', 'refresh', 'refusal', 'sign out']

const has = (command: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, command)))

const execute = (folder: string, { file, args, env }: Command, more: Record<string, string> = {}): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: folder, env: { ...process.env, ...env, ...more } })
    let said = ''
    child.stdout.on('data', (chunk) => (said += String(chunk)))
    child.stderr.on('data', (chunk) => (said += String(chunk)))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(said)
      else reject(new Error(`${file} ${args.slice(0, 3).join(' ')} ended with ${code}\n${said.slice(0, 4000)}`))
    })
  })

const make = async (folder: string, { generator: by, program, files }: Language): Promise<void> => {
  if (by) {
    const given = by.withoutCookies ? join(folder, 'without-cookies.json') : contract
    if (by.withoutCookies) write(given, withoutCookies(readFileSync(contract, 'utf8')))
    const options = ['-g', by.name, '-i', given, '-o', folder, ...by.options]
    const { code, output } = await runScript(generator, ['generate', ...options])
    if (code !== 0) throw new Error(`openapi-generator ended with ${code}\n${output.slice(-4000)}`)
  }
  for (const [name, text] of Object.entries(files ?? {})) write(join(folder, name), text)
  mkdirSync(dirname(join(folder, program.target)), { recursive: true })
  cpSync(join(import.meta.dirname, 'sdks', program.source), join(folder, program.target))
}

const write = (file: string, text: string): void => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const tryOut = async (folder: string, language: Language): Promise<Outcome> => {
  const { name } = language
  const missing = language.needs.filter((command) => !has(command))
  if (missing.length > 0) return { name, says: `skipped: needs ${missing.join(' and ')}`, failed: false }
  let at = 'generated'
  try {
    mkdirSync(folder, { recursive: true })
    await make(folder, language)
    at = 'compiled'
    for (const command of language.compile) await execute(folder, command)
    at = 'ran'
    const said = await signIn(folder, language.run)
    const lines = said.split('\n')
    const left = steps.filter((step) => !lines.includes(step))
    if (left.length > 0) throw new Error(`did not say ${left.join(', ')}\n${said}`)
    return { name, says: `generated, compiled, ${steps.join(', ')}`, failed: false }
  } catch (error) {
    return { name, says: `not ${at}: ${(error as Error).message}`, failed: true }
  }
}

/** On a fresh server of its own. */
const signIn = async (folder: string, program: Command): Promise<string> => {
  const server = await startServer()
  try {
    return await execute(folder, program, { BASE_URL: server.url, EMAIL: 'ada@example.test' })
  } finally {
    server.stop()
  }
}

const main = async (args: readonly string[]): Promise<void> => {
  const asked = args.filter((one) => !one.startsWith('--')).map((one) => one.toLowerCase())
  const chosen = languages(contract).filter(
    ({ name }) => asked.length === 0 || asked.some((one) => name.toLowerCase().startsWith(one)),
  )
  const folder = mkdtempSync(join(tmpdir(), 'sdks-'))
  const outcomes: Outcome[] = []
  try {
    // One at a time: each compiler takes all of the machine.
    for (const [index, language] of chosen.entries()) {
      const outcome = await tryOut(join(folder, `client-${index}`), language)
      outcomes.push(outcome)
      console.log(`${outcome.name.padEnd(22)} ${outcome.says}`)
    }
  } finally {
    if (args.includes('--keep')) console.log(`The clients are in ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
  const failed = outcomes.filter((outcome) => outcome.failed)
  console.log(`${outcomes.length - failed.length} of ${outcomes.length} clients are good`)
  if (failed.length > 0 || outcomes.length === 0) process.exitCode = 1
}

await main(process.argv.slice(2))
