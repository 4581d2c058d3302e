import { describe, expect, it } from 'vitest'
import { whole } from './contract-for-tests.ts'
import { renderApi, renderErrors } from './tables.ts'

describe('errors.ts', () => {
  it('is a table by surface and code', async () => {
    const source = await renderErrors({
      account: {
        mediaType: 'application/problem+json',
        codeProperty: 'code',
        detailProperty: 'detail',
        refusals: { gone: { status: 410, headers: { 'Retry-After': '1' }, body: { code: 'gone' } } },
        own: ['gone'],
      },
    })
    expect(source).toContain(
      `account: { gone: { status: 410, headers: { 'Retry-After': '1' }, body: { code: 'gone' } } }`,
    )
    expect(source).toContain(`export type ErrorCode = 'gone'`)
  })
})

describe('api.txt', () => {
  it('has one line for each operation', () => {
    const lines = renderApi(whole()).split('\n')
    expect(lines[1]).toBe(
      'account  PUT  /notes/{note}  account.writeNote  account.notes  security=bearer  200 400 401 413 415 429 500 503',
    )
  })
})
