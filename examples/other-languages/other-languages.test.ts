// The kit against servers in other languages, as they should be and with faults: every fault is found, nothing else is called broken.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { exitCodes } from '../../contract-tests/cli/options.ts'
import { type Run, conform } from '../../scripts/conform-for-tests.ts'
import { goEnvironment } from '../../scripts/tools.ts'

const here = import.meta.dirname
const folder = mkdtempSync(join(tmpdir(), 'other-languages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** How a server is started; undefined where its language is not on this machine. */
const go = (): readonly string[] | undefined => {
  const found = ['go', '/usr/local/go/bin/go'].find((name) => spawnSync(name, ['version']).status === 0)
  if (!found) return undefined
  const program = join(folder, 'server')
  // As npm run tools builds what it installs: what both are made of, Go's own packages, is in its cache then.
  const { status, stderr } = spawnSync(found, ['build', '-o', program, join(here, 'server.go')], {
    env: { ...process.env, GO111MODULE: 'off', ...goEnvironment },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return [program]
}
const python = (): readonly string[] | undefined =>
  spawnSync('python3', ['--version']).status === 0 ? ['python3', join(here, 'server.py')] : undefined

const start = async ([program, ...args]: readonly string[], faults: string) => {
  const env = { ...process.env, PORT: '0', FAULTS: faults }
  const server: ChildProcess = spawn(program!, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(server.stdout!, 'data')) as [Buffer]
  return { server, url: String(line).trim() }
}

const asked = ['service.getLiveness', 'account.me', 'account.getWaitlist', 'account.joinWaitlist']

const ask = async (command: readonly string[], faults: string): Promise<Run> => {
  const { server, url } = await start(command, faults)
  try {
    const world = ['--world', join(here, '../third-implementation/world.ts')]
    return await conform(url, [...world, ...asked.flatMap((id) => ['--operation', id])])
  } finally {
    server.kill()
  }
}

/** Each fault: the operation that has it, and the words that it is told in. */
const faults: Readonly<Record<string, readonly [operation: string, words: RegExp]>> = {
  drop: ['service.getLiveness', /got no answer: the connection was/],
  field: [
    'account.me',
    /spec\/account\/users\.yaml:\d+\); 200 of [^\n]* came; identity is missing\nby hand: curl -i -X GET/,
  ],
  token: ['account.me', /the contract says 401 "invalid_token" [^\n]*; the status is 200 instead of 401/],
  length: ['account.joinWaitlist', /the contract says 400 "invalid_request" [^\n]*; answers 200 instead of 400/],
  header: ['account.getWaitlist', /header x-request-id is missing/],
}

describe.each([
  ['Python', python],
  ['Go', go],
] as const)('a server in %s', (language, find) => {
  it('that keeps the four operations is told so', { timeout: 600_000 }, async ({ skip }) => {
    const command = find()
    if (!command) return skip(`${language} is not on this machine, and nothing else runs this server`)
    const { code, said, report } = await ask(command, '')
    expect(code, said).toBe(exitCodes.kept)
    expect(report.totals).toMatchObject({ failed: 0, broken: 0 })
    expect(report.totals.passed).toBeGreaterThan(60)
  })

  it('that has faults is told each of them, and of nothing else', { timeout: 600_000 }, async ({ skip }) => {
    const command = find()
    if (!command) return skip(`${language} is not on this machine, and nothing else runs this server`)
    const { code, said, report } = await ask(command, Object.keys(faults).join(','))
    expect(code, said).toBe(exitCodes.broken)
    const failed = report.tests.filter(({ result }) => result === 'failed')
    for (const [name, [operation, words]] of Object.entries(faults)) {
      const reasons = failed.filter((test) => test.operation === operation).map(({ reason }) => reason)
      expect(reasons.join('\n'), name).toMatch(words)
    }
    const words = Object.values(faults)
    const others = failed.filter(
      ({ operation, name, reason }) =>
        !words.some(([of, said]) => (operation ?? of) === of && said.test(`${name} ${reason}`)),
    )
    expect(others).toEqual([])
    expect(said).not.toMatch(/\{ ?…|\{…|Array\(\d+\)/)
  })
})
