import { describe, expect, it } from 'vitest'
import { exampleOf } from '../contract/contract.ts'
import { answered } from '../fixtures/answers.ts'
import { isAbsentBy } from './probe.ts'
import { operationIn } from '../requests/selection.ts'

describe('an operation is absent', () => {
  it.each([
    [404, { message: 'no such route' }],
    [404, 'Cannot GET /api/clients/x'],
    [405, null],
    [501, { error: 'not implemented' }],
  ])('where the answer is %d %j', (status, body) => {
    expect(isAbsentBy('account.getClient', answered(status, body))).toBe(true)
  })

  it('and is there where it says what is missing, whatever the sentence', () => {
    const body = { ...(exampleOf('account.getAccount', 404, 'account_not_found') as object), detail: 'Yours is gone.' }
    expect(isAbsentBy('account.getAccount', answered(404, body))).toBe(false)
  })

  it.each([200, 400, 401, 500])('and is there where it answers %d', (status) => {
    expect(isAbsentBy('account.getClient', answered(status, {}))).toBe(false)
  })

  it('where a refusal is another surface’s', () => {
    const body = exampleOf('account.getAccount', 404, 'account_not_found')
    expect(isAbsentBy('project.getPublicConfig', answered(404, body))).toBe(true)
  })
})

describe('the operation that a test is about', () => {
  it.each([
    ['account.signIn on real > refuses a wrong password', 'account.signIn'],
    ['strangers on real > AC-073 account.me refuses every other kind of token', 'account.me'],
    ['journey on real > a person at example.test signs in', undefined],
  ])('%s', (name, id) => {
    expect(operationIn(name)).toBe(id)
  })
})
