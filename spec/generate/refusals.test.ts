import { describe, expect, it } from 'vitest'
import { refusalsYaml, specOf } from './contract-for-tests.ts'
import { readRefusals } from './refusals.ts'

describe('refusals', () => {
  const problemsOf = (files: Record<string, string>) => readRefusals(specOf(files)).problems

  it('are refused when a surface is silent about a code that another knows', () => {
    expect(
      problemsOf({
        'account/errors.yaml': refusalsYaml,
        'oauth/errors.yaml': 'internal: { x-status: 500, value: { a: 1 } }',
      }),
    ).toContain('oauth/errors.yaml: says nothing about unavailable, which another surface knows')
  })

  it('are taken over by x-extends, where own words win', () => {
    const { tables, problems } = readRefusals(
      specOf({
        'account/errors.yaml': `x-media-type: application/problem+json\n${refusalsYaml}`,
        'service/errors.yaml': 'x-extends: ../account/errors.yaml\ninternal: { x-status: 502, value: { oh: no } }\n',
      }),
    )
    expect(problems).toEqual([])
    expect(tables.service?.mediaType).toBe('application/problem+json')
    expect(tables.service?.refusals.internal).toEqual({ status: 502, body: { oh: 'no' } })
    expect(tables.service?.refusals.unavailable?.status).toBe(503)
  })

  it.each([
    ['a code out of form', 'NotFound: { x-status: 404, value: {} }', 'account/errors.yaml: NotFound is not snake_case'],
    [
      'a status that is no refusal',
      'gone: { x-status: 200, value: {} }',
      'account/errors.yaml: gone has x-status 200, which is not a status of a refusal',
    ],
    ['no value', 'gone: { x-status: 410 }', 'account/errors.yaml: gone has no value'],
    [
      'an x-extends that leads nowhere',
      'x-extends: ../nobody/errors.yaml',
      'account/errors.yaml: x-extends names ../nobody/errors.yaml, which is not there',
    ],
    ['an x-extends that comes back', 'x-extends: errors.yaml', 'account/errors.yaml: x-extends comes back to itself'],
  ])('are refused for %s', (_fault, text, sentence) => {
    expect(problemsOf({ 'account/errors.yaml': text })).toContain(sentence)
  })
})
