// The two scripts that clients are told to try a service with, run against the real server.
import { execFile } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, audience, newEmail, password, signUp, startServer } from '../tests/server-for-tests.ts'

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startServer()
  folder = mkdtempSync(join(tmpdir(), 'auth-'))
  // A curl that tells on its command line, as ps would, and then does its work.
  const lines = ['#!/bin/sh', `printf '%s\\n' "$*" >> '${join(folder, 'seen')}'`, 'PATH=${PATH#*:}', 'exec curl "$@"']
  writeFileSync(join(folder, 'curl'), lines.join('\n'))
  chmodSync(join(folder, 'curl'), 0o755)
})
afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Ran {
  readonly code: number
  readonly out: string
  readonly errors: string
}

const run = (script: string, environment: Record<string, string> = {}, args: string[] = []): Promise<Ran> =>
  new Promise((resolve) => {
    const env = { PATH: `${folder}:${process.env.PATH}`, AUTH_BASE_URL: server.url, ...environment }
    execFile(join(import.meta.dirname, script), args, { env }, (error, out, errors) =>
      resolve({ code: error ? Number(error.code) : 0, out, errors }),
    )
  })

/** A service that gives the same answer to everything. */
const pretender = async (status: number, body: string): Promise<{ url: string; close: () => void }> => {
  const pretending: Server = createServer((_req, res) => res.writeHead(status).end(body))
  await new Promise<void>((resolve) => pretending.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(pretending.address() as AddressInfo).port}`, close: () => pretending.close() }
}

describe('auth_probe.sh', () => {
  const probe = (environment?: Record<string, string>, args?: string[]) => run('auth_probe.sh', environment, args)

  it('signs a user of its own up in a new sandbox, and only in once it exists', async () => {
    const first = await probe()
    expect(first).toEqual({ code: 0, out: expect.stringMatching(/^ok +sign-up +probe@example\.test$/m), errors: '' })
    const { code, out } = await probe()
    expect(code).toBe(0)
    expect(out).toMatch(
      new RegExp(
        `^ok +jwks +2 keys\\nok +sign-in +probe@example\\.test in acc_[0-9a-f-]{36}\\nok +account-token +${audience}\\n$`,
      ),
    )
  })

  it('takes any password, and shows neither it nor a token on a command line', async () => {
    const strange = 'say "hi"\\to\tthe $HOME of `id` & ünïcode %41 @file'
    const { email } = await signUp(server.send, { password: strange })
    const { code, out } = await probe({ EMAIL: email, PASSWORD: strange })
    expect([code, out]).toEqual([0, expect.stringContaining(`sign-in        ${email} in acc_`)])
    const seen = readFileSync(join(folder, 'seen'), 'utf8')
    expect(seen.trim().split('\n').length).toBeGreaterThanOrEqual(3)
    expect(seen).not.toMatch(/hi|ünïcode|eyJ|Bearer|@/)
  })

  it('fails at the first check that fails, and says how the service refused', async () => {
    const { email } = await signUp(server.send)
    const wrong = await probe({ EMAIL: email, PASSWORD: 'a guess' })
    expect([wrong.code, wrong.out]).toEqual([
      1,
      expect.stringMatching(/^ok +jwks .*\nFAIL +sign-in +401 invalid_credentials +Wrong email or password\n$/),
    ])
    const elsewhere = await probe({ EMAIL: email, PASSWORD: password, AUTH_AUDIENCE: 'https://elsewhere.test' })
    expect([elsewhere.code, elsewhere.out]).toEqual([
      1,
      expect.stringMatching(/\nFAIL +account-token +400 invalid_audience /),
    ])
  })

  it.each([
    ['there are no keys', 200, '{"keys":[]}', '200  the set holds no key'],
    ['a key is private', 200, '{"keys":[{"kty":"EC","d" : "x"}]}', '200  a key shows its private member "d"'],
    ['the answer is an error', 500, '{"error":"server_error"}', '500 server_error'],
  ])('fails when %s', async (_what, status, body, says) => {
    const { url, close } = await pretender(status, body)
    const { code, out } = await probe({ AUTH_BASE_URL: url })
    close()
    expect([code, out.trimEnd()]).toEqual([1, `FAIL  jwks           ${says}`])
  })

  it('fails when nobody answers', async () => {
    const { url, close } = await pretender(200, '')
    close()
    const { code, out } = await probe({ AUTH_BASE_URL: url })
    expect([code, out]).toEqual([1, expect.stringMatching(/^FAIL +jwks +no answer +curl: \(7\)/)])
  })

  it('ends with 2 for wrong usage, and calls no foreign service with credentials of its own', async () => {
    expect(await probe({}, ['now'])).toMatchObject({ code: 2, out: '', errors: expect.stringContaining('--help') })
    const foreign = await probe({ AUTH_BASE_URL: 'https://auth.example.test' })
    expect(foreign).toMatchObject({ code: 2, out: '', errors: expect.stringContaining('Set EMAIL and PASSWORD') })
    expect(await probe({}, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('AUTH_AUDIENCE') })
  })
})

describe('auth_bootstrap_accounts.sh', () => {
  const bootstrap = (environment?: Record<string, string>, args?: string[]) =>
    run('auth_bootstrap_accounts.sh', environment, args)
  const rowsOf = (out: string) => {
    const [names = '', ...rows] = out.trimEnd().split('\n')
    return rows.map((row) => Object.fromEntries(row.split('\t').map((value, at) => [names.split('\t')[at], value])))
  }

  it('makes users whose tokens work, and signs in those that exist', async () => {
    const [name, host] = newEmail('many').split('@')
    const settings = { EMAIL: `${name}@${host}`, PASSWORD: password }
    const two = await bootstrap(settings, ['2'])
    expect(two.code).toBe(0)
    expect(two.errors).toMatch(/^1 of 2 +\S+\+1@example\.test +made\n2 of 2 +\S+\+2@example\.test +made\n$/)
    const three = await bootstrap(settings, ['3'])
    expect(three.errors).toMatch(/signed in\n.*signed in\n3 of 3 .*made\n$/)

    const rows = rowsOf(three.out)
    expect(rows.map(({ email }) => email)).toEqual([1, 2, 3].map((number) => `${name}+${number}@${host}`))
    expect(rows[0]?.user_id).toBe(rowsOf(two.out)[0]?.user_id)
    for (const row of rows) {
      const me = JSON.parse((await server.send('GET /auth/me', { bearer: row.access_token! })).text)
      expect(me).toMatchObject({ id: row.user_id, active_membership: { account_id: row.account_id } })
      const payload = JSON.parse(Buffer.from(row.account_token!.split('.')[1]!, 'base64url').toString())
      expect(payload).toMatchObject({ aud: audience })
      expect(row.refresh_token).toMatch(/^[\w-]{43}$/)
    }
  })

  it('stops at the first user that fails, and says why', async () => {
    const { code, out, errors } = await bootstrap({ EMAIL: newEmail('weak'), PASSWORD: 'short' }, ['2'])
    expect([code, out.split('\n')]).toEqual([1, [expect.stringMatching(/^email\tuser_id\t/), '']])
    expect(errors).toMatch(/^weak\S+\+1@example\.test: 400 weak_password +\S/)
  })

  it.each([[['none']], [['0']], [['2', '3']]])('ends with 2 for %j', async (args) => {
    expect(await bootstrap({}, args)).toEqual({
      code: 2,
      out: '',
      errors: 'Say how many users: a whole number from 1 to 99999.\n',
    })
  })

  it('says what it takes', async () => {
    expect(await bootstrap({ EMAIL: 'nobody' })).toMatchObject({
      code: 2,
      errors: expect.stringContaining('EMAIL is "nobody"'),
    })
    expect(await bootstrap({}, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('name+1@host') })
  })
})
