// The list of acceptance cases and the tests that name them say the same, and the tests of each promise are there.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../spec/generate/run.ts'

const caseId = /\bAC-\d{3}\b/g
const listed = [...readFileSync(join(root, 'docs/acceptance.md'), 'utf8').matchAll(/^\| (AC-\d{3}) \|/gm)].map(
  ([, id]) => id!,
)

/** Each case that a test names, with the files of those tests. */
const namedInTests = (): Map<string, string[]> => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], { cwd: root, encoding: 'utf8' })
  const named = new Map<string, string[]>()
  for (const file of files.trim().split('\n')) {
    for (const [id] of readFileSync(join(root, file), 'utf8').matchAll(caseId))
      named.set(id, [...(named.get(id) ?? []), file])
  }
  return named
}

it('every acceptance case that a test names has its sentence', () => {
  const unknown = [...namedInTests()].filter(([id]) => !listed.includes(id))
  expect(unknown).toEqual([])
})

it('every acceptance case that is listed has a test, and is listed once', () => {
  const named = namedInTests()
  expect(listed.filter((id) => !named.has(id))).toEqual([])
  expect(new Set(listed).size).toBe(listed.length)
})

it('every promise of SECURITY.md names tests, and they exist', () => {
  const promises = readFileSync(join(root, 'SECURITY.md'), 'utf8').match(/^\| \*\*.*\|$/gm) ?? []
  const tests = promises.map((row) => [...row.matchAll(/`([\w./-]+\.test\.ts)`/g)].map(([, file]) => file!))
  expect(promises.length).toBeGreaterThanOrEqual(21)
  expect(tests.filter((files) => files.length === 0)).toEqual([])
  expect(tests.flat().filter((file) => !existsSync(join(root, file)))).toEqual([])
})
