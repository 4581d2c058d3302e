import { expect, it } from 'vitest'
import { withoutWords } from '../../server/http/document.ts'

it('a document without words keeps what is checked, whatever that is called', () => {
  const schema = {
    type: 'object',
    description: 'A thing.',
    properties: {
      description: { type: 'string', description: 'What it is.', examples: ['round'] },
      links: { type: 'array', items: { $ref: '#/components/schemas/example' } },
      properties: { type: 'object', summary: 'Nested.', properties: { example: { const: { description: 'kept' } } } },
      kind: { enum: [{ examples: 1 }], default: { summary: 'kept' } },
    },
  }
  expect(withoutWords({ components: { schemas: { example: schema }, examples: { one: { value: 1 } } } })).toEqual({
    components: {
      schemas: {
        example: {
          type: 'object',
          properties: {
            description: { type: 'string' },
            links: { type: 'array', items: { $ref: '#/components/schemas/example' } },
            properties: { type: 'object', properties: { example: { const: { description: 'kept' } } } },
            kind: { enum: [{ examples: 1 }], default: { summary: 'kept' } },
          },
        },
      },
    },
  })
})

it('a document without words is a copy, of which nothing changes the other', () => {
  const document = { tags: [{ name: 'a' }], default: { deep: [1] } }
  const copied = withoutWords(document)
  copied.tags[0]!.name = 'b'
  copied.default.deep.push(2)
  expect(document).toEqual({ tags: [{ name: 'a' }], default: { deep: [1] } })
})
