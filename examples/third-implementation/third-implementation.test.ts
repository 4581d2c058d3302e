// The kit against a server that has nothing of ours, once as it should be and once with faults.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Report } from '../../contract-tests/report/report.ts'

const here = import.meta.dirname
const asked = ['service.getLiveness', 'account.me', 'account.*Waitlist']

const start = async (faults: string): Promise<{ server: ChildProcess; url: string }> => {
  const env = { ...process.env, PORT: '0', FAULTS: faults }
  const server = spawn(process.execPath, [join(here, 'server.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(server.stdout!, 'data')) as [Buffer]
  return { server, url: String(line).trim() }
}

const conform = async (faults: string, operations = asked) => {
  const { server, url } = await start(faults)
  const report = mkdtempSync(join(tmpdir(), 'third-'))
  try {
    const world = ['--world', join(here, 'world.ts'), '--report', report]
    const args = [...world, ...operations.flatMap((id) => ['--operation', id])]
    const env = { ...process.env, TARGET_URL: url, CI: 'true', VITEST: '' }
    const kit = spawn(process.execPath, ['contract-tests/bin/countersign-conform.mjs', ...args], {
      env,
      cwd: join(here, '../..'),
    })
    const chunks: Buffer[] = []
    for (const stream of [kit.stdout, kit.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    const [code] = (await once(kit, 'close')) as [number]
    const said = Buffer.concat(chunks).toString()
    if (code === 2) throw new Error(said)
    const read = (name: string) => readFileSync(join(report, name), 'utf8')
    return { code, said, report: JSON.parse(read('report.json')) as Report, junit: read('junit.xml') }
  } finally {
    rmSync(report, { recursive: true, force: true })
    server.kill()
  }
}

/** The cells of a colour: operation and status. */
const painted = ({ operations }: Report, wanted: string): string[] =>
  operations.flatMap(({ id, statuses }) =>
    statuses
      .filter(({ squares }) => squares.some(({ state }) => state === wanted))
      .map(({ status }) => `${id} ${status}`),
  )

describe('a third implementation', () => {
  let whole: Awaited<ReturnType<typeof conform>>
  let faulty: typeof whole
  beforeAll(async () => {
    whole = await conform('')
    faulty = await conform('header,field,token,length')
  }, 600_000)

  it('that keeps what it has is told so, and what it has not', () => {
    expect(painted(whole.report, 'broken')).toEqual([])
    expect(whole.report.totals.passed).toBeGreaterThan(20)
    expect(painted(whole.report, 'kept')).toEqual(
      expect.arrayContaining([
        'account.me 200',
        'account.me 401',
        'account.joinWaitlist 200',
        'account.getWaitlist 400',
      ]),
    )
    expect(whole.report.absent).toEqual(['account.leaveWaitlist', 'account.signUpForWaitlist'])
    expect(whole.said).toContain('absent  account.leaveWaitlist\n')
    expect(whole.code).toBe(3)
  })

  it('keeps the negatives of what it has, without a credential that it could not give', () => {
    const negatives = whole.report.tests.filter(({ file }) => file.includes('/negatives/'))
    const results = Map.groupBy(negatives, ({ result }) => result)
    expect(results.get('failed') ?? []).toEqual([])
    expect(results.get('passed')!.length).toBeGreaterThan(40)
    const kept = results.get('passed')!.map(({ name }) => name)
    for (const title of [
      'account.joinWaitlist > path feature: is too long',
      'account.joinWaitlist > nothing of all this was written',
      'account.joinWaitlist (AC-073) > refuses an expired token',
      'all this was asked while the right credentials were good',
    ]) {
      expect(kept).toContain(`negatives on remote > ${title}`)
    }
    const reasons = new Set((results.get('skipped') ?? []).map(({ reason }) => reason))
    expect(reasons).toContain('app.register is absent, and the world has no other way')
    expect(reasons).toContain('account.signOut is absent, and the world has no other way')
    expect(whole.said).toMatch(/\d+ cases and \d+ negatives kept, 0 broken/)
  })

  it('that takes what it should refuse is told which request, what came and what was owed', () => {
    const name = 'negatives on remote > account.joinWaitlist > path feature: is too long'
    const refused = faulty.report.operations
      .find(({ id }) => id === 'account.joinWaitlist')!
      .statuses.find(({ status }) => status === 400)!
    expect(refused.squares).toMatchObject([{ state: 'broken' }])
    const cell = refused.exchanges.find(({ verdict }) => verdict === 'broken')!
    expect(cell).toMatchObject({ example: 'invalid_request', test: name, answer: { status: 200 } })
    expect(cell.request.url).toMatch(/^\/auth\/waitlists\/.{65}$/)
    expect(cell.problems[0]).toContain('answers 200 instead of 400')
    expect(cell.problems[0]).toContain(`--operation account.joinWaitlist --case '${name}' --negatives-seed 1`)
    expect(faulty.junit).toMatch(
      new RegExp(`name="${name.replaceAll('>', '&gt;')}".*<failure message="account.joinWaitlist: PUT .*; answers 200`),
    )
    expect(faulty.said).toMatch(/broken {2}account\.joinWaitlist +\d+ of \d+ negatives/)
  })

  it('that breaks its promises is told which', () => {
    expect(faulty.code).toBe(1)
    expect(painted(faulty.report, 'broken')).toEqual(
      expect.arrayContaining(['account.me 200', 'account.me 401', 'account.getWaitlist 200']),
    )
    expect(painted(faulty.report, 'kept')).toEqual(
      expect.arrayContaining(['service.getLiveness 200', 'account.joinWaitlist 200']),
    )
    const problems = faulty.report.operations.flatMap(({ statuses }) =>
      statuses.flatMap(({ exchanges }) => exchanges.flatMap((exchange) => exchange.problems)),
    )
    expect(problems.join('\n')).toContain('header x-request-id is missing')
    expect(faulty.said).toMatch(/broken {2}account\.me on remote > refuses a token after its hour/)
    expect(faulty.said).toMatch(/\d+ cases and \d+ negatives kept, \d+ broken/)
  })
})
