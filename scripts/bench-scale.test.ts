// The benchmark of growth runs from end to end on small databases. What it measures is not judged here: this machine has other work.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { type Line, toLine } from '../bench/scale/table.ts'
import { systemBinaries } from '../tests/storage/postgres-for-tests.ts'

const program = join(import.meta.dirname, '../bench/scale.ts')

const bench = async (...args: string[]) => {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { code: await ended, stdout, stderr }
}

it('asks every size the same, says how far it is, prints a table and writes the numbers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const out = join(folder, 'results.json')
  const kinds = systemBinaries() ? ['postgres', 'sqlite'] : ['sqlite']
  const { stdout, stderr } = await bench('--quick', '--out', out, ...(kinds.length === 1 ? ['--on', 'sqlite'] : []))
  const { lines } = JSON.parse(readFileSync(out, 'utf8')) as { lines: Line[] }
  rmSync(folder, { recursive: true })

  expect([...new Set(lines.map(({ kind }) => kind))]).toEqual(kinds)
  for (const { kind, name, medians, ratios } of lines) {
    expect(medians, `${kind}: ${name}`).toHaveLength(2)
    expect(Math.min(...medians, ...ratios), `${kind}: ${name}`).toBeGreaterThan(0)
    expect(stdout).toContain(`| ${name} |`)
  }
  for (const kind of kinds) expect(stderr).toMatch(new RegExp(`${kind}, asking: \\d+ %, \\d+ s left`))
}, 600_000)

it('refuses what it does not know', async () => {
  expect((await bench('--on', 'mysql')).code).toBe(2)
  expect((await bench('--users', '5')).code).toBe(2)
})

it('says what misses its goal', () => {
  const sizes = (...ms: number[]) => ms.map((one, at) => ({ users: 10 ** (at + 1), ms: [one], stoodStillMs: 60 }))
  const measured = { kind: 'sqlite', name: 'me', ratio: 1.2 }
  expect(toLine({ ...measured, sizes: sizes(10, 13) }).misses).toEqual(['ratio over 1.2', 'stood still over 50 ms'])
  expect(toLine({ ...measured, kind: 'postgres', sizes: sizes(190, 201) }).misses).toEqual(['over 200 ms'])
})
