// The benchmark runs from end to end. What it measures is not judged here: this machine has other work.
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import type { Result } from '../bench/results.ts'
import { systemBinaries } from '../tests/storage/postgres-for-tests.ts'
import { toResults } from '../bench/results.ts'

it('measures every contender, prints a table and writes the numbers', async () => {
  const cwd = join(import.meta.dirname, '..')
  // Stays there: CI keeps it.
  const out = join(cwd, '.data/bench.json')
  mkdirSync(dirname(out), { recursive: true })
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['bench/bench.ts', '--quick', '--compare', 'HEAD', '--out', out],
    { cwd },
  )
  const { results } = JSON.parse(readFileSync(out, 'utf8')) as { results: Result[] }

  for (const { group, name, median, ratio } of results) {
    expect(median, `${group}: ${name}`).toBeGreaterThan(0)
    expect(ratio, `${group}: ${name}`).toBeGreaterThan(0)
    expect(stdout).toContain(name)
  }
  const groups = [...new Set(results.map(({ group }) => group))]
  expect(groups).toEqual([
    'GET, 12 operations',
    'POST, 12 operations',
    'Sign-in',
    'Refresh',
    'Live check',
    'Slowest of 100 refreshes, 4 at once',
    'Slowest of 100 other calls',
    '40 sign-ins at once, of which 1 may wait',
    'Refresh beside 40 sign-ins, half of them faster than',
    'Memory after all this',
    'Memory after a rest',
    'Start to first answer',
    'Start until every check of the contract is compiled',
    'Memory at the first answer',
    ...(systemBinaries()
      ? ['me', 'refresh', 'sign-in'].map((name) => `Processor time of ${name === 'me' ? 'GET' : 'POST'} /auth/${name}`)
      : []),
    'POST /auth/sign-in of a mock',
  ])
}, 600_000)

it('compares within a round, so that a slow moment of the machine changes no ratio', () => {
  const measured = [
    { name: 'first', rounds: [100, 10, 200] },
    { name: 'second', rounds: [50, 5, 100] },
  ]
  expect(toResults('group', '/s', measured)).toMatchObject([
    { name: 'first', median: 100, ratio: 1 },
    { name: 'second', median: 50, ratio: 0.5 },
  ])
})

it('asks what the process holds while people go on using it', async () => {
  const cwd = join(import.meta.dirname, '..')
  // Exit code 1 where it holds more: a few seconds say nothing of that.
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/steady.ts', '--minutes', '0.1'], {
    cwd,
  }).catch((error: { code: number; stdout: string }) => {
    if (error.code === 1) return error
    throw new Error(`Exit code ${error.code}. ${error.stdout}`)
  })
  const [, answers, before, after, ratio] =
    /^(\d+) answers, \d+ a second\nfirst third (\d+) MB, last third (\d+) MB, ratio ([\d.]+)\n$/
      .exec(stdout)
      ?.map(Number) ?? []
  expect(answers).toBeGreaterThan(0)
  expect(ratio).toBeCloseTo(after! / before!, 1)
}, 600_000)
