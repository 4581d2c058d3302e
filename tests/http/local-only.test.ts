// The sandbox is its developer's alone: no other page, and no other name of this machine, reaches what has no password.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { type TestServer, startServer } from '../server-for-tests.ts'
import type { Document, OperationObject } from '../../server/http/document.ts'

const localOf = ({ world }: TestServer) =>
  Object.values(operations).filter(({ method, path }) => {
    const operation = (world.contract.document as Document).paths[path]?.[method] as OperationObject
    return operation['x-sandbox'] || operation['x-local-in-sandbox']
  })

const lineOf = ({ method, path }: { method: string; path: string }) =>
  `${method.toUpperCase()} ${path.replace('{provider}', 'google').replace('{mail_id}', '1')}` as const

describe.each(['http://localhost:3000', 'https://auth.example.test'])('a sandbox at %s', (publicUrl) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ PUBLIC_URL: publicUrl })
  })
  afterAll(() => server.close())

  it('has operations without a password, of which this is asked', () => {
    const lines = localOf(server).map(lineOf)
    expect(lines).toEqual(
      expect.arrayContaining([
        'POST /sandbox/reset',
        'GET /sandbox/mailbox.json',
        'GET /sandbox/credentials',
        'POST /api/platform/auth/register',
        'POST /api/auth/admin/sessions',
      ]),
    )
  })

  it('refuses pages of other sites at each of them', async () => {
    const pages: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'https://app.inbox-manager.com' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' },
    ]
    for (const operation of localOf(server)) {
      for (const headers of pages) {
        const answer = await server.send(lineOf(operation), { headers })
        expect([lineOf(operation), headers, answer.status]).toEqual([lineOf(operation), headers, 403])
        expect(answer.headers['access-control-allow-origin']).not.toBe('https://evil.example')
      }
    }
  })

  it('refuses every name that is not of this machine at each of them', async () => {
    const hosts = [
      'evil.example',
      'evil.example:3000',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '203.0.113.7',
    ]
    for (const operation of localOf(server)) {
      for (const host of [...hosts, '192.168.1.20:3000', '[2001:db8::1]', 'localhost@evil.example']) {
        const answer = await server.send(lineOf(operation), { headers: { host } })
        expect([lineOf(operation), host, answer.status]).toEqual([lineOf(operation), host, 403])
      }
    }
  })

  it('answers to names of this machine, and to the public one where it leads here', async () => {
    const { host } = new URL(publicUrl)
    for (const name of [
      'localhost:3000',
      'LOCALHOST',
      '127.0.0.1:3000',
      '127.8.8.8',
      '[::1]:3000',
      'x.localhost',
      host,
    ]) {
      const answer = await server.send('GET /sandbox/mailbox.json', { headers: { host: name } })
      expect([name, answer.status]).toEqual([name, 200])
    }
  })

  it('answers a person who follows a link from elsewhere, and its own pages', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await server.send('GET /sandbox/mailbox', { headers: link })).status).toBe(200)
    const own = { origin: 'null', 'sec-fetch-site': 'same-origin' }
    expect((await server.send('POST /sandbox/reset', { headers: own })).status).toBe(200)
    expect((await server.send('POST /sandbox/reset', { headers: { origin: publicUrl.toUpperCase() } })).status).toBe(
      200,
    )
  })

  it('answers its own pages under every name of this machine, and no page of another port', async () => {
    const ask = (host: string, origin: string) =>
      server.send('POST /sandbox/clock', { headers: { host, origin }, body: { advance: 1 } })
    for (const host of ['127.0.0.1:3000', '127.0.0.1', '[::1]:4010', 'x.localhost:3000', 'LOCALHOST:8080']) {
      expect([host, (await ask(host, `http://${host.toLowerCase()}`)).status]).toEqual([host, 200])
    }
    for (const origin of ['http://127.0.0.1:5173', 'https://127.0.0.1:3000', 'http://localhost:5000', 'null']) {
      expect([origin, (await ask('127.0.0.1:3000', origin)).status]).toEqual([origin, 403])
    }
    expect((await ask('evil.example', 'http://evil.example')).status).toBe(403)
  })

  it('answers under other names what has its own credentials', async () => {
    expect((await server.send('GET /health/live', { headers: { host: 'evil.example' } })).status).toBe(200)
    const me = await server.send('GET /auth/me', { headers: { host: 'evil.example' } })
    expect(me.status).toBe(401)
  })
})

it('takes the public name from nobody behind a proxy', async () => {
  const server = await startServer({ PUBLIC_URL: 'https://auth.example.test' })
  const headers = { host: 'auth.example.test', 'x-forwarded-for': '203.0.113.7' }
  expect((await server.send('GET /sandbox/mailbox.json', { headers })).status).toBe(403)
  await server.close()
})
