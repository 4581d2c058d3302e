// The contract in a server of a team's own, and the kit's word on what is there.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackend } from 'countersign/http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Context, type Own, personOf, waitlists } from './waitlists.ts'

const here = import.meta.dirname

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  return port
}

let server: ChildProcess
let url: string
beforeAll(async () => {
  const env = { ...process.env, PORT: String(await freePort()), VITEST: '' }
  server = spawn(process.execPath, [join(here, 'server.ts')], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(server.stdout!, 'data')) as [Buffer]
  url = String(line).trim()
}, 600_000)
afterAll(() => server.kill())

it.each([
  ['GET', '/auth/me', { status: 501, code: 'not_implemented' }],
  ['POST', '/oauth2/token', { error: 'server_error' }],
  ['GET', '/api/v1/auth/me', { status: 501, type: 'not_implemented' }],
  ['GET', '/api/platform/auth/me', { status: 501, type: 'not_implemented' }],
  ['GET', '/api/auth/sessions/current', { statusCode: 501, error: 'NOT_IMPLEMENTED' }],
])('%s %s is not there, and is said so in the words of its surface', async (method, path, body) => {
  const answer = await fetch(url + path, { method })
  expect(answer.status).toBe(501)
  expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/)
  expect(await answer.json()).toMatchObject(body)
})

it.each([
  ['GET', '/nowhere', 404],
  ['POST', '/sandbox/reset', 404],
  ['PATCH', '/auth/me', 405],
])('%s %s, which the contract does not have outside of the sandbox, is %d', async (method, path, status) => {
  expect((await fetch(url + path, { method })).status).toBe(status)
})

it('keeps the contract in what is there, to the kit', { timeout: 600_000 }, async () => {
  const report = mkdtempSync(join(tmpdir(), 'own-backend-'))
  const operations = ['account.*Waitlist*', 'service.getLiveness'].flatMap((id) => ['--operation', id])
  const args = ['--url', url, '--world', join(here, 'world.ts'), '--report', report, ...operations]
  const env = { ...process.env, CI: 'true', VITEST: '' }
  const bin = join(here, '../../contract-tests/bin/countersign-conform.mjs')
  const kit = spawn(process.execPath, [bin, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [kit.stdout, kit.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const [code] = (await once(kit, 'close')) as [number]
  rmSync(report, { recursive: true, force: true })
  expect([code, said]).toEqual([0, expect.stringMatching(/[1-9]\d cases and \d{3,} negatives kept, 0 broken/)])
})

it('does not compile without a handler, and does not start without what its security needs', () => {
  const own: Own = { people: new Map(), waits: new Map(), now: () => 0 }
  const parts = { publicUrl: 'http://127.0.0.1', own, partial: true, handlers: { account: waitlists } } as const
  expect(() => createBackend<Context>(parts)).toThrow('nothing checks the security scheme accountBearer')

  const { leaveWaitlist: _, ...others } = waitlists
  // @ts-expect-error One handler of the resource is missing.
  const lacking: typeof waitlists = others
  const schemes = { accountBearer: personOf }
  // @ts-expect-error Without `partial` all handlers of the contract are owed.
  const whole = () => createBackend<Context>({ ...parts, partial: false, schemes, handlers: { account: lacking } })
  expect(whole).toThrow()
})
