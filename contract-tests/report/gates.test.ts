import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Outcome, type Run, makeReport } from './report.ts'
import { toBadge } from './badge.ts'
import { createGate, problemIn } from './baseline.ts'
import { harmless, toAnnotations, toSummary } from './github.ts'
import { toSarif } from './sarif.ts'

const told = (problem: string, id = '0199c0de-0000-7000-8000-000000000001') =>
  `account.me: GET /auth/me was sent; the contract says 200 "profile" (spec/account/users.yaml:95); 200 of application/json, {"id":"${id}","a":"b… came; ${problem}\nby hand: curl http://localhost`
const name = 'account.me on remote > gives the profile'

describe('a baseline', () => {
  it('knows a break by its case and by what is wrong, whatever came this time', () => {
    const one = { case: name, problem: problemIn(told('identity is missing')) }
    expect(one.problem).toBe('identity is missing')
    const gate = createGate([one])
    expect(gate.breaks(name, told('identity is missing', '0199c0de-0000-7000-8000-000000000002'))).toBe(true)
    expect(gate.breaks(name, told('header x-request-id is missing'))).toBe(false)
    expect(gate.breaks('another case', told('identity is missing'))).toBe(false)
    expect(gate.mended()).toEqual([])
  })

  it('leaves out of what is wrong what differs from run to run', () => {
    const first = problemIn(told('id is "0199c0de-0000-7000-8000-000000000001" instead of "a\\"b"'))
    expect(first).toBe(problemIn(told('id is "0199c0de-0000-7000-8000-00000000dead" instead of "c"')))
    expect(problemIn('service.getLiveness: GET /x got no answer: the connection was dropped\nby hand: curl')).toBe(
      'service.getLiveness: GET /x got no answer: the connection was dropped',
    )
  })

  it.each([
    ['lifetime is 1764353765 instead of 3600', 'lifetime is 1764357365 instead of 3600'],
    ['at 2026-11-28T18:16:05.123Z', 'at 2026-11-29T08:00:00+01:00'],
    ['date Sat, 28 Nov 2026 18:16:05 GMT', 'date Sun, 29 Nov 2026 00:00:01 GMT'],
    ['expected Zk3p… to be q-1x…', 'expected aaaa… to be bbbb…'],
    ['token 9b2FhQx0_pLr-Tq8WmVzKd3y', 'token 5sWcYz7_aBcDeFgHiJkLmN-o'],
    ['told is "{\\"id\\":\\"a… and that is all', 'told is "{\\"id\\":\\"b… and that is all'],
  ])('is one for two runs of one break: %s', (first, second) => {
    expect(problemIn(told(first))).toBe(problemIn(told(second)))
  })

  it.each([
    ['token_endpoint_auth_methods is missing', 'backchannel_logout_supported is missing'],
    ['expected 500 to be 401', 'expected 500 to be 403'],
    ['status 418 is not declared', 'status 302 is not declared'],
    ['profile.active_membership.account_id is missing', 'profile.active_membership.account_name is missing'],
  ])('tells two breaks of one case apart: %s', (first, second) => {
    expect(problemIn(told(first))).not.toBe(problemIn(told(second)))
  })

  it('says as mended what was asked and is kept, and neither what breaks otherwise nor what was not asked', () => {
    const known = ['kept now', 'breaks otherwise', 'not asked'].map((one) => ({ case: one, problem: 'a is missing' }))
    const gate = createGate(known)
    gate.keeps('kept now')
    expect(gate.breaks('breaks otherwise', told('b is missing'))).toBe(false)
    expect(gate.mended().map((one) => one.case)).toEqual(['kept now'])
    expect(gate.otherwise('breaks otherwise')).toEqual(['a is missing'])
    expect(gate.now()).toEqual([
      { case: 'breaks otherwise', problem: 'b is missing' },
      { case: 'not asked', problem: 'a is missing' },
    ])
  })
})

const outcome = (changed: Partial<Outcome>): Outcome => ({
  file: 'a.test.ts',
  name,
  operation: 'account.me',
  result: 'failed',
  reason: told('identity is missing'),
  milliseconds: 1,
  ...changed,
})
const run: Run = {
  targets: [{ name: 'remote', address: 'http://localhost:3000' }],
  startedAt: '2026-03-01T10:00:00.000Z',
  seconds: 1,
  absent: [],
  asked: ['account.me'],
}
const reportOf = (...tests: readonly Outcome[]) => makeReport(run, [], tests, [{ case: 'old', problem: 'p' }])
const known = outcome({ name: 'known', reason: told('header x-request-id is missing'), isKnown: true })
const nasty = outcome({ name: 'a: b, c', reason: 'x 100%\n::set-output name=a::b\n| <b>' })

describe('what GitHub is told', () => {
  it('points at the line of the contract, new breaks as errors and known ones as notices', () => {
    const [first, second] = toAnnotations(reportOf(known, outcome({}))).split('\n')
    expect(first).toMatch(
      /^::error file=spec\/account\/users\.yaml,line=95,title=account\.me on remote > gives the profile::account\.me: GET/,
    )
    expect(second).toMatch(/^::notice file=spec\/account\/users\.yaml,line=95,title=known::/)
  })

  it('is one command a break, whatever a server says', () => {
    expect(toAnnotations(reportOf(nasty))).toBe(
      '::error title=a%3A b%2C c::x 100%25%0A::set-output name=a::b%0A| <b>\n',
    )
    expect(['::add-mask::x', '   ::stop-commands::y', 'a ::b', 'a\n ::b', 'a\r::b'].map(harmless)).toEqual([
      ...['| ::add-mask::x', '   | ::stop-commands::y', 'a ::b', 'a\n | ::b', 'a ::b'],
    ])
    const toTerminal = '\u001b[2J\u0000 \u009b31m \u202e \u007f'
    expect(harmless(toTerminal)).toBe(String.raw`\u001b[2J\u0000 \u009b31m \u202e \u007f`)
    expect(['##[error]z', 'a ##[add-mask]z'].map(harmless).filter((line) => line.includes('##['))).toEqual([])
  })

  it('sums the run up, as text', () => {
    const summary = toSummary(reportOf(known, nasty, outcome({ result: 'passed', reason: '' })))
    expect(summary).toContain('1 kept, 1 broken, 1 known, 1 mended, 0 not asked; absent operations: 0.')
    expect(summary).toContain('| a: b, c | x 100% |')
    expect(summary).toContain('- old: p')
    expect(toSummary(reportOf(outcome({ name: '<img src=x> | [a](b)' })))).not.toMatch(/<img|\[a\]/)
    expect(toSummary(reportOf(known))).toContain('## Nothing new is broken')
  })
})

describe('a SARIF file', () => {
  interface Sarif {
    readonly version: string
    readonly runs: readonly {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } }
      readonly results: readonly {
        readonly ruleId: string
        readonly level: string
        readonly suppressions: readonly object[]
        readonly partialFingerprints: Readonly<Record<string, string>>
        readonly locations: readonly object[]
      }[]
    }[]
  }
  const read = (...tests: readonly Outcome[]) => JSON.parse(toSarif(reportOf(...tests))) as Sarif

  it('holds each break by its operation and its line, and known ones as suppressed', () => {
    const { version, runs } = read(outcome({}), known, outcome({ result: 'passed' }))
    const [first, second, ...more] = runs[0]!.results
    expect(version).toBe('2.1.0')
    expect(more).toEqual([])
    expect(first).toMatchObject({ ruleId: 'account.me', level: 'error' })
    expect(first?.suppressions).toEqual([])
    expect(first?.locations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: 'spec/account/users.yaml' }, region: { startLine: 95 } } },
    ])
    expect(second).toMatchObject({ level: 'note', suppressions: [{ kind: 'external' }] })
    expect(runs[0]!.tool.driver.rules.map(({ id }) => id)).toEqual(['account.me'])
  })

  it('says in the bundle where a break is that names no line of spec/, as those of an installed kit do', () => {
    const [first, flow] = read(
      outcome({ reason: 'account.me: it broke' }),
      outcome({ reason: 'it broke', operation: undefined }),
    ).runs[0]!.results
    const lines = readFileSync('generated/openapi.json', 'utf8').split('\n')
    const line = lines.findIndex((text) => text.includes('"operationId": "account.me"')) + 1
    expect(line).toBeGreaterThan(1)
    const at = (startLine: number) => [
      { physicalLocation: { artifactLocation: { uri: 'generated/openapi.json' }, region: { startLine } } },
    ]
    expect(first?.locations).toEqual(at(line))
    expect(flow?.locations).toEqual(at(1))
  })

  it('calls the same break the same in the next run', () => {
    const fingerprints = ['0199c0de-0000-7000-8000-000000000001', '0199c0de-0000-7000-8000-000000000002'].map(
      (id) => read(outcome({ reason: told('identity is missing', id) })).runs[0]!.results[0]!.partialFingerprints,
    )
    expect(fingerprints[0]).toEqual(fingerprints[1])
  })
})

describe('a badge', () => {
  const passed = outcome({ result: 'passed' })
  it.each([
    [[passed], '100 %'],
    [[...Array<Outcome>(999).fill(passed), known], '99 %'],
    [[outcome({})], '0 %'],
    [[outcome({ result: 'skipped' })], 'not asked'],
  ])('says how much is kept, rounded down (%#)', (tests, said) => {
    expect(toBadge(reportOf(...tests))).toContain(`<title>conformance: ${said}</title>`)
  })
})
