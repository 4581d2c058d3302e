// The command that asks how good somebody's own tests are, with a good and a weak suite of a few lines.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { SuiteReport } from '../contract-tests/mutants/suite-report.ts'
import { wordsOf } from '../contract-tests/mutants/words.ts'
import { type Server, startServer } from './sequences/server.ts'

const folder = mkdtempSync(join(tmpdir(), 'mutants-'))
let server: Server
beforeAll(async () => {
  server = await startServer()
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What both suites begin with: somebody who signs in, once rightly and once wrongly. */
const begin = `import assert from 'node:assert/strict'
const url = process.argv[2] ?? process.env.TARGET_URL
const post = (path, body, headers = {}) =>
  fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
await post('/sandbox/reset')
const somebody = { email: 'alice@example.test', password: 'copper garden whistle' }
await post('/sandbox/users', { surface: 'account', ...somebody })
const sign = (password) => post('/auth/sign-in', { client_id: 'cid_inbox_manager', email: somebody.email, password })
const right = await sign(somebody.password)
const wrong = await sign('not the password')
const { tokens } = await right.json().catch(() => ({}))
const asked = { headers: { authorization: 'Bearer ' + tokens?.access_token } }
const me = await fetch(url + '/auth/me', asked)
`

const suite = (name: string, looks: string): string => {
  const path = join(folder, `${name}.mjs`)
  writeFileSync(path, begin + looks)
  return path
}

const weak = suite('weak', `assert.ok(right.status < 500)\n`)
const good = suite(
  'good',
  `assert.equal(right.status, 200)
assert.equal(wrong.status, 401)
assert.match(wrong.headers.get('content-type'), /^application\\/problem\\+json/)
assert.equal((await wrong.json()).code, 'invalid_credentials')
assert.equal(me.status, 200)
assert.match(me.headers.get('content-type'), /^application\\/json/)
assert.ok(me.headers.get('x-request-id'))
const known = await fetch(process.env.KNOWN_GOOD + '/auth/me', asked)
assert.deepEqual(await me.json(), await known.json())
const nobody = await fetch(url + '/auth/me')
assert.equal(nobody.status, 401)
assert.match(nobody.headers.get('content-type'), /^application\\/problem\\+json/)
assert.ok(nobody.headers.get('x-request-id') && nobody.headers.get('www-authenticate'))
const knownNobody = await fetch(process.env.KNOWN_GOOD + '/auth/me')
assert.deepEqual(await nobody.json(), await knownNobody.json())
`,
)

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

interface Ran {
  readonly code: number
  readonly said: string
}

const conformMutants = async (...args: string[]): Promise<Ran> => {
  const bin = join(import.meta.dirname, '../contract-tests/bin/countersign-conform.mjs')
  const kit = spawn(process.execPath, [bin, 'mutants', '--url', server.baseUrl, '--report', folder, ...args], {
    env: { ...process.env, CI: 'true', VITEST: '', TARGET_URL: '', KNOWN_GOOD: server.baseUrl },
  })
  const chunks: Buffer[] = []
  for (const stream of [kit.stdout, kit.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
  const [code] = (await once(kit, 'close')) as [number]
  return { code, said: Buffer.concat(chunks).toString() }
}

const report = (): SuiteReport & { readonly score: number } =>
  JSON.parse(readFileSync(join(folder, 'mutants.json'), 'utf8')) as SuiteReport & { readonly score: number }

describe('somebody’s own tests', () => {
  it('that look at nothing let defects survive, and those are named by operation', async () => {
    const { code, said } = await conformMutants('--operation', 'account.signIn', '--all', '--', process.execPath, weak)
    expect(code, said).toBe(1)
    expect(said).toContain('survived  account.signIn: it says yes where it has to refuse with invalid_credentials')
    expect(said).toMatch(/^survived  account\.signIn: its answer 200 lacks the field \w+/m)
    expect(report().score).toBeLessThan(60)
    expect(new Set(report().defects.map(({ operation }) => operation))).toEqual(new Set(['account.signIn']))
    expect(readFileSync(join(folder, 'mutants.html'), 'utf8')).toContain('it says yes where it has to refuse with')
  })

  it('that look closely notice what is wrong', async () => {
    const args = ['--operation', 'account.me', '--sample', '12', '--at-least', '90']
    const { code, said } = await conformMutants(...args, '--', process.execPath, good, '{url}')
    expect(code, said).toBe(0)
    expect(said).toMatch(/12 of 12 defects/)
    expect(report().score).toBeGreaterThanOrEqual(90)
  })

  it('are tried no further after the first defect that survives, with --bail', async () => {
    const { code, said } = await conformMutants('--bail', '--', process.execPath, weak)
    expect(code, said).toBe(1)
    expect(said.match(/^survived /gm)).toHaveLength(1)
  })

  it('have to pass before they can judge, and to ask the server', async () => {
    const broken = suite('broken', `assert.fail('this test is broken')\n`)
    const failing = await conformMutants('--', process.execPath, broken)
    expect(failing.code, failing.said).toBe(2)
    expect(failing.said).toMatch(/this test is broken[^]*Your tests fail without a defect/)
    const elsewhere = await conformMutants('--', process.execPath, '-e', '0')
    expect(elsewhere.code).toBe(2)
    expect(elsewhere.said).toContain('asked for no operation of the contract')
    const endless = await conformMutants(
      '--command-timeout',
      '1',
      '--',
      process.execPath,
      '-e',
      'setInterval(() => 0, 9)',
    )
    expect(endless.code).toBe(2)
    expect(endless.said).toContain('do not end')
  })

  it('end with the command that runs them', async () => {
    const file = join(folder, 'pid')
    const waiting = suite('waiting', '')
    writeFileSync(
      waiting,
      `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(file)}, String(process.pid))\nsetInterval(() => 0, 1000)\n`,
    )
    const bin = join(import.meta.dirname, '../contract-tests/bin/countersign-conform.mjs')
    const kit = spawn(process.execPath, [bin, 'mutants', '--url', server.baseUrl, '--', process.execPath, waiting])
    const pid = await vi.waitFor(() => Number(readFileSync(file, 'utf8')) || expect.fail('it has not begun'), 60_000)
    kit.kill('SIGTERM')
    const [code] = (await once(kit, 'close')) as [number]
    expect(code).toBe(143)
    await expect.poll(() => isRunning(pid)).toBe(false)
  })

  it('are said behind --', async () => {
    expect(await conformMutants()).toMatchObject({ code: 2, said: expect.stringContaining('behind --') as string })
    const nobody = await conformMutants('--operation', 'account.nothing', '--', 'true')
    expect(nobody.said).toContain('There is no operation account.nothing')
  })
})

describe('a defect in words', () => {
  it('says what the server does, and not how it was seeded', () => {
    const mutation = { operation: 'account.signIn' }
    const said = (kind: string, id: string) => wordsOf({ id: `account.signIn ${id}`, kind, mutation })
    expect(said('dropped field', '200 dropped field tokens.access_token')).toBe(
      'its answer 200 lacks the field tokens.access_token',
    )
    expect(said('second use accepted', 'second use accepted')).toBe(
      'it takes a link, code or token that was used before',
    )
  })
})
