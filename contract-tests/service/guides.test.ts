import { expect } from 'vitest'
import { contract } from '../harness/dsl/index.ts'
import { demo } from '../harness/fixtures/people.ts'

contract('service.listGuides', {
  'lists what there is to read, at the address it is asked at': {
    expect: {
      status: 200,
      example: 'guides',
      answer: ({ text }) => {
        expect(text).toMatch(/^# \w+\n\n> /)
        expect(text).toContain(`](${demo.publicUrl}/openapi.json)`)
      },
    },
  },
})

contract('service.getGuide', {
  'gives a page as it is written': {
    send: { path: { guide: 'sandbox.md' } },
    expect: { status: 200, example: 'guide', answer: ({ text }) => expect(text).toMatch(/^# /) },
  },
  'refuses a page that does not exist': {
    send: { path: { guide: 'nothing.md' } },
    expect: { error: 'guide_not_found' },
  },
  'refuses what is no name of a page': {
    send: { path: { guide: '..%2Fpackage.json' } },
    expect: { error: 'invalid_request' },
  },
})
