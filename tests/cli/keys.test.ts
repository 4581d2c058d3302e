// An operator changes the keys of a service that goes on serving.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type JSONWebKeySet, createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Send, type TestServer, refresh, signUp, startServer } from '../server-for-tests.ts'
import { openDatabase } from '../../server/storage/database.ts'
import { production, runCommand } from './command-for-tests.ts'

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

const command = (args: string[], given: Record<string, string> = settings) => runCommand(given, ['keys', ...args])

const run = async (...args: string[]): Promise<string> => {
  const { code, out, errors } = await command(args)
  if (code !== 0) throw new Error(errors)
  return out
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

it('says for programs what each key does', async () => {
  const read = async (...args: string[]) => JSON.parse(await run(...args, '--json')) as unknown
  const [kid] = await kids(server.send)
  const signing = { kid, alg: 'ES256', signs: true, signs_from: expect.any(String), published_until: null }
  expect(await read('list')).toEqual({ keys: expect.arrayContaining([signing]) })
  expect(await read('rotate')).toEqual({
    keys: expect.arrayContaining([
      { kid: expect.any(String), alg: 'ES256', signs_from: expect.any(String), published_until: null },
    ]),
  })
  expect(await read('list')).toEqual({
    keys: expect.arrayContaining([{ ...signing, published_until: expect.stringMatching(/Z$/) }]),
  })
  expect(await read('revoke', kid!)).toEqual({ kid })
})

describe('the command line', () => {
  it('works beside the running service', async () => {
    const { code, out, errors } = await command(['list'])
    expect({ code, errors }).toEqual({ code: 0, errors: '' })
    expect(out).toContain(`${(await kids(server.send))[0]}  ES256  signs\n`)
  })

  it('asks in production for no more than the database and its secret', async () => {
    const given = production(`sqlite:${join(folder, 'production.db')}`)
    expect(await runCommand(given, ['migrate'])).toMatchObject({ code: 0 })
    expect(await command(['list'], given)).toEqual({
      code: 0,
      out: expect.stringMatching(/^\S+ {2}(ES|RS)256 {2}signs\n\S+ {2}(ES|RS)256 {2}signs\n$/),
      errors: '',
    })
  })

  it('says what it can do', async () => {
    const { code, out } = await command(['--help'], {})
    expect(code).toBe(0)
    for (const line of ['keys list', 'keys rotate', 'keys revoke KID']) expect(out).toContain(`countersign ${line}\n`)
  })

  it('ends with 2 for words it does not know, and says what is wrong and how to use it', async () => {
    const wrong: [args: string[], problem: string][] = [
      [[], 'Say what to do: list, rotate, revoke.'],
      [['remove'], 'There is no command "keys remove": there is list, rotate, revoke.'],
      [['revoke'], 'Say which: countersign keys revoke KID.'],
      [['list', 'all'], '"all" is one word too many.'],
      [['revoke', 'one', 'two'], '"two" is one word too many.'],
    ]
    for (const [args, problem] of wrong) {
      const { code, out, errors } = await command(args)
      expect([code, out, errors.slice(0, errors.indexOf('\n\n'))]).toEqual([2, '', problem])
      expect(errors).toContain('countersign keys list\n')
    }
    expect(await command(['rotate', '--force'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining("'--force'"),
    })
  })

  it('touches no keys that another secret sealed', async () => {
    const given = { ...settings, COUNTERSIGN_SECRET: 'qmZ8-another-1vT4-value-Xk20-entirely' }
    expect(await command(['rotate'], given)).toEqual({
      code: 1,
      out: '',
      errors: 'The database was made with another COUNTERSIGN_SECRET: set that one.\n',
    })
    expect(await kids(server.send)).toHaveLength(1)
  })

  it('says so where there is no database, or one that is not ready', async () => {
    const url = `sqlite:${join(folder, 'empty.db')}`
    expect(await command(['list'], { DATABASE_URL: url })).toMatchObject({
      code: 1,
      errors: expect.stringMatching(/^There is no database at /),
    })
    await (await openDatabase(url)).close()
    expect(await command(['list'], production(url))).toMatchObject({
      code: 1,
      out: '',
      errors: expect.stringContaining('countersign migrate'),
    })
  })
})
