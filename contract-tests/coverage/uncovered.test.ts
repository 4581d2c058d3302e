// Runs after all cases (see vitest.config.ts): what the contract declares and nobody has tried.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { uncovered } from '../harness/recorder/coverage.ts'

it('has tried every operation, status, example and security requirement on both targets, apart from what uncovered.txt admits', () => {
  const golden = readFileSync(new URL('../uncovered.txt', import.meta.url), 'utf8')
  const admitted = golden.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(uncovered(['mock', 'real'])).toEqual(admitted)
})
