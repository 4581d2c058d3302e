import type { Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createEnding } from './ending.ts'
import { type Came, exchange } from './exchange.ts'
import { ask, closeBehindEach, ok, serveRaw as serve, whole } from './raw-servers-for-tests.ts'

closeBehindEach()

const lacks: Readonly<Record<string, readonly [act: (socket: Socket) => void, lack: string]>> = {
  'hangs up': [(socket) => socket.destroy(), 'the connection was dropped before the answer was whole'],
  'resets the connection': [
    (socket) => socket.resetAndDestroy(),
    'the connection was reset before an answer was there (ECONNRESET)',
  ],
  'hangs up amid its head': [
    (socket) => socket.end(`${ok}a: b`),
    'the connection was dropped before the answer was whole',
  ],
  'sends less than it said': [
    (socket) => socket.end(`${ok}content-length: 9\r\n\r\n{}`),
    'the connection was dropped before the answer was whole',
  ],
  'sends half of its chunks': [
    (socket) => socket.end(`${ok}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`),
    'the connection was dropped before the answer was whole',
  ],
  'speaks something else': [
    (socket) => socket.end('220 smtp\r\n'),
    'what came is not HTTP (Expected HTTP/, RTSP/ or ICE/)',
  ],
  'has two lengths': [
    (socket) => socket.end(`${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`),
    'what came is not HTTP (Duplicate Content-Length)',
  ],
  'has no status': [(socket) => socket.end('HTTP/1.1 000 No\r\n\r\n'), 'what came is not HTTP (its status is 0)'],
  'goes over to another protocol': [
    (socket) => socket.end('HTTP/1.1 101 So\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    'what came is not HTTP (it went over to another protocol, which nobody asked it for)',
  ],
  'has a head without end': [
    (socket) => socket.write(`${ok}a: ${'x'.repeat(20_000)}`),
    'its headers are too long (HPE_HEADER_OVERFLOW)',
  ],
  'has a body without end': [
    (socket) => socket.write(`${ok}\r\n${' '.repeat(11_000_000)}`),
    'the answer is longer than 10 MB, or has no end',
  ],
  'unpacks to a body without end': [
    (socket) =>
      socket.end(
        Buffer.concat([Buffer.from(`${ok}content-encoding: gzip\r\n\r\n`), gzipSync(Buffer.alloc(11_000_000))]),
      ),
    'the answer is longer than 10 MB, or has no end',
  ],
  'packs nothing': [
    (socket) => socket.end(`${ok}content-encoding: gzip\r\n\r\nabc`),
    'its body is not what its Content-Encoding (gzip) says: incorrect header check',
  ],
  'packs as nobody does': [
    (socket) => socket.end(`${ok}content-encoding: own\r\n\r\nabc`),
    'its body is not what its Content-Encoding (own) says: no coding own is known here',
  ],
}

describe('a server that gives no answer is told in words', () => {
  it.each(Object.entries(lacks))('where it %s', async (_, [act, lack]) => {
    expect(await ask(await serve(act))).toMatchObject({ lack, isNobody: false })
  })

  it('where it says nothing, or not all', async () => {
    const hung = { lack: 'no whole answer came within 0.1 s', hung: true, isNobody: false }
    expect(await ask(await serve(() => undefined), 'GET', {}, 100)).toEqual(hung)
    expect(
      await ask(await serve((socket) => socket.write(`${ok}content-length: 9\r\n\r\n{}`)), 'GET', {}, 100),
    ).toEqual(hung)
  })

  it('but not where this process was busy while it came', async () => {
    const url = await serve((socket) => setTimeout(() => socket.end(`${ok}content-length: 2\r\n\r\n{}`), 30))
    setTimeout(() => {
      for (const end = performance.now() + 400; performance.now() < end;);
    }, 10)
    expect(await ask(url, 'GET', {}, 100)).toMatchObject({ status: 200, text: '{}' })
  })

  it('where there is none', async () => {
    expect(await ask(new URL('http://127.0.0.1:1/'))).toEqual({
      lack: 'nobody listens there (ECONNREFUSED)',
      hung: false,
      isNobody: true,
    })
    const nowhere = { lack: 'its host has no address (ENOTFOUND)', hung: false, isNobody: true }
    expect(await ask(new URL('http://nowhere.invalid/'))).toEqual(nowhere)
    const plain = await serve((socket) => socket.end(whole))
    expect(await ask(new URL(`https://${plain.host}/`))).toEqual({
      lack: 'there is no TLS that can be spoken with it (EPROTO)',
      hung: false,
      isNobody: true,
    })
  })

  it('not after it was ended, which ends its connection', async () => {
    const ending = createEnding()
    const closed = Promise.withResolvers<void>()
    const url = await serve((socket) => {
      socket.on('close', () => closed.resolve())
      ending.end(new Error('its case is over'))
    })
    const asked = exchange(url, { method: 'GET', headers: new Headers() }, { ending })
    expect(await asked).toMatchObject({ hung: false, isNobody: false })
    await closed.promise
  })
})

describe('an answer', () => {
  it.each(['', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n'])(
    'is read behind %j',
    async (first) => {
      const head = `${ok}a: \u00fc\r\nset-cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 2\r\n\r\n{}`
      const url = await serve((socket) => socket.write(Buffer.from(first + head, 'latin1')))
      const got = await ask(url)
      expect(got).toMatchObject({ status: 200, text: '{}' })
      const { headers } = got as Came
      expect(headers.get('a')).toBe('\u00fc')
      expect(headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    },
  )

  it.each([
    ['gzip', gzipSync('abc')],
    ['X-GZIP', gzipSync('abc')],
    ['deflate', deflateSync('abc')],
    ['deflate', deflateRawSync('abc')],
    ['br', brotliCompressSync('abc')],
    ['zstd', zstdCompressSync('abc')],
    ['gzip, br', brotliCompressSync(gzipSync('abc'))],
    ['identity', Buffer.from('abc')],
  ])('is unpacked that comes as %s', async (coding, content) => {
    const head = `${ok}content-encoding: ${coding}\r\ncontent-length: ${content.length}\r\n\r\n`
    expect(await ask(await serve((socket) => socket.write(Buffer.concat([Buffer.from(head), content]))))).toMatchObject(
      {
        text: 'abc',
      },
    )
  })

  it.each([
    ['HEAD', `${ok}content-length: 99\r\n\r\n`, ''],
    ['HEAD', `${ok}content-encoding: gzip\r\ncontent-length: 99\r\n\r\n`, ''],
    ['GET', 'HTTP/1.1 302 Found\r\nlocation: /a\r\ncontent-length: 0\r\n\r\n', ''],
    ['GET', `${whole}and more`, '{}'],
    ['GET', 'HTTP/1.0 200 OK\r\n\r\nabc', 'abc'],
    ['GET', `${ok}content-length: 4\r\n\r\n\u00ef\u00bb\u00bfa`, 'a'],
  ])('to %s is read as it is: %j', async (method, answer, text) => {
    const url = await serve((socket) => socket.end(Buffer.from(answer, 'latin1')))
    expect(await ask(url, method)).toMatchObject({ text })
  })
})

describe('a request', () => {
  it.each([
    ['GET', undefined, ''],
    ['POST', undefined, 'content-length: 0\r\n'],
    ['POST', '{"\u00fc":1}', 'content-length: 8\r\n'],
    ['DELETE', undefined, ''],
    ['DELETE', 'x', 'content-length: 1\r\n'],
  ])('%s %j goes out whole', async (method, body, length) => {
    const came = Promise.withResolvers<string>()
    const url = await serve((socket, _time, head) => {
      came.resolve(head)
      socket.end(whole)
    })
    const headers = new Headers({ 'X-A': '\u00fc' })
    expect(await ask(url, method, { headers, body })).toMatchObject({ status: 200 })
    expect(await came.promise).toBe(
      `${method} /a?b=%20 HTTP/1.1\r\nhost: ${url.host}\r\nx-a: \u00fc\r\naccept: */*\r\nuser-agent: node\r\n${length}Connection: keep-alive\r\n\r\n` +
        Buffer.from(body ?? '').toString('latin1'),
    )
  })
})
