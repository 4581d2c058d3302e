// Each fault that a contract may have, made in one that is otherwise whole.
import { describe, expect, it } from 'vitest'
import { contractProblems } from '../generate.ts'
import { stepProblems } from './check-steps.ts'
import { tables, whole } from './contract-for-tests.ts'
import type { Operation, Schema } from './contract.ts'

type Whole = ReturnType<typeof whole>

/** The problems of the whole contract after `harm`. */
const after = (harm: (operation: Operation, contract: Whole) => void): string => {
  const contract = whole()
  harm(contract.paths['/notes/{note}'].put, contract)
  return contractProblems(contract, tables).join('\n')
}

/** The problems of a page that is asked with `wanted`, and of a step below it that takes `taken`. */
const ofStep = (wanted: readonly string[], taken: readonly string[], own: readonly string[] = ['client_id']) => {
  const toParameter = (name: string) => ({ name, in: 'query' })
  const item = (names: readonly string[], own: readonly string[]) => ({
    parameters: names.map(toParameter),
    get: { operationId: 'oauth.showPage', parameters: own.map(toParameter) },
  })
  const paths = { '/oauth2/authorize': item(wanted, ['client_id']), '/oauth2/authorize/step': item(taken, own) }
  return stepProblems({ openapi: '3.1.1', paths })
}

describe('a step of the sign-in page', () => {
  it('takes every parameter of the request that it repeats, and no other', () => {
    expect(ofStep(['state', 'nonce'], ['nonce', 'state'])).toEqual([])
    expect(ofStep(['state', 'nonce'], ['state'])).toEqual([
      '/oauth2/authorize/step: drops the request parameter nonce of /oauth2/authorize',
    ])
    expect(ofStep(['state'], ['state', 'nonce'])).toEqual([
      '/oauth2/authorize/step: takes the request parameter nonce, which /oauth2/authorize does not',
    ])
  })

  it('that repeats no request takes none', () => {
    expect(ofStep(['state'], [], ['token'])).toEqual([])
  })
})

const media = (operation: Operation, status?: string) => {
  const content = status ? operation.responses?.[status]?.content : operation.requestBody?.content
  const found = Object.values(content ?? {})[0]
  if (!found) throw new Error(`no content under ${status ?? 'the request'}`)
  return found
}

describe('a contract', () => {
  it('passes when it is whole', () => {
    expect(after(() => {})).toBe('')
  })

  it.each<[fault: string, harm: Parameters<typeof after>[0], sentence: string]>([
    [
      'a request example against its schema',
      (operation) => (media(operation).examples = { hello: { value: { text: 7 } } }),
      'account.writeNote: request body (application/json): example "hello" at /text must be string',
    ],
    [
      'a response example with a property too many',
      (operation) => (media(operation, '200').examples = { written: { value: { text: 'a', more: 1 } } }),
      'account.writeNote: 200 (application/json): example "written" must NOT have additional properties (more)',
    ],
    [
      'a header example against its schema',
      (operation) => (operation.responses!['200']!.headers!.ETag!.example = 'far too long'),
      'account.writeNote: 200 header ETag: example must NOT have more than 9 characters',
    ],
    [
      'a parameter example against its schema',
      (_, contract) => (contract.paths['/notes/{note}'].parameters[0]!.example = 'far too long'),
      'account.writeNote: path parameter note: example must NOT have more than 9 characters',
    ],
    [
      'a refusal example against its schema',
      (_, contract) => (contract.components.examples.internal!.value = { code: 5 }),
      'account.writeNote: 500 (application/problem+json): example "internal" at /code must be string',
    ],
    [
      'an example inside a schema against it',
      (_, contract) => (contract.components.schemas.Note!.examples = [{}]),
      "schema Note: example or default must have required property 'text'",
    ],
    [
      'a second example against its schema',
      (operation) => (media(operation, '200').examples!.again = { value: {} }),
      'account.writeNote: 200 (application/json): example "again" must have required property \'text\'',
    ],
    [
      'an example of a second media type against its schema',
      (operation) =>
        (operation.responses!['200']!.content!['text/html'] = {
          schema: { type: 'string', maxLength: 9 },
          examples: { page: { value: 'far too long' } },
        }),
      'account.writeNote: 200 (text/html): example "page" must NOT have more than 9 characters',
    ],
    [
      'an example of the wrong format',
      (operation) =>
        (operation.responses!['200']!.headers!.ETag = {
          schema: { type: 'string', format: 'email' },
          example: 'nobody',
        }),
      'account.writeNote: 200 header ETag: example must match format "email"',
    ],
    ...(['query', 'header', 'cookie'] as const).map((place): [string, Parameters<typeof after>[0], string] => [
      `a ${place} parameter of the operation itself against its schema`,
      (operation) =>
        (operation.parameters = [{ name: 'limit', in: place, schema: { type: 'integer', maximum: 9 }, example: 10 }]),
      `account.writeNote: ${place} parameter limit: example must be <= 9`,
    ]),
    [
      'a parameter that carries a media type: nothing here would look into it',
      (operation) =>
        (operation.parameters = [
          { name: 'filter', in: 'query', content: { 'application/json': { schema: {}, example: 1 } } } as never,
        ]),
      'account.writeNote: query parameter filter has no example',
    ],
    [
      'a default in a schema of its own against it',
      (operation) =>
        (operation.parameters = [
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 9, default: 10 }, example: 1 },
        ]),
      'account.writeNote: query parameter limit: example or default must be <= 9',
    ],
    ...(
      [
        ['items', '[]', (part: Schema) => ({ items: part })],
        ['not', '', (part: Schema) => ({ not: part })],
        ['then', '', (part: Schema) => ({ if: true as never, then: part })],
        ['patternProperties', '.^x', (part: Schema) => ({ patternProperties: { '^x': part } })],
        ['$defs', '.Inner', (part: Schema) => ({ $defs: { Inner: part } })],
        ['unevaluatedProperties', '[]', (part: Schema) => ({ unevaluatedProperties: part })],
      ] as const
    ).map(([keyword, at, around]): [string, Parameters<typeof after>[0], string] => [
      `an example below ${keyword} against its schema`,
      (_, contract) => (contract.components.schemas.Other = around({ type: 'integer', examples: ['one'] })),
      `schema Other${at}: example or default must be integer`,
    ]),
    [
      'a request body without example',
      (operation) => delete media(operation).examples,
      'account.writeNote: request body (application/json) has no example',
    ],
    [
      'a response without example',
      (operation) => (media(operation, '200').examples = {}),
      'account.writeNote: 200 (application/json) has no example',
    ],
    [
      'a header without example',
      (operation) => delete operation.responses!['200']!.headers!.ETag!.example,
      'account.writeNote: 200 header ETag has no example',
    ],
    [
      'a parameter without example',
      (_, contract) => delete (contract.paths['/notes/{note}'].parameters[0] as { example?: string }).example,
      'account.writeNote: path parameter note has no example',
    ],
    [
      'an example key that is no refusal of the surface',
      (operation) => (media(operation, '400').examples!.too_odd = { $ref: '#/components/examples/invalid_request' }),
      'account.writeNote: 400 uses "too_odd", which account/errors.yaml does not have',
    ],
    [
      'a refusal under another status than its own',
      (operation) => (media(operation, '400').examples!.internal = { $ref: '#/components/examples/internal' }),
      'account.writeNote: "internal" has x-status 500 but stands under 400',
    ],
    [
      'a refusal that is told by an example of its own',
      (operation) => (media(operation, '500').examples = { internal: { value: { code: 'internal' } } }),
      'account.writeNote: 500 "internal" is not the entry of account/errors.yaml',
    ],
    ...(
      [
        ['400', 'invalid_request'],
        ['413', 'payload_too_large'],
        ['415', 'unsupported_media_type'],
        ['500', 'internal'],
        ['503', 'unavailable'],
      ] as const
    ).map(([status, code]): [string, Parameters<typeof after>[0], string] => [
      `a missing ${code}`,
      (operation) => delete operation.responses![status],
      `account.writeNote: does not declare the refusal "${code}" (${status})`,
    ]),
    [
      'credentials without a 401',
      (operation) => delete operation.responses!['401'],
      'account.writeNote: asks for credentials but declares no refusal under 401',
    ],
    [
      'credentials without a limit of calls',
      (operation) => delete operation.responses!['429'],
      'account.writeNote: knows who calls but does not declare the refusal "too_many_requests"',
    ],
    ['no summary', (operation) => delete operation.summary, 'account.writeNote: has no summary'],
    ['no description', (operation) => delete operation.description, 'account.writeNote: has no description'],
    ['no tag', (operation) => delete operation.tags, 'account.writeNote: has 0 tags instead of one'],
    [
      'a tag out of form',
      (operation) => (operation.tags = ['Notes']),
      'account.writeNote: tag "Notes" must have the form surface.resource',
    ],
    [
      'a tag of another surface',
      (operation) => (operation.tags = ['oauth.notes']),
      'account.writeNote: tag "oauth.notes" belongs to another surface',
    ],
    [
      'no credential and no reason for it',
      (operation) => (operation.security = []),
      'account.writeNote: needs no credential; say why in "x-open": "published" (what everybody may read), "sign-in" (who calls has no credential yet, or shows it in the body), "mailed-link" (the token of the link is the credential), "sandbox" (it does not exist in production)',
    ],
    [
      'a reason for needing no credential beside one',
      (operation) => (operation['x-open'] = 'published'),
      'account.writeNote: has "x-open" but asks for a credential',
    ],
    [
      'no security',
      (operation) => delete operation.security,
      'account.writeNote: does not say its security (write "security: []" for none)',
    ],
    [
      'an operation id out of form',
      (operation) => (operation.operationId = 'account.write-note'),
      'account.write-note: the operation id must have the form surface.verbNoun',
    ],
    [
      'no operation id',
      (operation) => delete operation.operationId,
      'PUT /notes/{note}: the operation id must have the form surface.verbNoun',
    ],
    [
      'a surface without refusals',
      (operation) => (operation.operationId = 'nobody.writeNote'),
      'nobody.writeNote: surface "nobody" has no errors.yaml',
    ],
    [
      'an unbounded string in a body',
      (_, contract) => (contract.components.schemas.Note!.properties = { text: { type: ['string', 'null'] } }),
      'account.writeNote: body.text is a string without maxLength, enum, const or pattern',
    ],
    [
      'an unbounded string in a list',
      (_, contract) =>
        (contract.components.schemas.Note!.properties = {
          text: { type: 'string', maxLength: 9 },
          more: { type: 'array', items: { oneOf: [{ type: 'integer' }, { type: 'string' }] } },
        }),
      'account.writeNote: body.more[] is a string without maxLength, enum, const or pattern',
    ],
    [
      'an unbounded string in a parameter',
      (_, contract) => (contract.paths['/notes/{note}'].parameters[0]!.schema = { type: 'string' } as never),
      'account.writeNote: path parameter note is a string without maxLength, enum, const or pattern',
    ],
    [
      'a number that has no end',
      (_, contract) =>
        (contract.components.schemas.Note!.properties = { count: { type: 'integer', format: 'int32', minimum: 0 } }),
      'Note.count is an integer without maximum',
    ],
    [
      'a list that has no end',
      (_, contract) =>
        (contract.components.schemas.Note!.properties = { tags: { type: ['array', 'null'], items: { const: 'a' } } }),
      'Note.tags is an array without maxItems',
    ],
    [
      'a header that has no end',
      (operation) =>
        (operation.responses!['200'] = { description: 'x', headers: { 'X-Note': { schema: { type: 'string' } } } }),
      'account.writeNote is a string without maxLength',
    ],
    [
      'a name that may hold what turns the text around it',
      (_, contract) =>
        (contract.components.schemas.Note!.properties = {
          authorName: { type: 'string', maxLength: 9 },
          text: { type: 'string', maxLength: 9 },
        }),
      'account.writeNote: body.authorName is a name without a pattern: give it that of ShownName in shared.yaml',
    ],
    [
      'a free-form object without bounds',
      (_, contract) =>
        (contract.components.schemas.Note!.properties = { text: { type: 'object', additionalProperties: true } }),
      'account.writeNote: body.text takes any property without x-free-form: { maxBytes, maxDepth }',
    ],
    [
      'a free-form object that is too large for a list',
      (_, contract) =>
        (contract.components.schemas.Note!.properties = {
          text: {
            type: 'array',
            items: { type: 'object', additionalProperties: true, 'x-free-form': { maxBytes: 4097, maxDepth: 32 } },
          },
        }),
      'account.writeNote: body.text[] stands in a list, where x-free-form has at most 4096 bytes',
    ],
  ])('is refused for %s', (_fault, harm, sentence) => {
    expect(after(harm).split('\n')).toContain(sentence)
  })

  it('says all that is wrong at once', () => {
    const said = after((operation) => {
      delete operation.summary
      delete operation.responses!['401']
    })
    expect(said.split('\n')).toHaveLength(2)
  })

  it('may do without a 401 where credentials are optional', () => {
    const said = after((operation) => {
      operation.security = [{}, { bearer: [] }]
      delete operation.responses!['401']
    })
    expect(said).toBe('')
  })

  const others = 'others lead browsers or clients of a standard here, and it lacks x-ignores-unknown'
  const page = { schema: { type: 'string', maxLength: 9 }, examples: { page: { value: 'page' } } }
  const formType = 'application/x-www-form-urlencoded'
  const closed = { type: 'object', additionalProperties: false, properties: { text: { type: 'string', maxLength: 9 } } }

  it.each<[what: string, harm: Parameters<typeof after>[0], sentence: string]>([
    ['a page', (operation) => (operation.responses!['200']!.content!['text/html'] = page), others],
    ['a redirect', (operation) => (operation.responses!['303'] = { content: {} }), others],
    ['a form', (operation) => (operation.requestBody!.content![formType] = media(operation)), others],
    [
      'nothing that others send anybody to',
      (operation) => (operation['x-ignores-unknown'] = true),
      'is for our own clients, so x-ignores-unknown would hide their mistakes',
    ],
    [
      'a form that forbids what it ignores',
      (operation) => {
        operation['x-ignores-unknown'] = true
        operation.requestBody!.content![formType] = { ...media(operation), schema: { ...closed } }
      },
      'ignores unknown fields, and its form forbids them',
    ],
    [
      'a link that has no page',
      (operation) => (operation['x-consumes-link'] = true),
      'x-consumes-link is for a GET that answers 200 with JSON, or with the page that asks',
    ],
    [
      'a word on confined sessions, which it does not take',
      (operation) => (operation['x-confined'] = 'reads'),
      'has "x-confined" but names an account, or takes no session that could be confined',
    ],
    ['writing without a reason', (operation) => (operation['x-writes'] = {}), 'x-writes does not say why'],
    [
      'writing by another method',
      (operation) => (operation['x-writes'] = { why: 'Because.' }),
      'x-writes is for a GET',
    ],
    [
      'writing by a parameter that it has not',
      (operation) => (operation['x-writes'] = { why: 'Because.', when: 'connection' }),
      'x-writes depends on connection, which is no parameter of its query',
    ],
  ])('is refused for an operation with %s', (_what, harm, sentence) => {
    expect(after(harm).split('\n')).toContain(`account.writeNote: ${sentence}`)
  })

  it('owes a refusal of what is no text also where it takes nothing', () => {
    const said = after((operation, contract) => {
      Object.assign(contract.paths['/notes/{note}'], { parameters: [] })
      operation['x-ignores-unknown'] = true
      operation.responses!['200']!.content!['text/html'] = page
      delete operation.requestBody
      for (const status of ['400', '413', '415']) delete operation.responses![status]
    })
    expect(said).toBe('account.writeNote: does not declare the refusal "invalid_request" (400)')
  })

  it('may answer 503 with a body of its own beside the refusal', () => {
    const said = after((operation) => {
      operation.responses!['503']!.content!['application/json'] = media(operation, '200')
    })
    expect(said).toBe('')
  })
})
