import { describe, expect, it } from 'vitest'
import { sayWhatWasSkipped } from './skipped-tests.ts'
import { oasdiff } from './tools.ts'

const [breaking, fuzz, other] = ['/x/scripts/breaking.test.ts', '/x/scripts/fuzz.test.ts', '/x/server/a.test.ts']

describe('the last line of a run of the tests', () => {
  it('is not there where nothing was skipped', () => {
    expect(sayWhatWasSkipped([])).toBeUndefined()
  })

  it('names the command that brings the checkers', () => {
    expect(sayWhatWasSkipped([breaking, breaking, fuzz], () => false)).toBe(
      '3 tests were skipped, 3 of them without oasdiff and Schemathesis: `npm run tools` brings them.',
    )
    expect(sayWhatWasSkipped([fuzz, other], (path) => path === oasdiff)).toBe(
      '2 tests were skipped, 1 of them without Schemathesis: `npm run tools` brings it. The others say why.',
    )
  })

  it('names no command where none would help', () => {
    expect(sayWhatWasSkipped([other], () => true)).toBe('1 test was skipped; each says why.')
  })
})
