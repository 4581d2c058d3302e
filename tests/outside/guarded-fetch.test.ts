// What strangers name is asked for once, where it is said to be, and never in our own network.
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createRawServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Guard, createGuardedFetch } from '../../server/outside/guarded-fetch.ts'

const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers.host}`)
  if (request.url === '/moved') response.writeHead(302, { location: '/ok' }).end()
  else if (request.url === '/long') response.end('x'.repeat(2000))
  else if (request.url === '/slow') setTimeout(() => response.end('late'), 2000)
  else if (request.url === '/drips') {
    response.write('a')
    setTimeout(() => response.end('b'), 2000)
  } else if (request.method === 'POST') {
    request.on('data', (body: Buffer) => response.writeHead(400).end(`got ${body.toString()}`))
  } else response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
})

let port = 0
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  ;({ port } = server.address() as AddressInfo)
})
afterAll(() => server.closeAllConnections() ?? server.close())

const fetchWith = (guard: Partial<Guard> = {}) =>
  createGuardedFetch({ allowsLoopback: true, maxBytes: 1000, maxMs: 500, ...guard })
const refused = (why: string) => ({ kind: 'refused', why })
const resolvesTo =
  (...addresses: string[]) =>
  () =>
    Promise.resolve(addresses)

describe('in the sandbox', () => {
  it('gives what this machine answers, whatever the status', async () => {
    const fetch = fetchWith()
    expect(await fetch(`http://127.0.0.1:${port}/ok`)).toMatchObject({ kind: 'answered', status: 200, body: '{}' })
    const sent = { method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } } as const
    expect(await fetch(`http://localhost:${port}/`, sent)).toMatchObject({ status: 400, body: 'got a=b' })
  })

  it('follows no redirect', async () => {
    asked.length = 0
    expect(await fetchWith()(`http://127.0.0.1:${port}/moved`)).toEqual(refused('redirect'))
    expect(asked).toHaveLength(1)
  })

  it('waits for nobody who changes to another protocol', async () => {
    const changing = createRawServer((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: Upgrade\r\n\r\n')
    })
    await new Promise<void>((ready) => changing.listen(0, '127.0.0.1', ready))
    const url = `http://127.0.0.1:${(changing.address() as AddressInfo).port}/`
    expect(await fetchWith()(url)).toMatchObject({ kind: 'refused' })
    changing.close()
  })

  it('takes no more bytes and no more time than it has', async () => {
    const fetch = fetchWith()
    expect(await fetch(`http://127.0.0.1:${port}/long`)).toEqual(refused('too_long'))
    expect(await fetch(`http://127.0.0.1:${port}/slow`)).toEqual(refused('too_slow'))
    expect(await fetch(`http://127.0.0.1:${port}/drips`)).toEqual(refused('too_slow'))
    const never = fetchWith({ resolve: () => new Promise(() => {}), maxMs: 50 })
    expect(await never('https://slow.example/')).toEqual(refused('too_slow'))
  })

  it('takes http of this machine alone', async () => {
    const fetch = fetchWith({ resolve: resolvesTo('93.184.215.14') })
    expect(await fetch('http://example.com/')).toEqual(refused('not_https'))
  })

  it('says when nobody is there', async () => {
    expect(await fetchWith()('http://127.0.0.1:1/')).toEqual(refused('unreachable'))
    const fetch = fetchWith({ resolve: () => Promise.reject(new Error('ENOTFOUND')) })
    expect(await fetch('https://nowhere.example/')).toEqual(refused('unknown_host'))
    expect(await fetchWith({ resolve: resolvesTo() })('https://nowhere.example/')).toEqual(refused('unknown_host'))
  })

  it('reaches a host in a private network only where it was named', async () => {
    const resolve = resolvesTo('10.0.0.7')
    expect(await fetchWith({ resolve })('https://suite.test/')).toEqual(refused('private_address'))
    const trusting = fetchWith({ resolve, trustedHosts: ['suite.test'], maxMs: 50 })
    expect(await trusting('https://suite.test/')).not.toEqual(refused('private_address'))
  })
})

describe('in production', () => {
  const fetch = fetchWith({ allowsLoopback: false })

  it.each(['http://example.com/', 'ftp://example.com/', 'file:///etc/passwd', 'https://me:pw@example.com/', 'none'])(
    'refuses %s',
    async (url) => expect(await fetch(url)).toEqual(refused('not_https')),
  )

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a00:1]',
    '[fe80::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[64:ff9b::a00:1]',
    '[2002:a00:1::]',
  ])('refuses the address %s', async (host) =>
    expect(await fetch(`https://${host}/`)).toEqual(refused('private_address')),
  )

  it('refuses a name that leads to one, also among others', async () => {
    const [inside, mixed] = [resolvesTo('10.0.0.1'), resolvesTo('93.184.215.14', '127.0.0.1')]
    const isIn = (resolve: Guard['resolve']) => fetchWith({ allowsLoopback: false, ...(resolve && { resolve }) })
    expect(await isIn(inside)('https://rebind.example/')).toEqual(refused('private_address'))
    expect(await isIn(mixed)('https://rebind.example/')).toEqual(refused('private_address'))
    expect(await fetch('https://localhost/')).toEqual(refused('private_address'))
  })

  it('trusts no name for it, whatever is set', async () => {
    const guard = { allowsLoopback: false, trustedHosts: ['suite.test'], resolve: resolvesTo('10.0.0.1') }
    expect(await fetchWith(guard)('https://suite.test/')).toEqual(refused('private_address'))
  })
})

it('asks the address that was looked at, and the name no second time', async () => {
  const answers = ['127.0.0.1', '10.0.0.1']
  let times = 0
  const resolve = () => Promise.resolve([answers[(times += 1) - 1] ?? ''])
  asked.length = 0
  expect(await fetchWith({ resolve })(`http://rebind.example:${port}/ok`)).toMatchObject({ status: 200 })
  expect([times, asked]).toEqual([1, [`GET /ok rebind.example:${port}`]])
})
