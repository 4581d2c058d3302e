import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type TestServer, clientId, newEmail, productionSettings, startServer } from '../server-for-tests.ts'
import { callerAddress } from '../../server/http/client-address.ts'

describe('the address of a caller', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::FFFF:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['0:0:0:0:0:ffff:cb00:7107', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::203.0.113.7', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
    ['::1', '::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['', 'unknown'],
    ['nonsense', 'unknown'],
    [undefined, 'unknown'],
  ])('has one form: %s is %s (AC-012)', (given, canonical) => {
    expect(callerAddress(given)).toBe(canonical)
  })
})

describe('behind one trusted proxy', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ TRUSTED_PROXIES: 'loopback' })
  })
  afterAll(() => server.close())

  /** How many look-ups are left to whoever this header says. */
  const remaining = async (ip: string): Promise<number> => {
    const answer = await server.send('POST /auth/check-email', { ip, body: { client_id: clientId, email: newEmail() } })
    return Number(answer.headers['ratelimit-remaining'])
  }

  it('all spellings of one IPv4 address are one caller (AC-012)', async () => {
    const left = []
    for (const ip of [
      '198.51.100.4',
      '::ffff:198.51.100.4',
      '::FFFF:198.51.100.4',
      '::ffff:c633:6404',
      '0:0:0:0:0:FFFF:C633:6404',
    ])
      left.push(await remaining(ip))
    expect(left).toEqual([29, 28, 27, 26, 25])
  })

  it('a port makes nobody another caller, and never everybody one', async () => {
    const left = []
    for (const ip of ['198.51.100.9:4711', '198.51.100.9', '198.51.100.9:80', '[::ffff:198.51.100.9]:443'])
      left.push(await remaining(ip))
    for (const ip of ['[2001:db8:77::1]:443', '2001:db8:77::1', '[2001:db8:77::2]']) left.push(await remaining(ip))
    left.push(await remaining('198.51.100.10:4711'), await remaining('[2001:db8:78::1]:443'))
    expect(left).toEqual([29, 28, 27, 26, 29, 28, 27, 29, 29])
  })

  it('what cannot be read is the proxy itself, and is logged once', async () => {
    const first = await remaining('unknown')
    const left = []
    for (const ip of [
      '_hidden',
      '198.51.100.300',
      '198.51.100.011',
      '198.51.100',
      '3325256713',
      '198.51.100.1:port',
      '[2001:db8::1',
      '2001:db8::1::2',
      '198.51.100.1, ',
      '198.51.100.1, evil<script>',
    ])
      left.push(await remaining(ip))
    expect(left).toEqual(left.map((_, index) => first - 1 - index))
    const lines = server.logs.filter(({ msg }) => String(msg).startsWith('X-Forwarded-For cannot be read'))
    expect(lines).toEqual([expect.objectContaining({ level: 'warn', said: 'unknown' })])
  })

  it('all addresses of one /64 are one caller, and only those (AC-012)', async () => {
    const statuses = []
    for (let host = 1; host <= 31; host++) {
      const ip = `2001:db8:aa:bb:${((host * 7919) & 0xffff).toString(16)}::${host}`
      statuses.push(
        (await server.send('POST /auth/check-email', { ip, body: { client_id: clientId, email: newEmail() } })).status,
      )
    }
    expect(statuses).toEqual([...Array(30).fill(200), 429])
    expect(await remaining('2001:db8:aa:bc::1')).toBe(29)
  })

  it('only the hop that the proxy added counts (AC-012)', async () => {
    expect(await remaining('192.0.2.9')).toBe(29)
    expect(await remaining('10.0.0.1, 192.0.2.9')).toBe(28)
    expect(await remaining('203.0.113.200, 10.9.8.7, nonsense, 192.0.2.9')).toBe(27)
    expect(await remaining('192.0.2.77, 192.0.2.9')).toBe(26)
    expect(await remaining('192.0.2.77')).toBe(29)
  })

  it('other headers that name an address count for nothing', async () => {
    const names = ['Forwarded', 'X-Real-IP', 'X-Client-IP', 'CF-Connecting-IP', 'True-Client-IP', 'X-Cluster-Client-IP']
    const before = await remaining('192.0.2.50')
    for (const [index, name] of names.entries()) {
      const headers = { [name]: name === 'Forwarded' ? `for=10.1.1.${index}` : `10.1.1.${index}` }
      const answer = await server.send('POST /auth/check-email', {
        ip: '192.0.2.50',
        headers,
        body: { client_id: clientId, email: newEmail() },
      })
      expect([name, Number(answer.headers['ratelimit-remaining'])]).toEqual([name, before - 1 - index])
    }
  })
})

describe('in production, behind a proxy that nobody has named', () => {
  it('the log says once whose word does not count, and what to set', async () => {
    const server = await startServer({
      ...productionSettings,
      TRUSTED_PROXIES: '10.0.0.0/8',
    })
    onTestFinished(() => server.close())
    const ask = (localAddress: string, said: string) =>
      new Promise<void>((resolve, reject) => {
        const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1', localAddress }, () =>
          socket.end(`GET /health/live HTTP/1.1\r\nHost: x\r\n${said}Connection: close\r\n\r\n`),
        )
        socket.resume().on('error', reject)
        socket.on('close', () => resolve())
      })
    const forged = `X-Forwarded-For: 192.0.2.1\r\n`
    await ask('127.0.0.9', '')
    for (const from of ['127.0.0.9', '127.0.0.9', '127.0.0.8', '127.0.0.8']) await ask(from, forged)
    const lines = server.logs.filter(({ msg }) => String(msg).includes('TRUSTED_PROXIES'))
    expect(lines.map(({ level, peer }) => [level, peer])).toEqual([
      ['warn', '127.0.0.9'],
      ['warn', '127.0.0.8'],
    ])
    for (let host = 20; host < 40; host++) await ask(`127.0.0.${host}`, forged)
    expect(server.logs.filter(({ msg }) => String(msg).includes('TRUSTED_PROXIES'))).toHaveLength(10)
  })
})

describe('without a trusted proxy', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ TRUSTED_PROXIES: '', HOST: '::' })
  })
  afterAll(() => server.close())

  it('a forwarded address counts for nothing (AC-012)', async () => {
    const left = []
    for (const ip of ['192.0.2.1', '192.0.2.2', '192.0.2.3, 127.0.0.1']) {
      const answer = await server.send('POST /auth/check-email', {
        ip,
        body: { client_id: clientId, email: newEmail() },
      })
      left.push(Number(answer.headers['ratelimit-remaining']))
    }
    expect(left).toEqual([29, 28, 27])
  })

  it('a caller by IPv4 is the same on a socket for both', async () => {
    const body = JSON.stringify({ client_id: clientId, email: newEmail() })
    const ask = (host: string, localAddress?: string): Promise<string | undefined> =>
      new Promise((resolve, reject) => {
        const socket = connect({ port: Number(new URL(server.url).port), host, localAddress }, () =>
          socket.write(
            `POST /auth/check-email HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
          ),
        )
        let text = ''
        socket.on('data', (chunk) => (text += chunk.toString()))
        socket.on('error', reject)
        socket.on('close', () => resolve(/ratelimit-remaining: (\d+)/i.exec(text)?.[1]))
      })
    expect(await ask('127.0.0.1', '127.0.0.9')).toBe('29')
    expect(await ask('127.0.0.1', '127.0.0.9')).toBe('28')
    expect(await ask('127.0.0.1', '127.0.0.8')).toBe('29')
  })
})
