// Each thing that a generator of clients stumbles over, put into a contract that all can read.
import { describe, expect, it } from 'vitest'
import { generatorProblems } from './check-generators.ts'
import { whole } from './contract-for-tests.ts'
import type { Contract, Link, Operation, Schema } from './contract.ts'

const withSchemas = (schemas: Record<string, Schema>): string[] => {
  const contract = whole()
  Object.assign(contract.components.schemas, schemas)
  return generatorProblems(contract)
}

const note = { $ref: '#/components/schemas/Note' }
const asProperty = (part: Schema) => ({ Page: { type: 'object', properties: { at: part } } })

describe('a contract that clients are generated from', () => {
  it('passes when every generator can read it', () => {
    expect(generatorProblems(whole())).toEqual([])
  })

  it('may say that something is of another schema or null', () => {
    expect(withSchemas(asProperty({ oneOf: [note, { type: 'null' }] }))).toEqual([])
    expect(withSchemas(asProperty({ type: ['string', 'null'] }))).toEqual([])
  })

  it('may take a second spelling that no type has', () => {
    const refresh = { type: 'object', properties: { token: {} }, patternProperties: { '^to_ken$': {} } }
    expect(withSchemas({ Refresh: refresh })).toEqual([])
  })

  const isNull = 'schema Page.at is null and nothing else: give it a type as well'

  it.each<[string, Record<string, Schema>, string]>([
    ['a null type', asProperty({ type: 'null' }), isNull],
    ['a null constant', asProperty({ type: ['string', 'null'], const: null }), isNull],
    ['an enumeration of null', asProperty({ type: ['string', 'null'], enum: [null] }), isNull],
    [
      'a constant of true',
      asProperty({ type: 'boolean', const: true }),
      'schema Page.at is always true, which PHP and Ruby hold to text: write not: { const: false }',
    ],
    [
      'an enumeration of false',
      asProperty({ type: 'boolean', enum: [false] }),
      'schema Page.at is always false, which PHP and Ruby hold to text: write not: { const: true }',
    ],
    [
      'a property that is said twice',
      { Refresh: { type: 'object', properties: { refreshToken: {}, refresh_token: {} } } },
      'schema Refresh has the properties refreshToken and refresh_token: they become one field',
    ],
    [
      'a schema with the name of a constructor',
      { NewNote: { type: 'object' } },
      'schema NewNote has the name of the constructor of Note in Go',
    ],
    [
      'schemas that differ in their case',
      { NOTE: { type: 'object' } },
      'schemas Note and NOTE differ in their case alone: they become one file',
    ],
    [
      'two enumerations with one value',
      { Role: { type: 'string', enum: ['owner'] }, Rank: { type: 'string', enum: ['first', 'owner'] } },
      'schemas Role and Rank both have the value "owner": they become one constant in Go',
    ],
    ['a schema that is another', { Memo: note }, 'schema Memo is another schema by another name: refer to that one'],
    [
      'a schema that is another and a description',
      { Memo: { allOf: [note], description: 'The same.' } },
      'schema Memo is another schema by another name: refer to that one',
    ],
    [
      'a schema with the name of another’s enumeration',
      {
        Ticket: { type: 'object', properties: { kind: { type: 'string', enum: ['day'] } } },
        TicketKind: { type: 'object' },
      },
      'schema TicketKind has the name of an enumeration of Ticket: they become one type in Go',
    ],
    [
      'a set of an enumeration',
      asProperty({ type: 'array', uniqueItems: true, items: { type: 'string', enum: ['day'] } }),
      'schema Page.at is a set of an enumeration without a name, which Java holds to text: give that one a name',
    ],
    [
      'a schema with the name of its own constant',
      { CodeRequired: { type: 'object', properties: { code_required: { type: 'string', const: 'yes' } } } },
      'schema CodeRequired has the name of its own property code_required: they become one type in Rust',
    ],
    [
      'an object or null that is closed',
      asProperty({ type: ['object', 'null'], additionalProperties: false }),
      'schema Page.at is an object or null, with additionalProperties: write oneOf, the object or null',
    ],
  ])('is refused for %s', (_fault, schemas, sentence) => {
    expect(withSchemas(schemas)).toEqual([sentence])
  })

  it('is refused for a parameter that has the name of another schema', () => {
    const contract: Contract = whole()
    contract.components!.parameters = { Note: { name: 'note', in: 'query', schema: { type: 'integer' } } }
    expect(generatorProblems(contract)).toEqual([
      'parameter Note has the name of a schema that is another: they become one type in Go',
    ])
    contract.components!.parameters = { Note: { name: 'note', in: 'query', schema: note } }
    expect(generatorProblems(contract)).toEqual([])
  })

  it('is refused for a form that has a schema of its own beside JSON', () => {
    const contract = whole()
    const { content } = contract.paths['/notes/{note}'].put.requestBody!
    const json = content!['application/json']!
    content!['application/x-www-form-urlencoded'] = { ...json, schema: note }
    json.schema = { $ref: '#/components/schemas/Other' }
    expect(generatorProblems(contract)).toEqual([
      'account.writeNote: its form has a schema that is no other body’s: generators import the type and make none',
    ])
    json.schema = note
    expect(generatorProblems(contract)).toEqual([])
  })

  it('is refused for a link that has a body which is no text', () => {
    const contract: Contract = whole()
    const { responses } = contract.paths!['/notes/{note}']!.put as Operation
    const toText = { operationId: 'account.writeNote', requestBody: '$response.body' }
    const toFields = { operationId: 'account.writeNote', requestBody: { text: '$response.body#/text' } }
    const links: Record<string, Link> = { toText, toFields }
    responses!['200']!.links = links
    expect(generatorProblems(contract)).toEqual([
      'account.writeNote: link toFields has a requestBody that is no text, which no parser in Java takes',
    ])
  })

  it('is refused for what stands in an operation as for what has a name', () => {
    const contract = whole()
    contract.paths['/notes/{note}'].put.requestBody!.content!['application/json']!.schema = { type: 'null' }
    expect(generatorProblems(contract)).toEqual([
      'account.writeNote: body is null and nothing else: give it a type as well',
    ])
  })
})
