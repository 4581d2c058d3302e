import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { compileContract } from '../../spec/generate/compile-checks.ts'
import { readContract } from '../../server/http/contract.ts'
import type { Document } from '../../server/http/document.ts'
import { ownContract } from '../../server/http/own-contract.ts'
import { renderChecks } from '../../spec/generate/checks.ts'

const generated = new URL('../../generated/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, generated), 'utf8')
const published = (): Document => JSON.parse(read('openapi.json')) as Document

const ofMe = {
  status: 200,
  type: 'application/json',
  body: {},
  headers: new Map([['x-request-id', 'some-request']]),
}

describe('the checks of the contract', () => {
  it('are compiled of what stands in the published document, and leave it as it is', () => {
    const document = published()
    const texts = renderChecks(document as never)
    expect([...texts.keys()].toSorted()).toEqual(
      ['checks.json', ...readdirSync(new URL('checks/', generated)).map((name) => `checks/${name}`)].toSorted(),
    )
    // A difference would be shown whole, and is megabytes.
    expect([...texts].filter(([name, text]) => text !== read(name)).map(([name]) => name)).toEqual([])
    expect(document).toEqual(published())
  })

  it('are there for every operation, and for each of its answers that is JSON', () => {
    const checks = readContract(ownContract())
    expect([...checks.keys()]).toEqual(Object.keys(operations))
    for (const [id, { consumes, bodyRequired, produces, load }] of checks) {
      load()
      const { bodies, answers } = ownContract().checksOf(id)
      expect(Object.keys(bodies), id).toEqual(bodyRequired ? consumes : ['', ...consumes])
      for (const [status, { types }] of produces) {
        const json = types.filter((type) => /[/+]json$/.test(type))
        expect(Object.keys(answers[status] ?? {}), `${id} ${status}`).toEqual(json)
      }
    }
    expect(ownContract().document).toEqual(JSON.parse(read('checks.json')))
  })

  it('say the same as those that are compiled when they are needed', () => {
    const own = readContract(ownContract()).get('account.me')!.checkAnswer(ofMe)
    const compiled = readContract(compileContract(published(), operations)).get('account.me')!
    expect(own).toContain('required')
    expect(compiled.checkAnswer(ofMe)).toBe(own)
  })

  it('tell operations apart that are compiled as one in part', () => {
    const checks = readContract(ownContract())
    const problems = ['account.signIn', 'platform.login', 'account.me', 'account.signOut'].map((id) =>
      checks.get(id)!.checkBody({}),
    )
    expect(problems).toEqual(['client_id: is missing', 'email: is missing', undefined, undefined])
  })
})
