// On the contract as it is: what an operation may refuse with is a list, in the document and in the table.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { refusals } from '../../generated/refusals.ts'
import { tables as smallTables, whole } from './contract-for-tests.ts'
import type { Contract, Schema } from './contract.ts'
import { entriesOf } from './contract.ts'
import { narrowRefusals } from './narrow-refusals.ts'
import { readRefusals, refusingContent } from './refusals.ts'
import { root } from './run.ts'

const published = JSON.parse(readFileSync(join(root, 'generated/openapi.json'), 'utf8')) as Contract
const { tables } = readRefusals(join(root, 'spec'))
const ajv = new Ajv2020({ strict: false, validateFormats: false }).addSchema(published, 'contract')

const operations = entriesOf(published).map((entry) => [entry.id, entry] as const)

describe.each(operations)('%s', (id, { surface, responses }) => {
  const table = tables[surface]!

  it('answers with the codes of its examples and no other', () => {
    const accepted = [...responses].flatMap(([status, response]) =>
      refusingContent(status, response, table).flatMap(({ schema }) => {
        const validate = ajv.compile({ $ref: `contract${schema!.$ref}` })
        return Object.entries(table.refusals)
          .filter(([, refusal]) => String(refusal.status) === status && validate(refusal.body))
          .map(([, { body }]) => (body as Record<string, unknown>)[table.codeProperty])
      }),
    )
    const declared = refusals[id as keyof typeof refusals].map(
      (code) => (table.refusals[code]!.body as Record<string, unknown>)[table.codeProperty],
    )
    expect(declared.length).toBeGreaterThan(0)
    expect(new Set(accepted)).toEqual(new Set(declared))
  })
})

describe('a refusing response', () => {
  it('gets a schema with the codes that it has examples for, in the place of the shared one', () => {
    const source = whole()
    const { paths, components } = narrowRefusals(source, smallTables)
    const schemas = components!.schemas as Record<string, Schema>
    const answer = (paths!['/notes/{note}']!.put as { responses: Record<string, unknown> }).responses['401']
    expect(answer).toMatchObject({
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/AccountWriteNote401Problem' } } },
    })
    expect(schemas.AccountWriteNote401Problem?.properties?.code).toMatchObject({ enum: ['unauthorized'] })
    expect(schemas.Problem).toBeUndefined()
    expect(source).toEqual(whole())
  })
})
