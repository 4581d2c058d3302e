// What callers rely on cannot be taken back in silence: each way to break the released contract, on our own bundle.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Contract, Operation, Schema } from '../spec/generate/contract.ts'
import { entriesOf } from '../spec/generate/contract.ts'
import { root } from '../spec/generate/run.ts'
import { breakingChanges, breakingLines, unsaid } from './breaking.ts'
import { oasdiff } from './tools.ts'

// `npm run tools` installs it; CI has it always.
const isHere = existsSync(oasdiff) || process.env.CI === 'true'

type Harm = (at: {
  readonly contract: Contract
  readonly operation: (id: string) => Operation
  readonly schema: (name: string) => Schema & { properties: Record<string, Schema>; required: string[] }
}) => void

/** The operations of browsers are enough, and what they lead to: quicker to read and to compare. */
const text = ((): string => {
  const contract = JSON.parse(readFileSync(join(root, 'generated/openapi.json'), 'utf8')) as Contract
  const kept = Object.entries(contract.paths ?? {}).filter(([path]) => /^\/(auth|api\/auth\/oauth)\//.test(path))
  const { securitySchemes, ...parts } = contract.components as Record<string, Record<string, unknown>>
  const components: Record<string, Record<string, unknown>> = { securitySchemes: securitySchemes! }
  const follow = (value: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(value).matchAll(/"#\/components\/(\w+)\/([\w.-]+)"/g)) {
      if (components[kind]?.[name] !== undefined) continue
      ;(components[kind] ??= {})[name] = parts[kind]![name]
      follow(components[kind][name])
    }
  }
  follow(kept)
  return JSON.stringify({ ...contract, paths: Object.fromEntries(kept), components })
})()

const ours = (): Contract => JSON.parse(text) as Contract

const after = (harm: Harm): string[] => {
  const contract = ours()
  harm({
    contract,
    operation: (id) => entriesOf(contract).find((entry) => entry.id === id)!.operation,
    schema: (name) => contract.components!.schemas![name] as never,
  })
  return breakingChanges(ours(), contract).map(({ id, operationId }) => `${operationId} ${id}`)
}

const without = (names: readonly string[], gone: string) => names.filter((name) => name !== gone)
const rename = (parts: Record<string, unknown>, from: string, to?: string) => {
  if (to) parts[to] = parts[from]
  delete parts[from]
}

describe.skipIf(!isHere)('what takes something back is seen', () => {
  it.each<[what: string, harm: Harm, change: string]>([
    [
      'an operation removed',
      ({ contract }) => rename(contract.paths!, '/auth/me'),
      'account.me api-path-removed-without-deprecation',
    ],
    [
      'a required property of an answer removed',
      ({ schema }) => {
        rename(schema('SessionTokens').properties, 'expires_in')
        schema('SessionTokens').required = without(schema('SessionTokens').required, 'expires_in')
      },
      'account.refresh response-required-property-removed',
    ],
    [
      'a property of an answer renamed',
      ({ schema }) => {
        rename(schema('SessionTokens').properties, 'expires_in', 'expiresIn')
        const { required } = schema('SessionTokens')
        schema('SessionTokens').required = [...without(required, 'expires_in'), 'expiresIn']
      },
      'account.refresh response-required-property-removed',
    ],
    [
      'a property of an answer that may now be absent',
      ({ schema }) => (schema('SessionTokens').required = without(schema('SessionTokens').required, 'expires_in')),
      'account.refresh response-property-became-optional',
    ],
    [
      'a property of an answer that may now be null',
      ({ schema }) =>
        (schema('SessionTokens').properties.token_type = { type: ['string', 'null'], enum: ['Bearer', null] }),
      'account.refresh response-property-became-nullable',
    ],
    [
      'a property of an answer of another type',
      ({ schema }) => (schema('SessionTokens').properties.expires_in = { type: 'string', maxLength: 9 }),
      'account.refresh response-property-type-changed',
    ],
    [
      'a new required property of a request',
      ({ schema }) => {
        schema('AccountSignIn').properties.captcha = { type: 'string', maxLength: 9 }
        schema('AccountSignIn').required.push('captcha')
      },
      'account.signIn new-required-request-property',
    ],
    [
      'an optional property of a request that is now required',
      ({ schema }) => schema('AccountSignIn').required.push('csrf_token'),
      'account.signIn request-property-became-required',
    ],
    [
      'a property of a request removed: unknown ones are refused',
      ({ schema }) => rename(schema('AccountSignIn').properties, 'csrf_token'),
      'account.signIn request-property-removed',
    ],
    [
      'a narrower bound',
      ({ schema }) => (schema('AccountSignIn').properties.password!.maxLength = 64),
      'account.signIn request-property-max-length-decreased',
    ],
    [
      'a value that a request may no longer have',
      ({ contract }) =>
        ((contract.components!.parameters!.ProjectPrompt as { schema: Schema }).schema.enum = ['login']),
      'project.startOAuth request-parameter-enum-value-removed',
    ],
    [
      'a new required parameter',
      ({ operation }) =>
        (operation('account.me').parameters = [
          { name: 'as', in: 'query', required: true, schema: { type: 'string', maxLength: 9 } } as never,
        ]),
      'account.me new-required-request-parameter',
    ],
    [
      'a parameter removed',
      ({ operation }) => (operation('account.followVerificationLink').parameters = []),
      'account.followVerificationLink request-parameter-removed',
    ],
    [
      'a success of another status',
      ({ operation }) => rename(operation('account.me').responses!, '200', '202'),
      'account.me response-success-status-removed',
    ],
    [
      'a refusal removed',
      ({ operation }) => rename(operation('account.signIn').responses!, '403'),
      'account.signIn response-non-success-status-removed',
    ],
    [
      'a media type removed',
      ({ operation }) => rename(operation('account.followVerificationLink').responses!['200']!.content!, 'text/html'),
      'account.followVerificationLink response-media-type-removed',
    ],
    [
      'a header removed',
      ({ operation }) => rename(operation('account.signIn').responses!['200']!.headers!, 'Set-Cookie'),
      'account.signIn required-response-header-removed',
    ],
    [
      'a credential asked for where none was',
      ({ operation }) => (operation('account.signIn').security = [{ accountBearer: [] }]),
      'account.signIn api-security-added',
    ],
    [
      'a credential that no longer does',
      ({ operation }) => (operation('account.me').security = operation('account.me').security!.slice(0, 1)),
      'account.me api-security-removed',
    ],
    [
      'an operation of another name',
      ({ operation }) => (operation('account.me').operationId = 'account.whoAmI'),
      'account.me api-operation-id-removed',
    ],
  ])('%s', (_what, harm, change) => {
    expect(after(harm)).toContain(change)
  })
})

describe.skipIf(!isHere)('what only adds passes', () => {
  it.each<[what: string, harm: Harm]>([
    ['nothing', () => undefined],
    [
      'an operation',
      ({ contract }) => {
        contract.paths!['/auth/you'] = structuredClone(contract.paths!['/auth/me']!)
        ;(contract.paths!['/auth/you'] as { get: Operation }).get.operationId = 'account.you'
      },
    ],
    [
      'an optional property of a request',
      ({ schema }) => (schema('AccountSignIn').properties.device = { type: 'string', maxLength: 9 }),
    ],
    ['a property of an answer', ({ schema }) => (schema('SessionTokens').properties.scope = { type: 'string' })],
    ['a refusal', ({ operation }) => (operation('account.me').responses!['410'] = { content: {} })],
    [
      'the code of one more refusal',
      ({ schema }) => (schema('AccountUnauthorizedProblem').properties.code!.enum as string[]).push('gone'),
    ],
    ['one more way to show who one is', ({ operation }) => operation('account.me').security!.push({ appBearer: [] })],
    ['a wider bound', ({ schema }) => (schema('AccountSignIn').properties.password!.maxLength = 1024)],
    ['other words', ({ operation }) => (operation('account.me').summary = 'Say who one is')],
  ])('%s', (_what, harm) => {
    expect(after(harm)).toEqual([])
  })
})

describe('a breaking change', () => {
  const change = { id: 'api-removed', operationId: 'account.me', tag: 'account.users', text: 'GET /auth/me: removed' }
  const changelog = (lines: string) =>
    `# Changelog\n\n## Unreleased\n\n### Added\n\n- \`account.me\`\n\n${lines}## 0.1.0\n\n`

  it.each([
    ['by operation', '### Breaking\n\n- `account.me` is gone.\n\n'],
    ['by resource', '### Breaking\n\n- All of `account.users` is gone.\n\n'],
    ['by surface', '### Breaking\n\n- `account` is gone.\n\n### Fixed\n\n'],
  ])('may be said %s', (_how, lines) => {
    expect(unsaid([change], changelog(lines))).toEqual([])
  })

  it.each([
    ['under another heading', ''],
    ['of another operation', '### Breaking\n\n- `account.signIn` is gone.\n\n'],
    ['without its name', '### Breaking\n\n- Something is gone from account.me.\n\n'],
    ['after Breaking has ended', '### Breaking\n\n- `oauth`\n\n### Fixed\n\n- `account.me`\n\n'],
  ])('is not said %s', (_how, lines) => {
    expect(unsaid([change], changelog(lines))).toEqual([change])
  })

  it('of a release before does not count', () => {
    const before = `${changelog('')}### Breaking\n\n- \`account.me\` is gone.\n`
    expect(breakingLines(before)).toBe('')
    expect(unsaid([change], before)).toEqual([change])
  })

  it('may be said at the end of the file', () => {
    expect(unsaid([change], '## Unreleased\n\n### Breaking\n\n- `account.me`')).toEqual([])
  })

  it('names what there is, or was', () => {
    const read = (path: string) => readFileSync(join(root, path), 'utf8')
    const known = new Set(
      ['spec/released/openapi.json', 'generated/openapi.json'].flatMap((path) =>
        entriesOf(JSON.parse(read(path)) as Contract).flatMap(({ id, operation }) => [id, ...(operation.tags ?? [])]),
      ),
    )
    const surfaces = new Set([...known].map((name) => name.split('.')[0]!))
    const named = [...breakingLines(read('CHANGELOG.md')).matchAll(/`(([a-z]+)\.[\w-]+)`/g)]
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(([, name, surface]) => surfaces.has(surface!) && !known.has(name!))).toEqual([])
  })
})
