import { describe, expect, it } from 'vitest'
import { errorsYaml, refusalsYaml, specOf, tables, whole } from './contract-for-tests.ts'
import type { Contract } from './contract.ts'
import { idleWords, readRefusals } from './refusals.ts'

describe('refusals', () => {
  const read = (files: Record<string, string>) => readRefusals(specOf({ 'refusals.yaml': refusalsYaml, ...files }))
  const problemsOf = (files: Record<string, string>) => read(files).problems

  it('are put in the form of a surface where it has no words of its own', () => {
    const form =
      'x-form: { error: "{word}", code: "{code}", status: "{status}", text: "{title}", hint: "{next}", type: all }'
    const { tables: found, problems } = read({ 'oauth/errors.yaml': `${form}\nx-words: { 503: later }\n` })
    expect(problems).toEqual([])
    expect(found.oauth?.refusals.unavailable).toEqual({
      status: 503,
      body: { error: 'later', code: 'unavailable', status: 503, text: 'No', hint: 'Try again.', type: 'all' },
    })
    expect(found.oauth?.refusals.internal?.body).toMatchObject({ error: 'internal' })
  })

  it('bring the headers that all surfaces send with them', () => {
    const { tables: found } = read({
      'refusals.yaml': "busy: { status: 503, title: Busy, next: Wait., headers: { Retry-After: '1' } }",
      'oauth/errors.yaml': 'x-form: { error: "{code}" }',
    })
    expect(found.oauth?.refusals.busy?.headers).toEqual({ 'Retry-After': '1' })
  })

  it('are taken over by x-extends, where own words win', () => {
    const { tables: found, problems } = read({
      'account/errors.yaml': errorsYaml,
      'service/errors.yaml': 'x-extends: ../account/errors.yaml\ninternal: { x-status: 502, value: { oh: no } }\n',
    })
    expect(problems).toEqual([])
    expect(found.service?.mediaType).toBe('application/problem+json')
    expect(found.service?.refusals.internal).toEqual({ status: 502, body: { oh: 'no' } })
    expect(found.service?.refusals.unavailable?.status).toBe(503)
  })

  it.each([
    [
      'no form',
      'internal: { x-status: 500, value: {} }',
      'account/errors.yaml: has no x-form, the body of a refusal that it does not word itself',
    ],
    [
      'a code that nobody knows',
      'gone: { x-status: 410, value: {} }',
      'account/errors.yaml: words gone, which is not in refusals.yaml',
    ],
    [
      'a status that is no refusal',
      'internal: { x-status: 200, value: {} }',
      'account/errors.yaml: internal has x-status 200, which is not a status of a refusal',
    ],
    ['no value', 'internal: { x-status: 500 }', 'account/errors.yaml: internal has no value'],
    [
      'an x-extends that leads nowhere',
      'x-extends: ../nobody/errors.yaml',
      'account/errors.yaml: x-extends names ../nobody/errors.yaml, which is not there',
    ],
    ['an x-extends that comes back', 'x-extends: errors.yaml', 'account/errors.yaml: x-extends comes back to itself'],
  ])('are refused for %s', (_fault, text, sentence) => {
    expect(problemsOf({ 'account/errors.yaml': text })).toContain(sentence)
  })

  it.each([
    [
      'a code out of form',
      'NotFound: { status: 404, title: No, next: Look elsewhere. }',
      'refusals.yaml: NotFound is not snake_case',
    ],
    [
      'a status that is no refusal',
      'gone: { status: 200, title: No, next: Wait. }',
      'refusals.yaml: gone has status 200, which is not a status of a refusal',
    ],
    [
      'no word on what to do',
      'gone: { status: 410, title: No }',
      'refusals.yaml: gone needs a title, what is wrong, and a next, what to do about it',
    ],
  ])('that all surfaces share are refused for %s', (_fault, text, sentence) => {
    expect(problemsOf({ 'refusals.yaml': text, 'account/errors.yaml': 'x-form: { code: "{code}" }' })).toContain(
      sentence,
    )
  })

  it('are worded where an operation declares them, and nowhere else', () => {
    const contract = whole() as unknown as Contract
    expect(idleWords(contract, tables)).toEqual([])
    const more = { ...tables, account: { ...tables.account!, own: [...tables.account!.own, 'user_exists'] } }
    expect(idleWords(contract, more)).toEqual(['account/errors.yaml: words user_exists, which no operation declares'])
    const inherited = { ...more, service: { ...tables.account!, own: [], speaksAs: 'account' } }
    expect(idleWords(contract, inherited)).toEqual([
      'account/errors.yaml: words user_exists, which no operation declares',
    ])
  })
})
