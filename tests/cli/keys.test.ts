// An operator changes the keys of a service that goes on serving.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Send, type TestServer, configForTests, refresh, signUp, startServer } from '../server-for-tests.ts'
import { readCommand, runCommand } from '../../server/cli/keys.ts'

let folder: string
let settings: Record<string, string>
let server: TestServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keys-'))
  settings = { DATABASE_URL: `sqlite:${join(folder, 'keys.db')}`, LOG_LEVEL: 'silent' }
  server = await startServer(settings)
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]): Promise<string> => {
  const command = readCommand(args)
  if ('problem' in command) throw new Error(command.problem)
  return runCommand(command, configForTests(settings))
}

const keySet = async (send: Send) => JSON.parse((await send('GET /.well-known/jwks.json')).text) as JSONWebKeySet
/** Of the keys for access tokens. */
const kids = async (send: Send) => (await keySet(send)).keys.filter(({ alg }) => alg === 'ES256').map(({ kid }) => kid)
const kidOf = (token: string) => decodeProtectedHeader(token).kid
const me = async (token: string) => (await server.send('GET /auth/me', { bearer: token })).status
const advance = (seconds: number) => server.send('POST /sandbox/clock', { body: { advance: seconds } })

describe('rotate', () => {
  it('publishes the next key five minutes before it signs: who caches keys for five minutes verifies every token (AC-075)', async () => {
    const person = await signUp(server.send)
    const old = kidOf(person.access_token)
    await run('rotate')
    await advance(2)
    const next = (await kids(server.send)).find((kid) => kid !== old)
    const begin = server.world.clock.now()

    let token = person.refresh_token
    let cached = { at: 0, keys: createLocalJWKSet({ keys: [] }) }
    let firstUse: number | undefined
    for (let seconds = 0; seconds < 15 * 60; seconds += 20) {
      const now = server.world.clock.now()
      if (now - cached.at >= 300_000) cached = { at: now, keys: createLocalJWKSet(await keySet(server.send)) }
      const { body } = await refresh(server.send, token)
      await jwtVerify(body.access_token, cached.keys, { currentDate: new Date(now) })
      if (kidOf(body.access_token) === next) firstUse ??= now
      token = body.refresh_token
      await advance(20)
    }
    expect(firstUse! - begin).toBeGreaterThanOrEqual(300_000)
    expect(firstUse! - begin).toBeLessThanOrEqual(400_000)
  })

  it('keeps the old key until its last token has ended, then drops it (AC-075)', async () => {
    const person = await signUp(server.send)
    const old = kidOf(person.access_token)
    await run('rotate')
    await advance(50 * 60)
    expect(await kids(server.send)).toContain(old)
    expect(await me(person.access_token)).toBe(200)
    await advance(24 * 60 * 60)
    expect(await kids(server.send)).not.toContain(old)
    expect(await me(person.access_token)).toBe(401)
    const { body } = await refresh(server.send, person.refresh_token)
    expect(await me(body.access_token)).toBe(200)
  })

  it('publishes keys without private parts, the same after a restart and on every instance (AC-075)', async () => {
    await run('rotate')
    await advance(2)
    const published = await keySet(server.send)
    expect(published.keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256'])
    for (const key of published.keys) {
      const own =
        key.kty === 'RSA' ? ['alg', 'e', 'kid', 'kty', 'n', 'use'] : ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']
      expect(Object.keys(key).sort()).toEqual(own)
    }
    const other = await startServer(settings)
    expect(await keySet(other.send)).toEqual(published)
    await other.close()
  })
})

describe('revoke', () => {
  it('has every token of the key refused within a second, and a new key sign (AC-075)', async () => {
    const person = await signUp(server.send)
    const kid = kidOf(person.access_token)!
    expect(await me(person.access_token)).toBe(200)
    expect(await run('revoke', kid)).toContain(`Revoked ${kid}.`)
    await pause(1000)
    expect(await me(person.access_token)).toBe(401)
    expect(await kids(server.send)).not.toContain(kid)
    const { body } = await refresh(server.send, person.refresh_token)
    expect(kidOf(body.access_token)).not.toBe(kid)
    expect(await me(body.access_token)).toBe(200)
  })

  it('refuses a key that is not there', async () => {
    await expect(run('revoke', 'nothing')).rejects.toThrow(
      'There is no key nothing: countersign keys list shows their ids.',
    )
    expect(await kids(server.send)).toHaveLength(1)
  })
})

it('lists what each key does', async () => {
  const [kid] = await kids(server.send)
  const listed = async () => (await run('list')).split('\n').filter((line) => line.includes('  ES256  '))
  expect(await listed()).toEqual([`${kid}  ES256  signs`])
  expect((await run('list')).match(/ {2}RS256 {2}signs\n/g)).toHaveLength(1)
  const next = /^Published (\S+) \(ES256\)\. It signs from (\S+Z) on;/.exec(await run('rotate'))
  const [first, second] = await listed()
  expect(first).toMatch(new RegExp(`^${kid}  ES256  signs, published until \\d{4}-\\S+Z$`))
  expect(second).toBe(`${next?.[1]}  ES256  signs from ${next?.[2]}`)
})

describe('the command line', () => {
  const command = (args: string[], environment: Record<string, string> = settings) =>
    new Promise<{ code: number; out: string; errors: string }>((resolve) => {
      const cwd = join(import.meta.dirname, '../..')
      execFile(
        process.execPath,
        ['server/bin/countersign.mjs', 'keys', ...args],
        { cwd, env: { ...process.env, ...environment } },
        (error, out, errors) => resolve({ code: error ? Number(error.code) : 0, out, errors }),
      )
    })

  it('works beside the running service', async () => {
    const { code, out, errors } = await command(['list'])
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(out).toContain(`${(await kids(server.send))[0]}  ES256  signs\n`)
  })

  it('says what it can do', async () => {
    const { code, out } = await command(['--help'], {})
    expect([code, out]).toEqual([0, expect.stringMatching(/^countersign keys list .*\n.*rotate .*\n.*revoke KID /)])
  })

  it('says what is wrong with words it does not know', () => {
    const wrong: [args: string[], problem: string][] = [
      [[], 'Say what to do: list, rotate or revoke.'],
      [['remove'], 'There is no command "remove".'],
      [['revoke'], 'Say which key to revoke: countersign keys list shows their ids.'],
      [['list', 'all'], '"all" is one word too many.'],
      [['revoke', 'one', 'two'], '"two" is one word too many.'],
    ]
    for (const [args, problem] of wrong) expect(readCommand(args)).toEqual({ problem })
    expect(readCommand(['rotate', '--force'])).toEqual({ problem: expect.stringContaining("'--force'") })
  })

  it('ends with 2 for words it does not know, and says how to use it', async () => {
    const { code, errors } = await command(['remove'])
    expect([code, errors]).toEqual([
      2,
      expect.stringMatching(/^There is no command "remove"\.\n\ncountersign keys list/),
    ])
  })

  it('touches no keys that another secret sealed', async () => {
    const { code, errors } = await command(['rotate'], {
      ...settings,
      COUNTERSIGN_SECRET: 'qmZ8-another-1vT4-value-Xk20-entirely',
    })
    expect([code, errors]).toEqual([
      1,
      'These keys are sealed with another secret: set COUNTERSIGN_SECRET to that of the service.\n',
    ])
    expect(await kids(server.send)).toHaveLength(1)
  })

  it('says so where there are no keys yet', async () => {
    const { code, errors } = await command(['list'], { DATABASE_URL: `sqlite:${join(folder, 'empty.db')}` })
    expect([code, errors]).toEqual([1, expect.stringMatching(/^This database holds no keys: set DATABASE_URL/)])
  })
})
