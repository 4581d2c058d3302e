// Runs the black-box part of the suite against any server in sandbox mode, by its URL.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const usage = `usage: TARGET_URL=http://localhost:3000 npm run conform
       npm run conform -- --url http://localhost:3000

Asks the server every question of the contract suite that can be asked from outside: each operation, status and example,
the journeys and the strangers. It empties the server's world before each case (POST /sandbox/reset), so point it at a
sandbox. Exit code 0: it keeps the contract; 1: it does not, see above; 2: wrong usage, or nobody answers.
`

const fail = (sentence: string): never => {
  process.stderr.write(`${sentence}\n\n${usage}`)
  process.exit(2)
}

const readUrl = (): string => {
  try {
    const { values } = parseArgs({ options: { url: { type: 'string' }, help: { type: 'boolean' } } })
    if (values.help) {
      process.stdout.write(usage)
      process.exit(0)
    }
    return values.url ?? process.env.TARGET_URL ?? fail('Say which server: set TARGET_URL or pass --url.')
  } catch (error) {
    return fail((error as Error).message)
  }
}

const requireSandbox = async (url: string): Promise<void> => {
  const answer = await fetch(new URL('/sandbox/credentials', url)).catch(() =>
    fail(`Nobody answers at ${url}: start the server first.`),
  )
  if (!answer.ok) fail(`${url} is not in sandbox mode: GET /sandbox/credentials answers ${answer.status}.`)
}

const url = readUrl()
if (!URL.canParse(url)) fail(`"${url}" is not a URL.`)
await requireSandbox(url)
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
const run = spawn(process.execPath, [vitest, 'run', '--project', 'contract'], {
  stdio: 'inherit',
  env: { ...process.env, TARGET_URL: url },
})
run.on('exit', (code) => process.exit(code === 0 ? 0 : 1))
