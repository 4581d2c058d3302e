// A contract with one operation, whole in every respect, for tests to harm.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Operation, Response } from './contract.ts'
import type { RefusalTables } from './refusals.ts'

/** A folder of its own with these files; gone when the test ends. */
export const specOf = (files: Record<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'spec-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const statuses = {
  invalid_request: 400,
  unauthorized: 401,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
}

/** The same refusals as files and as the table they become. */
export const refusalsYaml = Object.entries(statuses)
  .map(([code, status]) => `${code}: { status: ${status}, title: No, next: Try again. }\n`)
  .join('')
export const errorsYaml = `x-media-type: application/problem+json
x-form: { code: "{code}" }
${Object.entries(statuses)
  .map(([code, status]) => `${code}: { x-status: ${status}, value: { code: ${code} } }\n`)
  .join('')}`
export const tables: RefusalTables = {
  account: {
    mediaType: 'application/problem+json',
    codeProperty: 'code',
    detailProperty: 'detail',
    refusals: Object.fromEntries(Object.entries(statuses).map(([code, status]) => [code, { status, body: { code } }])),
    own: Object.keys(statuses),
  },
}

const refuses = (code: string) => ({
  description: code,
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: { [code]: { $ref: `#/components/examples/${code}` } },
    },
  },
})

/** One operation of which nothing can be taken away. */
export const whole = () => ({
  openapi: '3.1.1',
  paths: {
    '/notes/{note}': {
      parameters: [
        { name: 'note', in: 'path', required: true, schema: { type: 'string', maxLength: 9 }, example: 'first' },
      ],
      put: {
        operationId: 'account.writeNote',
        tags: ['account.notes'],
        summary: 'Write a note',
        description: 'Takes the place of the one before.',
        security: [{ bearer: [] }],
        requestBody: {
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Note' },
              examples: { hello: { value: { text: 'hello' } } },
            },
          },
        },
        responses: {
          '200': {
            description: 'Written.',
            headers: { ETag: { schema: { type: 'string', maxLength: 9 }, example: '"1"' } },
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Note' },
                examples: { written: { value: { text: 'hello' } } },
              },
            },
          },
          '400': refuses('invalid_request'),
          '401': refuses('unauthorized'),
          '413': refuses('payload_too_large'),
          '415': refuses('unsupported_media_type'),
          '429': refuses('too_many_requests'),
          '500': refuses('internal'),
          '503': refuses('unavailable'),
        } as Record<string, Response>,
      } satisfies Operation as Operation,
    },
  },
  components: {
    schemas: {
      Note: {
        type: 'object',
        additionalProperties: false,
        required: ['text'],
        properties: { text: { type: 'string', maxLength: 9 } },
      },
      Problem: {
        type: 'object',
        additionalProperties: false,
        properties: { code: { type: 'string', maxLength: 40 } },
      },
    } as Record<string, Record<string, unknown>>,
    examples: Object.fromEntries(
      Object.entries(statuses).map(([code, status]) => [code, { 'x-status': status, value: { code } }]),
    ) as Record<string, Record<string, unknown>>,
  },
})
