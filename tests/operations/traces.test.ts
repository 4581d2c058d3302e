// Traces as a collector gets them: from a process with OpenTelemetry's standard variables set.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, expect, it } from 'vitest'
import { endPrograms, sendInOneTurn, startProgram } from '../process-for-tests.ts'

type Attributes = readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[]
interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly attributes: Attributes
  readonly status: { readonly code?: number }
}
interface Sent {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attributes }
    readonly scopeSpans: readonly { readonly spans: readonly Span[] }[]
  }[]
}

const bodies: string[] = []
const collector = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    bodies.push(Buffer.concat(parts).toString())
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
})
afterAll(async () => {
  await endPrograms()
  collector.close()
})
const sent = () => bodies.map((body) => JSON.parse(body) as Sent).flatMap(({ resourceSpans }) => resourceSpans)
const spans = () => sent().flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans))
const named = (name: string) => spans().find((span) => span.name === name)
const attribute = (attributes: Attributes, key: string) =>
  Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0]

it('is a span for each request in the trace of who asks, with its queries below it and no secret in it', async () => {
  await new Promise<void>((ready) => collector.listen(0, '127.0.0.1', ready))
  const { port } = collector.address() as AddressInfo
  const program = await startProgram({
    DATABASE_URL: 'sqlite::memory:',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    OTEL_SERVICE_NAME: 'auth of a shop',
    OTEL_BSP_SCHEDULE_DELAY: '50',
  })
  await program.ready
  expect(program.errors()).toBe('')
  const trace = '0af7651916cd43dd8448eb211c80319c'
  const password = 'a quiet green lantern'
  const { status } = await program.send('POST /auth/sign-in', {
    body: { client_id: 'cid_inbox_manager', email: 'nobody@example.test', password },
    headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` },
  })
  expect(status).toBe(401)
  await program.send('GET /nobody/asks/for/this')
  program.kill('SIGTERM')
  await program.ended

  const signIn = named('account.signIn')!
  expect(signIn).toMatchObject({ traceId: trace, parentSpanId: 'b7ad6b7169203331' })
  const said = (key: string) => attribute(signIn.attributes, key)
  expect([said('http.request.method'), said('http.route'), said('error.type')]).toEqual([
    'POST',
    '/auth/sign-in',
    'invalid_credentials',
  ])
  expect(Number(said('http.response.status_code'))).toBe(401)
  const queries = spans().filter(({ parentSpanId }) => parentSpanId === signIn.spanId)
  expect(queries.map(({ name }) => name)).toContain('SELECT')
  expect(queries.every(({ attributes }) => typeof attribute(attributes, 'db.query.text') === 'string')).toBe(true)
  // What strangers ask for is no name of a span.
  expect(named('GET')).toBeDefined()
  expect(attribute(sent()[0]!.resource.attributes, 'service.name')).toBe('auth of a shop')
  for (const body of bodies) {
    for (const text of ['nobody', password]) expect(body).not.toContain(text)
  }
  const line = program
    .output()
    .split('\n')
    .find((text) => text.includes('"operation":"account.signIn"'))!
  expect(JSON.parse(line)).toMatchObject({ trace_id: trace, span_id: signIn.spanId })
})

it('are told by the line of each request, also of those that are answered in one turn', async () => {
  const program = await startProgram({
    DATABASE_URL: 'sqlite::memory:',
    // Nobody takes them there.
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
  })
  await program.ready
  const ids = Array.from({ length: 4 }, (_, index) => `request-${index}`)
  const traceOf = (id: string) => id.at(-1)!.repeat(32).replaceAll('0', 'a')
  const asks = ids.map((id) => {
    const headers = ['Host: localhost', `X-Request-Id: ${id}`, `traceparent: 00-${traceOf(id)}-b7ad6b7169203331-01`]
    return `GET /health/live HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`
  })
  const sockets = await sendInOneTurn(program, asks)
  await Promise.all(sockets.map((socket) => once(socket, 'data')))
  for (const socket of sockets) socket.destroy()
  program.kill('SIGTERM')
  await program.ended
  const lines = program
    .output()
    .split('\n')
    .filter((text) => text.includes('"requestId":"request-'))
    .map((text) => JSON.parse(text) as { readonly requestId: string; readonly trace_id: string })
  expect(Object.fromEntries(lines.map((line) => [line.requestId, line.trace_id]))).toEqual(
    Object.fromEntries(ids.map((id) => [id, traceOf(id)])),
  )
})

it('hold up no end of the process where nobody takes them', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready))
  const { port } = silent.address() as AddressInfo
  const program = await startProgram({
    DATABASE_URL: 'sqlite::memory:',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  })
  await program.ready
  await program.send('GET /health/live')
  program.kill('SIGTERM')
  // Ended by force it would say 1.
  expect(await program.ended).toMatchObject({ code: 0 })
  silent.closeAllConnections()
  silent.close()
})

it('are made by nobody where no variable says where they go', async () => {
  const before = bodies.length
  const program = await startProgram({ DATABASE_URL: 'sqlite::memory:' })
  await program.ready
  await program.send('GET /health/live')
  program.kill('SIGTERM')
  await program.ended
  expect(program.output()).toContain('service.getLiveness')
  expect(program.output()).not.toContain('trace_id')
  expect(bodies).toHaveLength(before)
})
