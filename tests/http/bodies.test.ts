import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { type TestServer, clientId, memoryInUse, newEmail, password, signUp, startServer } from '../server-for-tests.ts'
import type { Document, OperationObject } from '../../server/http/document.ts'
import type { Sent } from './many-senders-for-tests.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const proof = { client_id: clientId, email: 'alice@example.test', password }
const asJson = { 'content-type': 'application/json' }

/** Sends the pieces, one after the other, and never ends. Answers what came back once the server closed. */
const sendPieces = (head: string, piece: Buffer | string, pieces: number) =>
  new Promise<{ text: string; sent: number }>((resolve) => {
    let text = ''
    let sent = 0
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(head, next))
    const next = () => {
      if (sent < pieces && !socket.destroyed) socket.write(piece, () => void (sent++, setImmediate(next)))
    }
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('error', () => undefined)
    socket.on('close', () => resolve({ text, sent }))
  })

describe('a content type that the operation does not take', () => {
  const bodies: [string, Record<string, string>, string | Buffer][] = [
    ['text/plain, as a form may send it', { 'content-type': 'text/plain' }, JSON.stringify(proof)],
    ['urlencoded', { 'content-type': 'application/x-www-form-urlencoded' }, new URLSearchParams(proof).toString()],
    [
      'multipart',
      { 'content-type': 'multipart/form-data; boundary=b' },
      '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\na\r\n--b--\r\n',
    ],
    ['none', {}, JSON.stringify(proof)],
    ['of a page', { 'content-type': 'text/html' }, JSON.stringify(proof)],
    ['of several', { 'content-type': 'application/json, text/plain' }, JSON.stringify(proof)],
    ['of almost the right name', { 'content-type': 'application/jsonp' }, JSON.stringify(proof)],
    ['in UTF-7', { 'content-type': 'application/json; charset=utf-7' }, JSON.stringify(proof)],
    [
      'in UTF-16',
      { 'content-type': 'application/json; charset=utf-16le' },
      Buffer.from(JSON.stringify(proof), 'utf16le'),
    ],
    ['in a charset of quotes', { 'content-type': 'application/json; charset="ibm037"' }, JSON.stringify(proof)],
    ['compressed', { ...asJson, 'content-encoding': 'gzip' }, gzipSync(JSON.stringify(proof))],
    ['a bomb', { ...asJson, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(10_000_000))],
    ['compressed by brotli', { ...asJson, 'content-encoding': 'br' }, 'x'],
  ]
  const takingJson = () =>
    Object.values(operations).filter(({ method, path }) => {
      const operation = (server.world.contract.document as Document).paths[path]?.[method] as OperationObject
      return Object.keys(operation.requestBody?.content ?? {}).join() === 'application/json'
    })

  it.each(bodies)('is refused on every operation that changes something: %s (AC-035)', async (_what, headers, body) => {
    expect(takingJson().length).toBeGreaterThan(6)
    for (const { method, path } of takingJson()) {
      const line = `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, 'x')}` as const
      const answer = await server.send(line, { headers, body })
      expect([line, answer.status, answer.text]).toEqual([line, 415, expect.stringContaining('content type')])
    }
  })

  it('changes nothing', async () => {
    const { access_token, refresh_token, email } = await signUp(server.send)
    const cookies = { refresh_token }
    const headers = { 'content-type': 'text/plain' }
    await server.send('POST /auth/sign-out', { headers, cookies, body: '{}' })
    await server.send('POST /auth/refresh', { headers, body: JSON.stringify({ refresh_token }) })
    expect((await server.send('GET /auth/me', { bearer: access_token, cookies })).status).toBe(200)
    expect((await server.send('POST /auth/refresh', { body: { refresh_token } })).body.refresh_token).not.toBe(
      refresh_token,
    )
    expect(server.logText()).not.toContain(email)
  })

  it.each([
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; a=b',
  ])('is not one that only looks different: %s', async (type) => {
    const body = JSON.stringify({ ...proof, email: newEmail('ünï') })
    const answer = await server.send('POST /auth/sign-up', { headers: { 'content-type': type }, body })
    expect([answer.status, answer.body.profile.identity.email.startsWith('ünï-')]).toEqual([201, true])
  })
})

describe('a body of text', () => {
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
  const fields = (count: number) => Array.from({ length: count }, (_, at) => `f${at}=1`).join('&')

  it('is put together of its pieces, also where they cut a character', async () => {
    const body = Buffer.from(JSON.stringify({ refresh_token: 'ü'.repeat(600), more: 1 }))
    const pieces = [body.subarray(0, 32), body.subarray(32, 33), body.subarray(33)]
    const chunks = pieces.map((piece) =>
      Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
    )
    const head =
      'POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n'
    const { text } = await sendPieces(head, Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]), 1)
    expect(text).toMatch(/^HTTP\/1\.1 400 [^]*"detail":"more: is not a field of this request"/)
  })

  it('may begin with a byte order mark', async () => {
    const body = Buffer.from(`\ufeff${JSON.stringify({ refresh_token: 'x' })}`)
    expect((await server.send('POST /auth/refresh', { headers: asJson, body })).status).toBe(401)
  })

  it('of a form has at most 100 fields', async () => {
    const send = (body: string) => server.send('POST /oauth2/token', { headers: asForm, body })
    expect([(await send(fields(100))).status, (await send(fields(101))).status]).toEqual([400, 413])
  })

  it('of a form keeps its names as they are, and says each value of a name that is there twice', async () => {
    for (const body of ['grant_type[]=a', 'grant_type[a]=b', '[grant_type]=a', 'grant_type=a&grant_type=b']) {
      const answer = await server.send('POST /oauth2/token', { headers: asForm, body })
      expect([body, answer.text]).toEqual([body, expect.stringContaining('"error":"invalid_request"')])
    }
  })
})

describe('a long body', () => {
  const limit = 100 * 1024
  const ofLength = (length: number) => {
    const text = JSON.stringify({ refresh_token: 'x' })
    return text + ' '.repeat(length - text.length)
  }

  it('is read up to 100 kB and refused from there on', async () => {
    const within = await server.send('POST /auth/refresh', { headers: asJson, body: ofLength(limit) })
    expect(within.status).toBe(401)
    const beyond = await server.send('POST /auth/refresh', { headers: asJson, body: ofLength(limit + 1) })
    expect([beyond.status, beyond.body.code]).toEqual([413, 'payload_too_large'])
  })

  it('of 1 MB gets its 413, twenty at once, and the server goes on (AC-101)', async () => {
    const body = ofLength(1_000_000)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => server.send('POST /auth/refresh', { headers: asJson, body })),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([413]))
    expect((await server.send('GET /health/ready')).status).toBe(200)
  })

  it('is refused before it has come, and the connection closed, where its length is told (AC-101)', async () => {
    const head = `POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n`
    const { text } = await sendPieces(head, '{', 1)
    expect(text).toMatch(/^HTTP\/1\.1 413 [^]*\r\nConnection: close\r\n[^]*"code":"payload_too_large"/i)
  })

  it('is refused as soon as it is too long, where nobody told its length (AC-101)', async () => {
    const head = `POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    const kilobytes = 16
    const piece = `${(kilobytes * 1024).toString(16)}\r\n${' '.repeat(kilobytes * 1024)}\r\n`
    const { text } = await sendPieces(head, piece, Infinity)
    expect(text).toMatch(/^HTTP\/1\.1 413 /)
  })

  it('keeps no memory, though many send for as long as they may (AC-101)', async () => {
    const before = memoryInUse()
    const meanwhile: number[] = []
    const senders = fork(join(import.meta.dirname, 'many-senders-for-tests.ts'), [new URL(server.url).port, '50'])
    onTestFinished(() => void senders.kill())
    await once(senders, 'message')
    const watch = setInterval(() => meanwhile.push(memoryInUse() - before), 50)
    const [all] = (await once(senders, 'message')) as [Sent[]]
    clearInterval(watch)

    // Who never stops sending may lose the answer to the closing of the connection (RFC 9112 section 9.6).
    const answers = new Set(
      all.map(({ answer }) => answer.slice(0, 'HTTP/1.1 413 '.length)).filter((one) => one !== ''),
    )
    expect(answers).toEqual(new Set(['HTTP/1.1 413 ']))
    expect(all.filter(({ ms }) => ms > 5000)).toEqual([])
    // With less it would say nothing that none of it is kept.
    expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBeGreaterThan(100_000_000)
    expect(meanwhile).not.toEqual([])
    expect(Math.max(...meanwhile, memoryInUse() - before)).toBeLessThan(20_000_000)
  })

  it('is refused for another reason just as early', async () => {
    const head = (path: string) =>
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100000000\r\n\r\n`
    expect((await sendPieces(head('/auth/refresh'), 'x', 1)).text).toMatch(/^HTTP\/1\.1 415 [^]*\r\nConnection: close/i)
    expect((await sendPieces(head('/nowhere'), 'x', 1)).text).toMatch(/^HTTP\/1\.1 404 [^]*\r\nConnection: close/i)
    expect((await sendPieces(head('/auth/me'), 'x', 1)).text).toMatch(/^HTTP\/1\.1 405 [^]*\r\nConnection: close/i)
  })

  it('that ends too early is a request that nobody answers', async () => {
    const before = server.logs.length
    await new Promise<void>((resolve) => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => {
        socket.write(
          'POST /auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"a',
        )
        setTimeout(() => socket.destroy(), 50)
      })
      socket.on('close', () => setTimeout(resolve, 50))
    })
    expect(server.logs.slice(before)).toEqual([
      expect.objectContaining({ operation: 'account.refresh', finished: false }),
    ])
  })
})
