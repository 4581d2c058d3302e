// Every free-form object that the contract takes, found in the contract itself.
import { readFileSync } from 'node:fs'
import type { Response } from 'express'
import { describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { Failure } from '../../server/model/failure.ts'
import type { FreeFormBounds } from '../../server/model/free-form.ts'
import { readContract } from '../../server/http/contract.ts'
import { compileContract } from '../../spec/generate/compile-checks.ts'
import type { Parts } from '../../server/http/checks.ts'
import { type Document, type OperationObject, resolve } from '../../server/http/document.ts'

const document = JSON.parse(readFileSync(new URL('../../generated/openapi.json', import.meta.url), 'utf8')) as Document
const checks = readContract(compileContract(document, operations))

interface Schema {
  readonly properties?: Record<string, Schema>
  readonly oneOf?: readonly Schema[]
  readonly 'x-free-form'?: FreeFormBounds
}

interface Free {
  readonly id: string
  readonly field: string
  readonly bounds: FreeFormBounds
  /** A body that the operation takes. */
  readonly body: object
}

/** The free-form fields of a request's body. */
const freeFields = (operation: OperationObject): Free[] => {
  const media = operation.requestBody?.content['application/json'] as
    { readonly schema: object; readonly examples?: Record<string, object> } | undefined
  if (!media) return []
  const [example = {}] = Object.values(media.examples ?? {})
  const { value = {} } = resolve<{ value?: object }>(document, example)
  return Object.entries(resolve<Schema>(document, media.schema).properties ?? {}).flatMap(([field, property]) => {
    const one = resolve<Schema>(document, property)
    const forms = [one, ...(one.oneOf ?? [])].map((form) => resolve<Schema>(document, form))
    return forms.flatMap(({ 'x-free-form': bounds }) =>
      bounds ? [{ id: operation.operationId, field, bounds, body: value }] : [],
    )
  })
}

const free = Object.values(document.paths).flatMap((item) =>
  ['post', 'put', 'patch'].flatMap((method) => (item[method] ? freeFields(item[method] as OperationObject) : [])),
)

const textOf = (bytes: number): object => ({ a: 'x'.repeat(bytes - '{"a":""}'.length) })
const nested = (levels: number): object => JSON.parse(`${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`)

/** What the contract says of a body; nothing where it takes it. */
const said = ({ id, body, field }: Free, value: object): string | undefined => {
  const path = new Proxy({}, { has: () => true, get: () => '0199c0de-0000-7000-8000-00000000a11c' })
  const req = {
    url: '/',
    headers: { 'content-type': 'application/json' },
    cookies: {},
    body: { ...body, [field]: value },
  }
  try {
    checks.get(id)!.checkRequest(req as never, {} as Response, { ...pathOf(id), ...path } as Parts['path'])
    return undefined
  } catch (error) {
    if (error instanceof Failure) return error.detail
    throw error
  }
}

const pathOf = (id: string): Record<string, string> => {
  const [path] = Object.entries(document.paths).find(([, item]) =>
    Object.values(item).some((one) => (one as OperationObject).operationId === id),
  )!
  return Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, '0199c0de-0000-7000-8000-00000000a11c']),
  )
}

describe('a free-form object', () => {
  it('is known at every operation that takes one', () => {
    expect(free.map(({ id, field }) => `${id} ${field}`)).toEqual(
      expect.arrayContaining([
        'app.createOrganization metadata',
        'app.updateOrganization metadata',
        'platform.createApplication settings',
        'platform.updateApplication authConfig',
        'project.updateProfile profile',
      ]),
    )
  })

  it.each(free)('of $id, $field, keeps to its bounds', (one) => {
    const { field, bounds } = one
    expect(said(one, textOf(bounds.maxBytes))).toBeUndefined()
    expect(said(one, nested(bounds.maxDepth))).toBeUndefined()
    expect(said(one, textOf(bounds.maxBytes + 1))).toBe(`${field}: must have at most 4 kB as JSON`)
    expect(said(one, { a: 'ü'.repeat(bounds.maxBytes / 2) })).toBe(`${field}: must have at most 4 kB as JSON`)
    expect(said(one, nested(bounds.maxDepth + 1))).toBe(
      `${field}: must not be nested deeper than ${bounds.maxDepth} levels`,
    )
    // Deeper than a stack is: whoever writes it down would fail.
    expect(said(one, nested(20_000))).toBe(`${field}: must not be nested deeper than ${bounds.maxDepth} levels`)
  })
})
