import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { contract, given } from '../harness/dsl/index.ts'
import { demo } from '../harness/fixtures/people.ts'

const document = JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')) as object

contract('service.getContract', {
  'gives the contract itself': {
    expect: {
      status: 200,
      example: 'contract',
      // Thousands of lines: what differs is found by a comparison of the two files.
      body: ({ servers, ...served }) => {
        expect(servers).toEqual([expect.objectContaining({ url: demo.publicUrl })])
        const { servers: _, ...rest } = document as { servers?: unknown }
        expect(isDeepStrictEqual(served, rest), 'the same as generated/openapi.json').toBe(true)
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
