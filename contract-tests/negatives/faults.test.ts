// That the generator leaves nothing out: a schema with every constraint, and what is made of it.
import { describe, expect, it } from 'vitest'
import { faultsIn, withFault } from './faults.ts'
import { type Schema, checkOf, sampleOf } from '../harness/contract/schemas.ts'

const schema: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'inner'],
  maxProperties: 6,
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 5, pattern: '^[a-z]+$', example: 'abc' },
    role: { type: 'string', enum: ['owner', 'member'] },
    age: { type: ['integer', 'null'], minimum: 1, maximum: 9 },
    id: { type: 'string', format: 'uuid', example: '0199c0de-0000-7000-8000-00000000dead' },
    tags: { type: 'array', minItems: 1, maxItems: 2, uniqueItems: true, items: { type: 'string', maxLength: 9 } },
    inner: { type: 'object', additionalProperties: false, required: ['on'], properties: { on: { const: 'yes' } } },
  },
}
const value = { name: 'abc', inner: { on: 'yes' } }

const titles = [
  ': is of the wrong type',
  ': is null',
  ': has too many properties',
  'name: is missing',
  'inner: is missing',
  'unheard_of: is not a property',
  ...['is of the wrong type', 'is null', 'is too long', 'is too short', 'is misshapen', 'ends in a new line'].map(
    (what) => `name: ${what}`,
  ),
  ...['is of the wrong type', 'is null', 'is none of the values'].map((what) => `role: ${what}`),
  ...['is of the wrong type', 'is a fraction', 'is too small', 'is too big'].map((what) => `age: ${what}`),
  ...['is of the wrong type', 'is null', 'is not of its format'].map((what) => `id: ${what}`),
  ...['is of the wrong type', 'is null', 'has too many items', 'has too few items', 'has the same item twice'].map(
    (what) => `tags: ${what}`,
  ),
  ...['item is of the wrong type', 'item is null', 'item is too long'].map((what) => `tags: ${what}`),
  ...['is of the wrong type', 'is null'].map((what) => `inner: ${what}`),
  'inner.on: is missing',
  'inner.unheard_of: is not a property',
  'inner.on: is not the value',
]

describe('the faults of a schema', () => {
  const faults = faultsIn(schema, value, 'test')

  it('break every constraint, each once', () => {
    expect(faults.map(({ at, what }) => `${at.join('.')}: ${what}`).sort()).toEqual([...titles].sort())
  })

  it.each(faults.map((fault) => [`${fault.at.join('.')}: ${fault.what}`, fault] as const))('%s', (_title, fault) => {
    expect(checkOf(schema)(withFault(schema, value, fault))).not.toEqual([])
  })

  it('are put into a value that has none', () => {
    expect(checkOf(schema)(value)).toEqual([])
    expect(checkOf(schema)(sampleOf(schema))).toEqual([])
  })
})
