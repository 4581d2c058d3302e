// The surface of docs/extend.md, made in a copy of the repository by its files alone: all that ours have comes by itself.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const copy = mkdtempSync(join(tmpdir(), 'extend-'))
afterAll(() => rmSync(copy, { recursive: true }))

/** What the page shows of files: their names and texts. */
const files = [...readFileSync(join(root, 'docs/extend.md'), 'utf8').matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)].map(
  ([, name = '', text = '']) => ({ name, text }),
)

const run = (...args: string[]) => {
  const env = { ...process.env, NODE_ENV: 'test', NO_COLOR: '1' }
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: copy, env, encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

beforeAll(() => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0')
  for (const name of tracked.filter((name) => name !== '' && existsSync(join(root, name)))) {
    cpSync(join(root, name), join(copy, name))
  }
  for (const folder of ['.', ...readdirSync(root)]) {
    const modules = join(root, folder, 'node_modules')
    if (existsSync(modules)) symlinkSync(modules, join(copy, folder, 'node_modules'))
  }
  for (const { name, text } of files) {
    expect(existsSync(join(copy, name)), name).toBe(false)
    mkdirSync(dirname(join(copy, name)), { recursive: true })
    writeFileSync(join(copy, name), text)
  }
})

it('shows five files', () => expect(files).toHaveLength(5))

it('is generated, tried on both targets, attacked and covered', () => {
  const generated = run('spec/generate.ts')
  expect(generated, generated.said).toMatchObject({ status: 0 })
  const suite = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project',
    'contract',
    '--project',
    'negatives',
    '-t',
    'greetings',
  ]
  // What is asked of all operations, and the surface's own cases: those of other surfaces need not be read.
  const asked = [
    ...readdirSync(join(copy, 'contract-tests')).filter((name) => name.endsWith('.test.ts')),
    'negatives',
    'greetings',
  ]
  const tried = run(...suite, ...asked.map((name) => `contract-tests/${name}`))
  expect(tried, tried.said).toMatchObject({ status: 0 })
  expect(Number(/ (\d+) passed/.exec(tried.said.slice(tried.said.lastIndexOf('Tests ')))?.[1])).toBeGreaterThan(100)
  const coverage = `import('./contract-tests/harness/recorder/coverage.ts').then(({ uncovered }) =>
    console.log(JSON.stringify(uncovered(['mock', 'real']).filter((line) => line.includes('greetings.')))))`
  expect(JSON.parse(run('--input-type=module', '-e', coverage).said)).toEqual([])
})
