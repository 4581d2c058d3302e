// Traffic that is held to the contract: recorded in a HAR file, and live through the proxy.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { OperationId } from '../generated/operations.ts'
import { type Options, exitCodes, readOptions } from '../contract-tests/cli/options.ts'
import { holdRecorded } from '../contract-tests/cli/traffic.ts'
import { createGate } from '../contract-tests/report/baseline.ts'
import { exampleOf } from '../contract-tests/harness/contract/contract.ts'
import type { Report } from '../contract-tests/report/report.ts'
import type { Seen } from '../contract-tests/traffic/exchange.ts'
import { readHar } from '../contract-tests/traffic/har.ts'
import { startProxy } from '../contract-tests/traffic/proxy.ts'
import { createTraffic } from '../contract-tests/traffic/traffic.ts'
import { conform, serve } from './conform-for-tests.ts'

const folder = mkdtempSync(join(tmpdir(), 'traffic-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const id = '0199c0de-0000-7000-8000-000000000001'
const base = 'https://api.example.test'
const signedIn = structuredClone(exampleOf('account.signIn', 200, 'signed_in')) as { tokens: { access_token: string } }
/** None that a report holds with the contract. */
const token = `eyJhbGciOiJFUzI1NiJ9.${'c'.repeat(40)}.${'s'.repeat(40)}`
signedIn.tokens.access_token = token
const pairs = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))

interface Told {
  readonly method?: string
  readonly url: string
  readonly asks?: Readonly<Record<string, string>>
  readonly body?: string
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly content?: object
}

const entry = ({ method = 'GET', url, asks = {}, body, status, headers = {}, content = { size: 0 } }: Told) => ({
  request: { method, url, headers: pairs(asks), ...(body !== undefined && { postData: { text: body } }) },
  response: { status, headers: pairs({ 'x-request-id': id, ...headers }), content },
})
const json = (value: unknown) => ({
  headers: { 'content-type': 'application/json' },
  content: { size: 1, text: JSON.stringify(value) },
})
const har = (name: string, entries: readonly unknown[]): string => {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify({ log: { version: '1.2', entries } }))
  return path
}

const alive = entry({ url: `${base}/health/live`, status: 200, ...json({ status: 'alive' }) })
const lacking = entry({
  url: `${base}/auth/me`,
  asks: { authorization: `Bearer ${token}` },
  status: 200,
  ...json({ id: 'uid_0199c0de-0000-7000-8000-000000000001' }),
})

describe('a record of traffic', () => {
  it('is held to the contract, with its secrets masked', async () => {
    const secret = 'a password that nobody may read'
    const file = har('kept.har', [
      alive,
      alive,
      lacking,
      lacking,
      entry({
        method: 'POST',
        url: `${base}/auth/sign-in?x=1`,
        body: JSON.stringify({ client_id: 'cid_inbox_manager', email: 'a@example.test', password: secret }),
        status: 418,
        ...json(signedIn),
      }),
      entry({ url: 'https://elsewhere.example/health/live', status: 500 }),
      entry({ url: `${base}/app.js`, status: 200 }),
    ])
    const run = await conform(base, ['--har', file])
    expect(run.code, run.said).toBe(exitCodes.broken)
    expect(run.said).toContain(
      'account.me: GET /auth/me was sent; the contract says what a 200 is (spec/account/users.yaml:',
    )
    expect(run.said.match(/^broken {2}account\.me in traffic > 200$/gm)).toHaveLength(1)
    expect(run.said).toContain('status 418 is not declared')
    expect(run.said).toContain(`left out  1 exchange: it was sent elsewhere than to ${base}`)
    expect(run.said).toContain('left out  1 exchange: no operation of the contract is at its path')
    expect(run.said).toMatch(/^5 exchanges held, 2 breaks; 3 of \d+ operations and 2 of \d+ statuses seen\.$/m)
    const live = run.report.operations.find((one) => one.id === 'service.getLiveness')!
    expect(live.statuses[0]!.squares[0]).toMatchObject({ state: 'kept', count: 2 })
    for (const text of [run.said, run.read('report.json'), run.read('junit.xml'), run.read('report.sarif')]) {
      expect(text).not.toContain(secret)
      expect(text).not.toContain(token)
    }
  })

  it('passes where its breaks are known, and says nothing of a file without the contract', () => {
    const said: string[] = []
    for (const stream of [process.stdout, process.stderr]) {
      vi.spyOn(stream, 'write').mockImplementation((chunk) => said.push(String(chunk)) > 0)
    }
    const hold = (url: string, ...args: readonly string[]) =>
      holdRecorded(readOptions(['--url', url, '--report', join(folder, 'held'), ...args], {}) as Options, file)
    const file = har('known.har', [alive, lacking])
    const baseline = ['--baseline', join(folder, 'baseline.json')]
    try {
      expect(hold(base, ...baseline, '--update-baseline')).toBe(exitCodes.kept)
      expect(hold(base, ...baseline)).toBe(exitCodes.kept)
      expect(said.join('')).toContain('known   account.me in traffic > 200')
      expect(hold(base, '--operation', 'service.getLiveness')).toBe(exitCodes.kept)
      expect(hold('https://other.example')).toBe(exitCodes.unusable)
    } finally {
      vi.restoreAllMocks()
    }
    writeFileSync(join(folder, 'odd.har'), '{"log":{}}')
    expect(() => readHar(join(folder, 'odd.har'), undefined)).toThrow('it holds no "log" with "entries"')
  })

  it('is read as browsers write it', () => {
    const path = har('odd-entries.har', [
      entry({
        url: 'http://localhost:1/base/auth/me?a=b#c',
        asks: { ':authority': 'localhost', cookie: 'a=1; b=2' },
        status: 200,
        headers: { 'set-cookie': 'one=1; Path=/\ntwo=2' },
        content: { size: 5, encoding: 'base64', text: Buffer.from('"ö"').toString('base64') },
      }),
      entry({ url: 'http://localhost:1/basement', status: 200 }),
      entry({ url: 'http://localhost:1/base/auth/me', status: 0 }),
      entry({ url: 'http://localhost:1/base/auth/me', status: 200, content: { size: 12 } }),
      entry({ url: 'about:blank', status: 200 }),
      null,
      { request: { url: 'http://localhost:1/base' } },
    ])
    const [first, ...others] = readHar(path, 'http://localhost:1/base/')
    expect(first).toMatchObject({ baseUrl: 'http://localhost:1/base', url: '/auth/me?a=b', answer: { text: '"ö"' } })
    expect(others.map((one) => 'lack' in one)).toEqual(others.map(() => true))
    const all = ['account.me'] as const satisfies readonly OperationId[]
    const traffic = createTraffic(all, createGate([]))
    const found = traffic.hold(first as Seen)
    expect(found?.reason).toContain('content type  is not declared')
    expect(traffic.hold(first as Seen)).toBeUndefined()
    const cell = traffic.report('here', 0).operations[0]!.statuses.find(({ status }) => status === 200)!.exchanges[0]!
    expect(cell.answer.headers.filter(([name]) => name === 'set-cookie').map(([, value]) => value)).toEqual([
      'one=…; Path=/',
      'two=…',
    ])
  })
})

describe('the proxy', () => {
  const listener: RequestListener = (request, response) => {
    void (async () => {
      const body = Buffer.concat((await request.toArray()) as Buffer[])
      if (request.url?.endsWith('/cut')) {
        return response
          .writeHead(200, { 'content-length': '9' })
          .write('{', () => setTimeout(() => request.socket.destroy(), 50))
      }
      const told = gzipSync(
        JSON.stringify({ url: request.url, body: body.toString('hex'), host: request.headers.host }),
      )
      response.setHeader('set-cookie', ['a=1', 'b=2'])
      response.setHeader('content-encoding', 'gzip')
      response.writeHead(request.method === 'POST' ? 201 : 200, 'As You Like', { 'content-type': 'application/json' })
      response.end(told)
    })()
  }

  it('changes nothing of what goes through, and tells it as it was meant', async () => {
    const server = await serve(listener)
    const seen: Seen[] = []
    const lost: string[] = []
    const watcher = { passed: (one: Seen) => void seen.push(one), leftOut: (reason: string) => void lost.push(reason) }
    const proxy = await startProxy(`${server.url}/below`, { host: '127.0.0.1', port: 0 }, watcher)
    const bytes = Buffer.from([0, 255, 10, 13])
    const direct = await fetch(`${server.url}/below/a?b=%20`, { method: 'POST', body: bytes })
    const through = await fetch(`${proxy.url}/a?b=%20`, { method: 'POST', body: bytes })
    expect(through.status).toBe(201)
    expect(through.statusText).toBe('As You Like')
    expect(await through.text()).toBe(await direct.text())
    const told = (answer: Response) => [...answer.headers].filter(([name]) => !/^(date|keep-alive)$/.test(name))
    expect(told(through)).toEqual(told(direct))
    expect(
      await fetch(`${proxy.url}/cut`)
        .then((answer) => answer.text())
        .catch(() => 'cut'),
    ).toBe('cut')
    // What no client may send on, and some server takes, ends one exchange and not the proxy.
    const raw = connect(Number(new URL(proxy.url).port), '127.0.0.1')
    raw.end('GET /\u00ff HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
    expect(String((await raw.toArray())[0])).toMatch(/^HTTP\/1\.1 (400|200)/)
    await server.close()
    expect((await fetch(`${proxy.url}/a`)).status).toBe(502)
    await proxy.close()
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/a?b=%20', answer: { status: 201 } })
    expect(JSON.parse(seen[0]!.answer.text)).toMatchObject({ body: bytes.toString('hex') })
    expect(lost).toContain('no answer came')
  })

  it('sends a body of no stated length on as the body of its request, and no header of the connection', async () => {
    const asked: string[] = []
    const server = await serve((request, response) => {
      void (async () => {
        const body = Buffer.concat((await request.toArray()) as Buffer[]).toString()
        asked.push(`${request.method} ${request.url} ${String(request.headers['x-hop'])} ${body}`)
        response.end()
      })()
    })
    const proxy = await startProxy(server.url, { host: '127.0.0.1', port: 0 }, { passed: () => {}, leftOut: () => {} })
    const inner = 'GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n'
    const chunk = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`
    for (const method of ['DELETE', 'GET']) {
      const raw = connect(Number(new URL(proxy.url).port), '127.0.0.1')
      const head = `${method} /auth/me HTTP/1.1\r\nhost: x\r\nconnection: close, x-hop\r\nx-hop: 1\r\ntransfer-encoding: chunked\r\n\r\n`
      raw.end(head + chunk)
      await raw.toArray()
    }
    expect((await fetch(`${proxy.url}/next`)).status).toBe(200)
    await proxy.close()
    await server.close()
    expect(asked).toEqual([
      `DELETE /auth/me undefined ${inner}`,
      `GET /auth/me undefined ${inner}`,
      'GET /next undefined ',
    ])
  })

  it.each([
    ['ended', 'SIGTERM'],
    ['left alone, as its command was killed', 'SIGKILL'],
  ] as const)('holds what passed until it is %s, and leaves a report', async (_how, signal) => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': id }).end('{"status":"alive"}'),
    )
    const report = join(folder, `live-${signal}`)
    const bin = join(import.meta.dirname, '../contract-tests/bin/countersign-conform.mjs')
    const args = ['proxy', '--upstream', server.url, '--port', '0', '--report', report]
    const kit = spawn(process.execPath, [bin, ...args], { env: { ...process.env, CI: 'true' } })
    let said = ''
    const url = Promise.withResolvers<string>()
    const broke = Promise.withResolvers<void>()
    for (const stream of [kit.stdout, kit.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        const [address] = /http:\/\/127\.0\.0\.1:\d+(?= leads)/.exec(said) ?? []
        if (address) url.resolve(address)
        if (/^broken {2}account\.me/m.test(said)) broke.resolve()
      })
    }
    try {
      expect(await (await fetch(`${await url.promise}/health/live`)).json()).toEqual({ status: 'alive' })
      await (await fetch(`${await url.promise}/auth/me`, { headers: { authorization: `Bearer ${token}` } })).text()
      await broke.promise
      kit.kill(signal)
      // Not before the last that writes there has ended.
      const [code] = (await once(kit, 'close')) as [number | null]
      expect(code, said).toBe(signal === 'SIGKILL' ? null : exitCodes.broken)
      expect(said).toContain('2 exchanges held, 1 break; 2 of')
      const left = readFileSync(join(report, 'report.json'), 'utf8')
      expect((JSON.parse(left) as Report).totals).toMatchObject({ passed: 1, failed: 1 })
      expect(said + left).not.toContain(token)
    } finally {
      kit.kill('SIGKILL')
      await server.close()
    }
  })
})
