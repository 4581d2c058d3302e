import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { readContract } from '../../server/http/contract.ts'
import type { Document } from '../../server/http/document.ts'
import { preparedContract } from '../../server/http/own-contract.ts'
import { prepareContract } from '../../server/http/prepare-contract.ts'

const read = (name: string): Document =>
  JSON.parse(readFileSync(new URL(`../../generated/${name}`, import.meta.url), 'utf8')) as Document

describe('the checks of the contract', () => {
  it('are made of what stands in the published document, and leave it as it is', () => {
    const published = read('openapi.json')
    expect(prepareContract(published)).toEqual(read('checks.json'))
    expect(published).toEqual(read('openapi.json'))
  })

  it('compile, every one of them', () => {
    const checks = readContract(preparedContract())
    expect([...checks.keys()]).toEqual(Object.keys(operations))
    for (const check of checks.values()) check.compile()
    expect(preparedContract()).toEqual(read('checks.json'))
  })

  it('say what is wrong, whether they were compiled before or are needed now', () => {
    const [early, late] = [readContract(preparedContract()), readContract(preparedContract())]
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

  it('tell operations apart that are compiled as one in part', () => {
    const checks = readContract(preparedContract())
    for (const check of checks.values()) check.compile()
    const problems = ['account.signIn', 'platform.login', 'account.me', 'account.signOut'].map((id) =>
      checks.get(id)!.checkBody({}),
    )
    expect(problems).toEqual(['client_id: is missing', 'email: is missing', undefined, undefined])
  })
})
