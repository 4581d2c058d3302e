import { expect } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { contract, given } from '../harness/index.ts'

/** OpenAPI 3.1 section 4.8.1, beside the paths. */
const rootFields = new Set(
  'openapi info jsonSchemaDialect servers webhooks components security tags externalDocs'.split(' '),
)

contract('service.getContract', {
  'gives the contract with every operation': {
    expect: {
      status: 200,
      example: 'contract',
      body: ({ paths, ...rest }) => {
        expect(Object.keys(paths).sort()).toEqual(
          [...new Set(Object.values(operations).map(({ path }) => path))].sort(),
        )
        expect(Object.keys(rest).filter((name) => !rootFields.has(name))).toEqual([])
      },
    },
  },
  'says that a copy is still good': given(
    async (seeds) => (await seeds.call('service.getContract', {}))?.headers.get('etag') ?? '"0"',
    { send: (etag) => ({ headers: { 'if-none-match': etag } }), expect: { status: 304, example: 'empty' } },
  ),
})

contract('service.showDocs', {
  'shows the reference without leaving this server': {
    expect: {
      status: 200,
      example: 'page',
      answer: ({ text, headers }) => {
        expect(text).toMatch(/<script /)
        expect(text).not.toMatch(/(src|href)="https?:/)
        expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      },
    },
  },
})
