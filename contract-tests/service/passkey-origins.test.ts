import { expect } from 'vitest'
import { contract } from '../harness/dsl/index.ts'

contract('service.listPasskeyOrigins', {
  'lists sites for every browser that asks': {
    expect: {
      status: 200,
      example: 'origins',
      answer: ({ headers }) => expect(headers.get('access-control-allow-origin')).toBe('*'),
    },
  },
})
