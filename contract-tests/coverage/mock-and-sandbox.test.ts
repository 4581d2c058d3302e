// Runs after all cases (see vitest.config.ts): where the mock answers otherwise than the sandbox.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { comparedCells, heldTo, unlike } from '../against/unlike.ts'
import { declared } from '../harness/contract/contract.ts'
import { examplesOf } from '../harness/recorder/coverage.ts'
import { readLooks } from '../harness/recorder/records.ts'

const looks = readLooks()

it('has put the answers of mock and sandbox side by side, to every operation, status and example', () => {
  const cells = [...declared.values()].flatMap((operation) =>
    [...operation.responses.keys()].flatMap((status) =>
      examplesOf(operation, status).map((example) => `${operation.id} ${status} ${example}`),
    ),
  )
  const compared = comparedCells(looks)
  expect(cells.filter((cell) => !compared.has(cell))).toEqual([])
})

it('finds both alike in status, header names, cookie attributes, refusal and shape, apart from what mock-and-sandbox.txt names', () => {
  const golden = readFileSync(new URL('../mock-and-sandbox.txt', import.meta.url), 'utf8')
  const patterns = golden.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  expect(heldTo(patterns, unlike(looks))).toEqual({ unnamed: [], mended: [] })
})
