// All that must hold before a commit, in the order in which it is quickest to know. CI runs exactly this.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { folders, generate } from '../spec/generate.ts'
import { root, run } from '../spec/generate/run.ts'
import { checkBreaking } from './breaking.ts'
import { countTests } from './test-counts.ts'
import { schemathesis } from './tools.ts'

const tool = (path: string) => join(root, 'node_modules', path)

interface Lint {
  readonly name: string
  readonly script: string
  readonly args: readonly string[]
  readonly next: string
}

const lints: readonly Lint[] = [
  {
    name: 'tsc',
    script: tool('typescript/bin/tsc'),
    args: ['--noEmit', '-p', '.'],
    next: 'The compiler names the place.',
  },
  {
    name: 'spectral',
    script: tool('@stoplight/spectral-cli/dist/index.js'),
    args: ['lint', 'generated/openapi.json', '--fail-severity=warn'],
    next: 'Change spec/ and run npm run generate; .spectral.yaml says why a rule is off.',
  },
  {
    name: 'eslint',
    script: tool('eslint/bin/eslint.js'),
    args: ['.', '--max-warnings=0'],
    next: 'The rules and their reasons are in eslint.config.js.',
  },
  {
    name: 'prettier',
    script: tool('prettier/bin/prettier.cjs'),
    args: ['--check', '.'],
    next: 'Run npx prettier --write .',
  },
]

const timed = async <Result>(work: () => Promise<Result>): Promise<{ result: Result; ms: number }> => {
  const start = performance.now()
  return { result: await work(), ms: Math.round(performance.now() - start) }
}

const say = (name: string, ms: number, verdict: string) =>
  console.log(`${name.padEnd(24)} ${`${ms} ms`.padStart(9)}  ${verdict}`)

/** What is generated now, by its path. */
const contents = (): Map<string, string> => {
  const handlers = readdirSync(folders.surfaces).map((surface) => join(folders.surfaces, surface, 'handlers.ts'))
  const generated = readdirSync(folders.generated, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(({ parentPath, name }) => join(parentPath, name))
  const files = [...generated, ...handlers, join(folders.surfaces, 'surfaces.ts')]
  return new Map(
    files.filter((file) => existsSync(file)).map((file) => [relative(root, file), readFileSync(file, 'utf8')]),
  )
}

/** Regenerates and compares. A stale file is a failure even though it is fresh now: it has to be committed. */
const generation = async (): Promise<string | undefined> => {
  const before = contents()
  const { result, ms } = await timed(() => generate(join(root, 'spec'), folders))
  const after = contents()
  const names = [...new Set([...before.keys(), ...after.keys()])]
  const changed = names.filter((name) => before.get(name) !== after.get(name))
  const verdict = result.problems.length > 0 || changed.length > 0 ? 'failed' : 'ok'
  say('generate, redocly', ms, result.stubs === 'skipped' ? `${verdict}; stubs skipped: no Java runtime` : verdict)
  if (result.problems.length > 0) return `${result.problems.join('\n')}\nChange spec/ and run npm run generate.`
  if (changed.length > 0) {
    return `These were stale and are fresh now: ${changed.join(', ')}\nRead their git diff and commit it with the change.`
  }
  if (result.stubs === 'skipped' && process.env.CI === 'true') return 'CI checks the stubs too: install a Java runtime.'
  return undefined
}

/** What the contract takes back since its release has to be said. */
const breaking = async (): Promise<string | undefined> => {
  const { result, ms } = await timed(async () => checkBreaking())
  if (result === 'skipped') {
    say('breaking, oasdiff', ms, 'skipped: npm run tools installs it')
    return process.env.CI === 'true'
      ? 'CI compares with the released contract too: run npm run tools first.'
      : undefined
  }
  say('breaking, oasdiff', ms, result.unsaid.length > 0 ? 'failed' : `ok; ${result.count} said in CHANGELOG.md`)
  if (result.unsaid.length === 0) return undefined
  const lines = result.unsaid.map(({ operationId, text }) => `${operationId}  ${text}`)
  return `Callers of the released contract would break:
${lines.join('\n')}
Keep the contract, or name each operation, its resource or its surface in a line under "### Breaking" of CHANGELOG.md.`
}

/** Runs the lints two at a time, which is what a small machine has cores for. */
const lint = async (): Promise<string | undefined> => {
  const waiting = [...lints]
  const faults: string[] = []
  const worker = async () => {
    for (let next = waiting.shift(); next && faults.length === 0; next = waiting.shift()) {
      const { name, script, args, next: advice } = next
      const { result, ms } = await timed(() => run(script, args))
      say(name, ms, result.code === 0 ? 'ok' : 'failed')
      if (result.code !== 0) faults.push(`${result.output}\n${name}: ${advice}`)
    }
  }
  await Promise.all([worker(), worker()])
  return faults.length > 0 ? faults.join('\n\n') : undefined
}

/** Runs a program with its output shown. */
const show = async (script: string, args: readonly string[]): Promise<number> => {
  const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' })
  return new Promise<number>((done) => child.on('close', (exit) => done(exit ?? 1)))
}

/** Runs every test. The counts come from vitest's own report. */
const test = async (): Promise<{ code: number; counts: string }> => {
  const folder = mkdtempSync(join(tmpdir(), 'check-'))
  const report = join(folder, 'report.json')
  try {
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const code = await show(tool('vitest/vitest.mjs'), args)
    // A run that broke before its first file leaves no report.
    const counts = existsSync(report)
      ? countTests(readFileSync(report, 'utf8'))
      : { failed: 1, line: '0 passed, 1 failed' }
    // An exit code can be lost to whatever hooks the end of a process; a failed test in the report cannot.
    return { code: code === 0 && counts.failed > 0 ? 1 : code, counts: counts.line }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Schemathesis asks the real server, as everybody who may ask. */
const fuzz = async (): Promise<string | undefined> => {
  if (!existsSync(schemathesis)) {
    say('fuzz, Schemathesis', 0, 'skipped: npm run tools installs it')
    return process.env.CI === 'true' ? 'CI asks Schemathesis too: run npm run tools first.' : undefined
  }
  const { result, ms } = await timed(() => show(join(root, 'scripts/fuzz.ts'), []))
  say('fuzz, Schemathesis', ms, result === 0 ? 'ok' : 'failed')
  return result === 0 ? undefined : 'Mend the contract or the server; the command above repeats what was found.'
}

/** A hundredth of a million steps: what goes wrong after twenty of them. */
const sequences = async (): Promise<string | undefined> => {
  const { result, ms } = await timed(() => show(join(root, 'scripts/sequences.ts'), ['--steps', '10000']))
  say('sequences', ms, result === 0 ? 'ok' : 'failed')
  return result === 0
    ? undefined
    : 'Mend the server, or the model of it in scripts/sequences; the test above shows what was found.'
}

const check = async (): Promise<number> => {
  for (const part of [generation, breaking, lint]) {
    const fault = await part()
    if (fault) {
      console.error(`\n${fault}`)
      return 1
    }
  }
  const { result, ms } = await timed(test)
  say('tests', ms, result.code === 0 ? 'ok' : 'failed')
  // Side by side: each has one thing at a time computed.
  const findings =
    result.code === 0 ? (await Promise.all([sequences(), fuzz()])).filter((one) => one !== undefined) : []
  for (const finding of findings) console.error(`\n${finding}`)
  const code = findings.length > 0 ? 1 : result.code
  say(
    'all',
    Math.round(performance.now()),
    result.code === 0 ? (code === 0 ? 'ok' : 'failed') : 'Run npm test -- FILE to see one file alone.',
  )
  console.log(result.counts)
  return code
}

process.exitCode = await check()
