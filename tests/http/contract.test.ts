import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { readContract } from '../../server/http/contract.ts'
import type { Document } from '../../server/http/document.ts'

const published = readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')

describe('the checks of the contract', () => {
  it('compile, every one of them, and leave the published document as it is', () => {
    const document = JSON.parse(published) as Document
    const checks = readContract(document)
    expect([...checks.keys()]).toEqual(Object.keys(operations))
    for (const check of checks.values()) check.compile()
    expect(document).toEqual(JSON.parse(published))
  })

  it('say what is wrong, whether they were compiled before or are needed now', () => {
    const [early, late] = [
      readContract(JSON.parse(published) as Document),
      readContract(JSON.parse(published) as Document),
    ]
    early.get('account.me')!.compile()
    const answer = {
      status: 200,
      type: 'application/json',
      body: {},
      headers: new Map([['x-request-id', 'some-request']]),
    }
    const said = early.get('account.me')!.checkAnswer(answer)
    expect(said).toContain('required')
    expect(late.get('account.me')!.checkAnswer(answer)).toBe(said)
  })
})
