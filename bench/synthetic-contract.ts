// A contract of any size: resources with four operations each, as alike as the operations of a real service are.
import type { Document, OperationTable } from '../server/http/document.ts'

const word = { type: 'string', minLength: 1, maxLength: 100 }
const id = { type: 'string', pattern: '^[0-9a-f-]{36}$', maxLength: 36 }

export const exampleId = '0199c0de-0000-7000-8000-00000000a11c'
/** What every operation answers: about 240 bytes. */
export const thing = {
  id: exampleId,
  name: 'A thing of the first kind',
  status: 'active',
  owner: null,
  tags: ['small', 'round'],
  size: { width: 12, height: 40 },
  createdAt: '2026-01-15T10:30:00.000Z',
  updatedAt: '2026-01-15T10:30:00.000Z',
}
/** What the operations with a body take. */
export const newThing = { name: thing.name, status: 'active', tags: thing.tags, size: thing.size }

const size = {
  type: 'object',
  additionalProperties: false,
  required: ['width', 'height'],
  properties: { width: { type: 'integer', minimum: 0 }, height: { type: 'integer', minimum: 0 } },
}
const written = {
  name: word,
  status: { type: 'string', enum: ['active', 'paused'] },
  tags: { type: 'array', maxItems: 20, items: word },
  size,
}
const read = {
  ...written,
  id,
  owner: { type: ['string', 'null'], maxLength: 36 },
  createdAt: { type: 'string', format: 'date-time', maxLength: 30 },
  updatedAt: { type: 'string', format: 'date-time', maxLength: 30 },
}
const objectOf = (properties: object) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
})
const problem = objectOf({ type: word, title: word, status: { type: 'integer' }, code: word })

/** Paths of the resource in the middle of a contract: one without and one with a parameter. */
export const pathsOf = (operations: number) => {
  const collection = `/things-${Math.floor(operations / 8)}`
  return { collection, item: `${collection}/${exampleId}` }
}

/** `answers: 'anything'` declares the same answers without saying what is in them, so that only requests are checked. */
export const syntheticContract = (
  operations: number,
  answers: 'declared' | 'anything',
): { document: Document; table: OperationTable } => {
  const paths: Record<string, Record<string, unknown>> = {}
  const table: Record<string, OperationTable[string]> = {}
  const schemas: Record<string, object> = { Problem: problem }

  for (let number = 0; number < operations / 4; number++) {
    const declare = (verb: string, method: string, path: string, status: number, takesBody: boolean) => {
      const operationId = `account.${verb}Thing${number}`
      table[operationId] = { surface: 'account', method, path }
      paths[path] = {
        ...paths[path],
        [method]: {
          operationId,
          security: [],
          ...(path.includes('{') && { parameters: [{ name: 'id', in: 'path', required: true, schema: id }] }),
          ...(takesBody && { requestBody: { required: true, content: json(`NewThing${number}`) } }),
          responses: {
            [status]: answer(answers === 'declared' ? json(`Thing${number}`) : { 'application/json': { schema: {} } }),
            400: answer({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }),
            500: answer({ 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }),
          },
        },
      }
    }
    schemas[`Thing${number}`] = objectOf(read)
    schemas[`NewThing${number}`] = objectOf(written)
    const collection = `/things-${number}`
    declare('list', 'get', collection, 200, false)
    declare('make', 'post', collection, 201, true)
    declare('get', 'get', `${collection}/{id}`, 200, false)
    declare('change', 'put', `${collection}/{id}`, 200, true)
  }
  const info = { title: 'Things', version: '1' }
  const dialect = 'https://json-schema.org/draft/2020-12/schema'
  const document = {
    openapi: '3.1.1',
    jsonSchemaDialect: dialect,
    info,
    paths,
    components: { securitySchemes: {}, schemas },
  }
  return { document, table }
}

const json = (schema: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } })
const answer = (content: object) => ({
  description: 'An answer.',
  headers: { 'X-Request-Id': { required: true, schema: { type: 'string' } } },
  content,
})
