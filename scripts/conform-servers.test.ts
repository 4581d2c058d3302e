// The kit against servers that answer as no server should: each fault is told with its operation, and every run ends.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { takeTurn, withinCase } from '../contract-tests/harness/requests/bounds.ts'
import { exampleOf } from '../contract-tests/harness/contract/contract.ts'
import { writeBaseline } from '../contract-tests/report/baseline.ts'
import { exitCodes } from '../contract-tests/cli/options.ts'
import { type Run, conform, queryRefused, serve } from './conform-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'conform-servers-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const empties = join(folder, 'empties.mjs')
writeFileSync(empties, 'export const openWorld = () => ({ reset: async () => undefined })\n')

const id = '0199c0de-0000-7000-8000-000000000001'

const json = (response: ServerResponse, status: number, body: unknown) =>
  response
    .writeHead(status, {
      'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
      'x-request-id': id,
    })
    .end(JSON.stringify(body))

/** What each path does, by its first words; whatever else is asked for is not there. */
const byPath =
  (paths: Readonly<Record<string, RequestListener>>): RequestListener =>
  (request, response) => {
    const path = Object.keys(paths).find((start) => request.url?.startsWith(start))
    if (path) paths[path]!(request, response)
    else json(response, 404, {})
  }

const alive: RequestListener = (request, response) => {
  const refused = queryRefused(request)
  json(response, refused ? 400 : 200, refused ?? { status: 'alive' })
}

/** Why cases of an operation are not kept. */
const reasonsOf = ({ report }: Run, operation: string, result: 'failed' | 'skipped' = 'failed'): string[] =>
  report.tests.filter((test) => test.operation === operation && test.result === result).map(({ reason }) => reason)

const names = (operations: readonly string[]) => operations.flatMap((operation) => ['--operation', operation])

describe('a server that answers as no server should', () => {
  it('gets a report that tells each fault with its operation, and keeps what it keeps', async () => {
    const faults: Readonly<Record<string, readonly [path: string, RequestListener, RegExp]>> = {
      'account.checkEmail': ['/auth/check-email', ({ socket }) => socket.destroy(), /connection was dropped|was reset/],
      'account.signUp': ['/auth/sign-up', ({ socket }) => socket.resetAndDestroy(), /was reset|was dropped/],
      'oauth.issueToken': ['/oauth2/token', () => undefined, /no whole answer came within 1 s/],
      'oauth.getJwks': [
        '/.well-known/jwks.json',
        (_, response) => {
          response.writeHead(200, { 'content-type': 'application/json' })
          const more = setInterval(() => response.write(' '.repeat(1_000_000)), 5)
          response.on('close', () => clearInterval(more))
        },
        /has no end|no whole answer came/,
      ],
      'service.getReadiness': [
        '/health/ready',
        ({ socket }) =>
          socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{}'),
        /dropped before the answer was whole|not as long as its Content-Length/,
      ],
      'service.listMail': ['/sandbox/mailbox.json', ({ socket }) => socket.end('SSH-2.0-OpenSSH_9\r\n'), /is not HTTP/],
      'oauth.getConfiguration': [
        '/.well-known/openid-configuration',
        ({ url }, response) => response.writeHead(302, { location: url! }).end(),
        /302/,
      ],
      'service.moveClock': ['/sandbox/clock', (_, response) => void json(response, 200, { now: 'now' }), /contract/],
    }
    const paths = Object.fromEntries(Object.values(faults).map(([path, listener]) => [path, listener]))
    const server = await serve(byPath({ ...paths, '/health/live': alive }))
    try {
      const asked = names([...Object.keys(faults), 'service.getLiveness', 'service.resetSandbox'])
      const run = await conform(server.url, [...asked, '--world', empties, '--case-timeout', '3', '--timeout', '200'])
      expect(run.code, run.said).toBe(exitCodes.broken)
      for (const [operation, [, , words]] of Object.entries(faults)) {
        const reasons = reasonsOf(run, operation)
        expect(reasons.length, operation).toBeGreaterThan(0)
        expect(reasons.join('\n'), operation).toMatch(words)
        const painted = run.report.operations.find((one) => one.id === operation)!.statuses
        expect(
          painted.some(({ squares }) => squares.some(({ state }) => state === 'broken')),
          operation,
        ).toBe(true)
      }
      expect(run.said).not.toContain('fetch failed')
      expect(reasonsOf(run, 'service.getLiveness')).toEqual([])
      expect(run.report.totals.passed).toBeGreaterThan(2)
      // Who does not answer three times is waited for no longer.
      expect(reasonsOf(run, 'oauth.issueToken', 'skipped').join('\n')).toContain('gave no whole answer, 3 times')
      expect(run.report.absent).toContain('service.resetSandbox')
      expect(run.read('junit.xml')).toContain('got no answer')
    } finally {
      await server.close()
    }
  }, 600_000)

  it('that limits nothing breaks those cases alone, and is asked no more when they have ended', async () => {
    const answered: number[] = []
    const slowly: RequestListener = (_, response) => {
      answered.push(Date.now())
      const body = { email: 'alice@example.test', exists: false, login_methods: [] }
      void setTimeout(20).then(() => json(response, 200, body))
    }
    const server = await serve(byPath({ '/auth/check-email': slowly, '/health/live': alive }))
    try {
      const asked = names(['account.checkEmail', 'service.getLiveness'])
      const args = ['--world', empties, '--case-timeout', '2', '--no-negatives']
      const run = await conform(server.url, [...asked, ...args])
      expect(run.code, run.said).toBe(exitCodes.broken)
      expect(reasonsOf(run, 'account.checkEmail').join('\n')).toMatch(
        /account\.checkEmail: was asked \d+ times in one case, and none of them was refused with 429/,
      )
      expect(reasonsOf(run, 'service.getLiveness')).toEqual([])
      const ended = Date.now()
      await setTimeout(200)
      expect(answered.filter((at) => at > ended)).toEqual([])
    } finally {
      await server.close()
    }
  })

  it('that is named by the environment and drops what it was not to be asked for is asked all the same', async () => {
    const server = await serve(byPath({ '/auth/me': ({ socket }) => socket.destroy(), '/health/live': alive }))
    try {
      const args = [...names(['service.getLiveness']), '--world', empties, '--no-negatives']
      const run = await conform(server.url, args, { TARGET_URL: server.url })
      expect(run.code, run.said).toBe(exitCodes.kept)
    } finally {
      await server.close()
    }
  })

  it('is told in words with the command that asks again, whatever a case is written with', async () => {
    const server = await serve(({ url }, response) => void response.writeHead(302, { location: url! }).end())
    try {
      const run = await conform(server.url, [...names(['account.signIn']), '--no-negatives'])
      expect(run.code, run.said).toBe(exitCodes.broken)
      const reasons = run.report.tests.filter(({ result }) => result === 'failed').map(({ reason }) => reason)
      const words = /^\w+\.\w+: [A-Z]+ \/.* was sent; the contract .* came; .*\nby hand: curl /
      expect(reasons.filter((reason) => !words.test(reason))).toEqual([])
      // Some find a world that is not emptied, some what they ask for.
      expect(new Set(reasons.map((reason) => reason.split(':')[0]))).toContain('service.resetSandbox')
      expect(reasonsOf(run, 'account.signIn').filter((reason) => reason.startsWith('account.signIn: '))).not.toEqual([])
      expect(run.said).not.toContain('start it in sandbox mode')
    } finally {
      await server.close()
    }
  })

  it('whose limits bite at once is told so', async () => {
    const server = await serve((_, response) => void json(response, 429, { code: 'too_many_requests' }))
    try {
      const run = await conform(server.url, [...names(['service.getLiveness']), '--world', empties])
      expect(run.code, run.said).toBe(exitCodes.broken)
      expect(reasonsOf(run, 'service.getLiveness').join('\n')).toContain('429')
      expect(run.said).toMatch(/answered 429 to \d+ cases? that (is|are) about something else: ask slower by --rate/)
    } finally {
      await server.close()
    }
  })

  it('that deletes by a refused request what it shows is found', async () => {
    let isDeleted = false
    const users: RequestListener = ({ method, headers }, response) => {
      if (method === 'DELETE') {
        isDeleted ||= headers.authorization !== undefined
        json(response, 400, { error: 'VALIDATION_ERROR', message: 'Invalid request', statusCode: 400 })
      } else if (isDeleted) json(response, 403, { error: 'FORBIDDEN', message: 'There is none', statusCode: 403 })
      else json(response, 200, { data: [], pagination: { offset: 0, limit: 100, total: 0 } })
    }
    const empty: RequestListener = (_, response) => {
      isDeleted = false
      response.writeHead(204).end()
    }
    const server = await serve(byPath({ '/api/auth/users': users, '/empty': empty }))
    const world = join(folder, 'deletes.mjs')
    writeFileSync(
      world,
      "export const openWorld = (url) => ({ reset: async () => void (await fetch(`${url}/empty`, { method: 'POST' })) })\n",
    )
    try {
      // A break of a negative can be known as well as any other.
      const negative = 'negatives on remote > project.deleteUsers (AC-073) > refuses'
      const baseline = join(folder, 'deletes.json')
      writeBaseline(baseline, [{ case: `${negative} nobody`, problem: 'answers 400 instead of 401' }])
      const asked = names(['project.deleteUsers', 'project.listUsers'])
      const run = await conform(server.url, [...asked, '--world', world, '--baseline', baseline])
      expect(run.code, run.said).toBe(exitCodes.broken)
      expect(run.said).toContain(`known   ${negative} nobody\n`)
      expect(run.said).toContain(`broken  ${negative} a token that is none\n`)
      expect(reasonsOf(run, 'project.deleteUsers').join('\n')).toContain(
        'Refused requests have written something, as project.listUsers shows.',
      )
    } finally {
      await server.close()
    }
  })

  it('that does not show its world breaks what was to show it', async () => {
    // As the contract writes it, so that nothing else about it is wrong.
    const failing: RequestListener = (_, response) =>
      void response
        .writeHead(500, { 'content-type': 'application/json', 'x-request-id': id })
        .end(JSON.stringify(exampleOf('project.listUsers', 500, 'internal')))
    const server = await serve(byPath({ '/api/auth/users': failing }))
    try {
      const asked = names(['project.deleteUsers', 'project.listUsers'])
      const run = await conform(server.url, [...asked, '--world', empties, '--case', 'remote > project.deleteUsers >'])
      expect(run.said).toContain('project.listUsers while worlds are made')
      expect(run.said).toContain('project.listUsers answered 500')
      expect(run.code, run.said).toBe(exitCodes.broken)
    } finally {
      await server.close()
    }
  })

  it.each([
    ['has nothing of what is asked', {}, []],
    ['has it, and no way to make its world', { '/auth/sign-in': alive }, ['--case', 'refuses a wrong password']],
  ])(
    'that %s keeps nothing',
    async (_, paths, more) => {
      const server = await serve(byPath(paths))
      try {
        const asked = [...names(['account.signIn']), '--no-negatives', ...more]
        const run = await conform(server.url, [...asked, '--world', empties])
        expect(run.code, run.said).toBe(exitCodes.unusable)
        expect(run.said).toMatch(/^0 cases kept, 0 broken/m)
      } finally {
        await server.close()
      }
    },
    120_000,
  )

  it('that speaks no HTTP at all gets a report', async () => {
    const server = await serve(({ socket }) => socket.end('220 smtp.example.test ready\r\n'))
    try {
      const run = await conform(server.url, [...names(['service.getLiveness']), '--world', empties])
      expect(run.code, run.said).toBe(exitCodes.broken)
      expect(reasonsOf(run, 'service.getLiveness').join('\n')).toContain('what came is not HTTP')
    } finally {
      await server.close()
    }
  })
})

describe('the bounds', () => {
  it('end a run whose time is over with its report and an exit code of its own', async () => {
    const server = await serve(byPath({ '/health/live': alive }))
    try {
      const args = [...names(['service.getLiveness']), '--world', empties, '--timeout', '0.001']
      const run = await conform(server.url, args)
      expect(run.code, run.said).toBe(exitCodes.unfinished)
      expect(reasonsOf(run, 'service.getLiveness', 'skipped').join('\n')).toContain('(--timeout)')
    } finally {
      await server.close()
    }
  })

  it('are somebody who ends the run, too: what is asked is the last, and the report comes', async () => {
    const heard = Promise.withResolvers<void>()
    const slowly: RequestListener = (request, response) => {
      // Only who was told to ask for this alone comes so often.
      if ((asked += 1) > 3) heard.resolve()
      void setTimeout(200).then(() => alive(request, response))
    }
    let asked = 0
    const server = await serve(byPath({ '/health/live': slowly }))
    const end = new AbortController()
    try {
      void heard.promise.then(() => end.abort())
      const args = [...names(['service.getLiveness']), '--world', empties]
      const run = await conform(server.url, args, {}, end.signal)
      expect(run.code, run.said).toBe(exitCodes.unfinished)
      expect(run.said).toMatch(/^Ending: what is asked now is the last/m)
      expect(run.said).toMatch(/^not asked {2}\d+ cases?: the run was ended$/m)
      expect(run.report.totals.passed).toBeGreaterThan(0)
    } finally {
      await server.close()
    }
  })

  it('let no request out for a case that has ended', async () => {
    let afterwards: Promise<unknown> | undefined
    await withinCase(1000, async () => {
      await takeTurn()
      afterwards = setTimeout(20).then(takeTurn)
    })
    await expect(afterwards).rejects.toThrow('the case has ended, and still asks')
  })

  it('skip nobody for what a case left behind that has ended', async () => {
    vi.stubEnv('CONFORM_ABSENT', 'account.me')
    vi.resetModules()
    vi.doMock('../contract-tests/harness/requests/skip.ts', () => ({
      skipTest: (reason: string) => {
        throw new Error(`skipped: ${reason}`)
      },
    }))
    try {
      const { request } = await import('../contract-tests/harness/requests/request.ts')
      const bounds = await import('../contract-tests/harness/requests/bounds.ts')
      let afterwards: Promise<unknown> | undefined
      await bounds.withinCase(1000, () => {
        afterwards = setTimeout(20).then(() => request('http://localhost:1', 'account.me', {}))
        return Promise.resolve()
      })
      await expect(afterwards).rejects.toThrow('the case has ended, and still asks')
    } finally {
      vi.doUnmock('../contract-tests/harness/requests/skip.ts')
      vi.unstubAllEnvs()
      vi.resetModules()
    }
  })

  it('end a case that goes on for too long', async () => {
    const rounds = withinCase(50, async () => {
      for (;;) {
        await takeTurn()
        await setTimeout(5)
      }
    })
    await expect(rounds).rejects.toThrow('the case did not end within its 0.05 s')
  })

  it('let out as many requests a second as they are told', async () => {
    process.env.CONFORM_RATE = '50'
    try {
      const start = performance.now()
      for (let round = 0; round < 6; round += 1) await takeTurn()
      expect(performance.now() - start).toBeGreaterThan(95)
    } finally {
      delete process.env.CONFORM_RATE
    }
  })
})
