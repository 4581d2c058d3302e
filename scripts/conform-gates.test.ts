// The kit in CI: what is known is let through, what is new is not, and what is mended is said.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { exitCodes, usage } from '../contract-tests/cli/options.ts'
import { conform, queryRefused, serve } from './conform-for-tests.ts'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'gates-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const world = join(folder, 'world.mjs')
writeFileSync(world, 'export const openWorld = () => ({ reset: () => Promise.resolve() })\n')

/** Alive, or with faults. */
const alive =
  (...faults: readonly ('header' | 'body')[]): RequestListener =>
  (request, response) => {
    const isHere = request.url?.split('?')[0] === '/health/live'
    if (!faults.includes('header')) response.setHeader('x-request-id', '0199c0de-0000-7000-8000-000000000001')
    const refused = queryRefused(request)
    if (refused) {
      response.writeHead(400, { 'content-type': 'application/problem+json' }).end(JSON.stringify(refused))
      return
    }
    const isOdd = faults.includes('body')
    response.writeHead(isHere ? 200 : 404, { 'content-type': isOdd ? 'text/html' : 'application/json' })
    response.end(isOdd ? 'x\r::set-output name=a::b ##[add-mask]q' : JSON.stringify({ status: 'alive' }))
  }

const askWith = async (listener: RequestListener, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const server = await serve(listener)
  try {
    return await conform(server.url, ['--operation', 'service.getLiveness', '--world', world, ...args], env)
  } finally {
    await server.close()
  }
}

describe('a baseline', () => {
  const file = join(folder, 'baseline.json')
  const held = () => (JSON.parse(readFileSync(file, 'utf8')) as { broken: { problem: string }[] }).broken

  it('lets known breaks through and no others, and says which are mended', { timeout: 600_000 }, async () => {
    // A break of a negative is one like any other, and they are most of the time of a run.
    const baseline = ['--baseline', file, '--no-negatives']
    const none = await askWith(alive('header'), baseline)
    expect(none.code, none.said).toBe(exitCodes.unusable)
    expect(none.said).toContain('there is no such file yet')

    const written = await askWith(alive('header'), [...baseline, '--update-baseline'])
    expect(written.code, written.said).toBe(exitCodes.kept)
    expect(new Set(held().map(({ problem }) => problem))).toEqual(new Set(['header x-request-id is missing']))

    const known = await askWith(alive('header'), baseline)
    expect(known.code, known.said).toBe(exitCodes.kept)
    expect(known.said).toMatch(/^known {3}service\.getLiveness on remote > is alive$/m)
    expect(known.said).toMatch(new RegExp(`\\d+ broken, ${held().length} of them known`))
    expect(known.read('junit.xml')).toMatch(/failures="0"/)

    const summary = join(folder, 'summary.md')
    const github = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary }
    const worse = await askWith(alive('header', 'body'), baseline, github)
    expect(worse.code, worse.said).toBe(exitCodes.broken)
    expect(worse.said).toMatch(/^::error file=spec\/service\/health\.yaml,line=\d+,title=service\.getLiveness/m)
    expect(worse.said).toMatch(/^ {10}known otherwise: header x-request-id is missing$/m)
    expect(worse.said).not.toContain('mended')
    const lines = worse.said.split('\n').filter((line) => !/^::(error|notice) /.test(line))
    const told = lines.join('\n')
    expect(told).toContain('::set-output name=a::b')
    expect(told).not.toMatch(/(^|[\r\n])\s*::set-output/)
    expect(told).not.toMatch(/##\[/)
    expect(readFileSync(summary, 'utf8')).toMatch(/^## \d+ broken: http/)
    expect(JSON.parse(worse.read('report.sarif'))).toMatchObject({ version: '2.1.0' })

    const extra = ['--operation', 'account.me', '--only-implemented', '--update-baseline']
    const mended = await askWith(alive(), [...baseline, ...extra])
    expect(mended.code, mended.said).toBe(exitCodes.kept)
    expect(mended.said).toContain('mended  service.getLiveness on remote > is alive: header x-request-id is missing')
    expect(mended.said).not.toContain('can be taken out')
    expect(mended.said).toContain('absent  account.me')
    expect(mended.said).toContain('1 operation absent.')
    expect(mended.read('junit.xml')).toMatch(/failures="0"/)
    expect(mended.read('badge.svg')).toContain('conformance: 100 %')
    expect(held()).toEqual([])
  })

  it('that is none is refused with the reason', async () => {
    writeFileSync(join(folder, 'odd.json'), '{"broken":[{"case":1}]}')
    const { code, said } = await conform('http://127.0.0.1:9', ['--baseline', join(folder, 'odd.json')])
    expect(code).toBe(exitCodes.unusable)
    expect(said).toContain('it holds no list "broken"')
  })
})

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly env?: Readonly<Record<string, string>>
}
const read = <Content>(name: string) => parse(readFileSync(join(root, name), 'utf8')) as Content

describe('the action', () => {
  const action = read<{ inputs: Record<string, object>; runs: { steps: Step[] } }>('contract-tests/action.yml')

  it('puts nothing of its inputs into a script, and hands each of them on', () => {
    expect(action.runs.steps.flatMap(({ run = '' }) => run.match(/\$\{\{/g) ?? [])).toEqual([])
    const handed = Object.values(action.runs.steps.at(-1)?.env ?? {})
    expect(handed).toEqual(expect.arrayContaining(Object.keys(action.inputs).map((name) => `\${{ inputs.${name} }}`)))
  })

  it('asks with its inputs as they are, each one word', () => {
    const bin = join(folder, 'bin')
    spawnSync('mkdir', ['-p', bin])
    writeFileSync(join(bin, 'node'), '#!/bin/sh\nshift\nfor word; do echo "[$word]"; done\n', { mode: 0o755 })
    const { stdout } = spawnSync('bash', [join(root, 'contract-tests/bin/action.sh')], {
      encoding: 'utf8',
      cwd: root,
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        CONFORM_INPUT_URL: 'http://localhost:1/$(touch x); "a b"',
        CONFORM_INPUT_OPERATIONS: 'account.*\n  s*\n',
        CONFORM_INPUT_SURFACES: 'app scim',
        CONFORM_INPUT_WORLD: 'my world.ts',
        CONFORM_INPUT_ONLY_IMPLEMENTED: 'true',
        CONFORM_INPUT_TIMEOUT: '900',
        CONFORM_INPUT_RATE: '50',
        CONFORM_INPUT_NEGATIVES: 'false',
      },
    })
    expect(stdout.split('\n')).toEqual([
      ...['[--url]', '[http://localhost:1/$(touch x); "a b"]', '[--report]', '[conformance]'],
      ...['[--operation]', '[account.*]', '[--operation]', '[s*]', '[--surface]', '[app]', '[--surface]', '[scim]'],
      ...['[--world]', '[my world.ts]', '[--only-implemented]', '[--timeout]', '[900]', '[--rate]', '[50]'],
      ...['[--no-negatives]', ''],
    ])
  })
})

describe('a ready workflow', () => {
  it('for GitHub gives the action inputs that it has', () => {
    const { inputs } = read<{ inputs: Record<string, object> }>('contract-tests/action.yml')
    const { jobs } = read<{ jobs: Record<string, { steps: Step[] }> }>('docs/conformance-workflow.yml')
    const step = jobs.conform?.steps.find(({ uses }) => uses?.includes('/contract-tests@'))
    expect(Object.keys(step?.with ?? {}).filter((name) => !(name in inputs))).toEqual([])
    expect(step?.with?.url).toBeDefined()
  })

  it('for GitLab asks with options that there are', () => {
    const { conformance } = read<{ conformance: { script: string[] } }>('docs/conformance-gitlab.yml')
    const asks = conformance.script.find((line) => line.includes('countersign-conform')) ?? ''
    const options = asks.match(/(?<= )--[\w-]+/g) ?? []
    expect(options).toContain('--url')
    expect(options.filter((option) => !usage.includes(option))).toEqual([])
  })
})
