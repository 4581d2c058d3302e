// Two servers and one question: what of their answers has to be alike, and where it is not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { compare, differencesOf } from '../contract-tests/against/compare.ts'
import { comparedCells, heldTo, unlike } from '../contract-tests/against/unlike.ts'
import type { Look } from '../contract-tests/harness/recorder/records.ts'
import { printOf } from '../contract-tests/harness/recorder/print.ts'
import type { OperationId } from '../generated/operations.ts'
import { exitCodes, readOptions } from '../contract-tests/cli/options.ts'
import { toAnswer } from '../contract-tests/harness/requests/answer.ts'
import { conform, serve } from './conform-for-tests.ts'

const print = (status: number, body: unknown, headers: readonly (readonly [string, string])[] = []) =>
  printOf(
    'account.signIn',
    toAnswer(
      status,
      new Headers([
        ['content-type', 'application/json'],
        ...headers.map(([name, value]): [string, string] => [name, value]),
      ]),
      JSON.stringify(body),
    ),
  )

describe('two answers', () => {
  it('are alike whatever their values are', () => {
    const one = print(200, { id: 'a', at: 1, all: [], one: [{ x: 1 }] }, [['set-cookie', 'a=1; Path=/; Max-Age=3599']])
    const other = print(200, { id: 'b', at: 2, all: ['c'], one: [{ x: 2 }, { x: 3 }] }, [
      ['set-cookie', 'a=2; max-age=3600; path=/'],
      ['date', 'today'],
    ])
    expect(differencesOf(one, other)).toEqual([])
  })

  it.each([
    [print(400, 'one page'), print(401, 'another page'), 'status is 400 and 401'],
    [print(200, {}), print(401, { code: 'invalid_credentials' }), 'status is 200 and 401 (invalid_credentials)'],
    [print(200, {}), print(0, {}), 'status is 200 and no answer'],
    [print(401, { code: 'a' }), print(401, { code: 'b' }), 'the refusal is a and b'],
    [print(200, {}, [['x-limit', '1']]), print(200, {}), 'header x-limit is there at the first alone'],
    [print(200, { a: { b: 1 } }), print(200, { a: { b: '1' } }), 'a.b is number and string'],
    [print(200, { a: [{ b: 1, c: 1 }] }), print(200, { a: [{ b: 1 }] }), 'a[].c is there at the first alone'],
    [print(200, { a: null }), print(200, { a: {} }), 'a is null and an object'],
    [
      print(200, {}, [['set-cookie', 'a=1; HttpOnly']]),
      print(200, {}, [['set-cookie', 'a=1']]),
      'cookie a: httponly is there at the first alone',
    ],
    [
      print(200, {}, [['set-cookie', 'a=; Max-Age=0']]),
      print(200, {}, [['set-cookie', 'a=; Max-Age=10']]),
      'cookie a: max-age=0 is there at the first alone',
    ],
    [
      print(200, {}, [['set-cookie', 'a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT']]),
      print(200, {}, [['set-cookie', 'a=; Expires=Thu, 01 Jan 2032 00:00:00 GMT']]),
      'cookie a: expires=past is there at the first alone',
    ],
    [print(200, { a: [1, { b: 1 }] }), print(200, { a: [1, { c: 1 }] }), 'a[].b is there at the first alone'],
    [print(200, { a: [null, 'x'] }), print(200, { a: [null] }), 'a[] string is there at the first alone'],
    [
      print(200, { a: [{ b: { c: 1 } }, { b: { d: 1 } }] }),
      print(200, { a: [{ b: { d: 1 } }] }),
      'a[].b.c is there at the first alone',
    ],
    [print(200, {}), print(200, {}, [['content-type', 'text/html']]), 'the media type is application/json and'],
  ])('differ in what a client sees (%#)', (one, other, words) => {
    expect(differencesOf(one, other)[0]).toContain(words)
  })

  it('are those to the same question: what one server was not asked, or asked otherwise, is told apart', () => {
    const here = { ...print(200, {}), operation: 'service.listMail' as const }
    const gone = { ...print(200, {}), operation: 'account.me' as const }
    const first = [
      { test: 'a', prints: [here, here, here] },
      { test: 'b', prints: [here] },
      { test: 'c', prints: [here] },
    ]
    const second = [
      { test: 'a', prints: [here] },
      { test: 'b', prints: [gone] },
      { test: 'd', prints: [here] },
    ]
    expect(compare(first, second)).toEqual({ differences: [], compared: 1, alone: ['b', 'c', 'd'] })
  })

  it('are put side by side by what was asked, however often all that shows a world at rest was looked at', () => {
    const ask = (...ids: readonly OperationId[]) => ids.map((operation) => ({ ...print(200, {}), operation }))
    const look = ['account.me', 'service.listMail', 'account.getWaitlist'] as const
    const [once, thrice] = [
      [{ test: 'a', prints: ask('account.me', ...look, 'account.signIn', 'account.me') }],
      [{ test: 'a', prints: ask('account.me', ...look, ...look, ...look, 'account.signIn', 'account.me') }],
    ]
    expect(compare(once, thrice)).toMatchObject({ differences: [], alone: [] })
    // What changes something is another thing where it is done twice.
    const twice = [
      {
        test: 'a',
        prints: ask('account.signIn', 'account.signOut', 'account.signIn', 'account.signOut', 'account.me'),
      },
    ]
    expect(
      compare([{ test: 'a', prints: ask('account.signIn', 'account.signOut', 'account.me') }], twice).alone,
    ).toEqual(['a'])
  })

  it.each([
    [
      [400, 400, 400],
      [400, 400, 200],
    ],
    [
      [400, 200, 400],
      [400, 400],
    ],
    [[429], [200, 200]],
  ])('are each held to its own: %j and %j differ', (...both) => {
    const [first, second] = both.map((statuses) => [{ test: 'a', prints: statuses.map((status) => print(status, {})) }])
    expect(compare(first!, second!).differences).toMatchObject([{ operation: 'account.signIn', test: 'a' }])
  })

  it('belong to tests that may have one name', () => {
    const of = (...statuses: readonly number[]) =>
      statuses.map((status) => ({ test: 'a', prints: [print(status, {})] }))
    expect(compare(of(200, 400), of(200, 400))).toMatchObject({ differences: [], compared: 2 })
    expect(compare(of(200, 400), of(400, 400)).differences).toHaveLength(1)
  })
})

describe('mock and sandbox', () => {
  const look = (target: Look['target'], body: unknown, headers: readonly (readonly [string, string])[] = []): Look => ({
    ...{ target, operation: 'account.signIn', status: 200, example: 'signed_in' },
    print: print(200, body, headers),
  })

  it('differ where the mock answers as the sandbox never does', () => {
    const looks = [
      look('mock', { name: 'a', only: 1 }, [['x-limit', '1']]),
      look('real', { name: null, more: 1 }),
      look('real', { name: 'b' }, [['x-limit', '1']]),
    ]
    // The name was alike in one case, the header too, and what is more in another one was not always there.
    expect(unlike(looks)).toEqual(['account.signIn 200 signed_in: only is there at the first alone'])
    expect([...comparedCells(looks)]).toEqual(['account.signIn 200 signed_in'])
    expect([...comparedCells(looks.slice(0, 1))]).toEqual([])
  })

  it('may differ where a line names it, and such a line has to name something', () => {
    const lines = [
      'account.signIn 200 signed_in: a.b is string and null',
      'account.me 200 profile: c is there at the first alone',
    ]
    expect(heldTo(['*: * is string and null', 'account.* 200 *: c*'], lines)).toEqual({ unnamed: [], mended: [] })
    expect(heldTo(['*: a.b is string and null', 'account.me 200: c*', 'a*.*: cX*'], lines)).toEqual({
      unnamed: [lines[1]],
      mended: ['account.me 200: c*', 'a*.*: cX*'],
    })
  })
})

describe('--against', () => {
  const folder = mkdtempSync(join(tmpdir(), 'against-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const world = join(folder, 'world.mjs')
  writeFileSync(world, 'export const openWorld = () => ({ reset: () => Promise.resolve() })\n')

  /** Three operations, two of which are otherwise at the other server. */
  const server = (isOther: boolean) =>
    serve(({ url }, response) => {
      const path = url?.split('?')[0]
      const isLive = path === '/health/live'
      if (!(isOther && isLive)) response.setHeader('x-request-id', '0199c0de-0000-7000-8000-000000000001')
      if (path === '/llms.txt') return response.writeHead(200, { 'content-type': 'text/plain' }).end('# Countersign\n')
      const isHere = isLive || path === '/health/ready'
      response.writeHead(isHere ? 200 : 404, { 'content-type': 'application/json' })
      return response.end(JSON.stringify(isLive ? { status: 'alive' } : { [isOther ? 'state' : 'status']: 'ready' }))
    })

  it('says each difference of two servers and no other', { timeout: 600_000 }, async () => {
    const [first, second] = [await server(false), await server(true)]
    try {
      const ids = ['service.getLiveness', 'service.getReadiness', 'service.listGuides']
      const asked = ids.flatMap((id) => ['--operation', id])
      const args = [...asked, '--no-negatives', '--world', world, '--against', second.url]
      const run = await conform(first.url, args)
      expect(run.code, run.said).toBe(exitCodes.broken)
      expect(run.said.match(/^differs .*(?= \(\d+ answers?; )/gm)).toEqual([
        'differs  service.getLiveness: header x-request-id is there at the first alone',
        'differs  service.getReadiness: status is there at the first alone',
        'differs  service.getReadiness: state is there at the second alone',
      ])
      expect(run.said).toMatch(/^\d+ answers compared: 3 differences in 2 operations; 0 cases asked of one alone/m)
    } finally {
      await first.close()
      await second.close()
    }
  })

  it('is said alone', () => {
    const read = (args: readonly string[], command?: 'proxy') => readOptions(args, {}, command)
    const url = ['--url', 'http://a.example']
    const together = 'Say both the command and the server that it leads to: proxy --upstream URL.'
    const alone = 'Say one of these alone'
    expect(read(['--upstream', 'http://a.example'])).toEqual({ problem: together })
    expect(read(url, 'proxy')).toEqual({ problem: together })
    expect(read([...url, '--har', 'x', '--against', 'http://b.example'])).toMatchObject({
      problem: expect.stringContaining(alone),
    })
    expect(read(['--upstream', 'http://a.example', '--har', 'x'], 'proxy')).toMatchObject({
      problem: expect.stringContaining(alone),
    })
    expect(read(['--url', ''])).toEqual({ problem: expect.stringContaining('Say which server') })
  })

  it('wants two servers', () => {
    const read = (other: string) => readOptions(['--url', 'http://a.example/', '--against', other], {})
    expect(read('http://a.example')).toEqual({ problem: expect.stringContaining('Both URLs are one') })
    expect(read('nowhere')).toEqual({ problem: expect.stringContaining('is not a URL of a server') })
  })

  it.each([[['--baseline', 'known.json']], [['--bail']]])('takes no %j, which would do nothing', (more) => {
    const two = ['--url', 'http://a.example/', '--against', 'http://b.example']
    expect(readOptions(two, {})).not.toHaveProperty('problem')
    expect(readOptions([...two, ...more], {})).toEqual({ problem: expect.stringContaining('takes no --baseline') })
  })
})
