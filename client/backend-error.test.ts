import { afterEach, expect, it } from 'vitest'
import { BackendError, createBackendClient } from './backend-client.ts'
import { type Said, type Scripted, openScripted } from './scripted-server-for-tests.ts'

let server: Scripted | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

/** What a login that is answered so rejects with. */
const refusedWith = async (said: Said): Promise<BackendError> => {
  server = await openScripted({ 'POST /api/v1/auth/login': () => said })
  const client = createBackendClient({ apiUrl: server.baseUrl })
  const error = await client.login({ email: 'a@example.test', password: 'p' }).catch((thrown: unknown) => thrown)
  if (!(error instanceof BackendError)) throw new Error(`No error of the client: ${String(error)}`)
  return error
}

it('says what the problem body and the headers say', async () => {
  const body = { type: 'too_many_requests', title: 'Too many tries', status: 429, detail: 'Limit: sign-ins.' }
  const headers = {
    'Content-Type': 'application/problem+json',
    'Retry-After': '17',
    'X-Request-Id': 'request-0001',
  }
  const error = await refusedWith({ status: 429, headers, body })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'BackendError',
    message: 'Limit: sign-ins.',
    status: 429,
    code: 'too_many_requests',
    body,
    requestId: 'request-0001',
    retryAfter: 17,
  })
})

it('goes by the status of the answer, whatever its body says', async () => {
  const body = { type: 'invalid_credentials', title: 'Wrong', status: 200, detail: 'Wrong password.' }
  const error = await refusedWith({ status: 401, body })
  expect(error.status).toBe(401)
  expect(error.body.status).toBe(401)
  expect(error.retryAfter).toBeUndefined()
})

it.each<[string, Said]>([
  ['the page of a proxy', { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad gateway</h1>' }],
  ['an empty refusal', { status: 500 }],
  ['JSON of others', { status: 400, body: { error: 'nope' } }],
  ['JSON that is null', { status: 400, body: 'null' }],
  ['a page where there should be an answer', { status: 200, body: '<h1>Welcome</h1>' }],
  ['an empty answer', { status: 200 }],
])('rejects %s as unexpected', async (_what, said) => {
  const error = await refusedWith(said)
  expect(error).toMatchObject({ code: 'unexpected_answer', status: said.status, body: { type: 'unexpected_answer' } })
  expect(error.message).toContain(`status ${said.status}`)
})

it.each<[string, Said]>([
  ['before', { cut: 'before' }],
  ['within', { body: { access_token: 'a' }, cut: 'within' }],
])('says that no answer came when the connection is cut %s it', async (_when, said) => {
  const error = await refusedWith(said)
  expect(error).toMatchObject({ code: 'network_error', status: 0, body: { type: 'network_error', status: 0 } })
  expect(error.cause).toBeDefined()
})

it('is a class, so that others can be told from it and users can make one', async () => {
  const { body } = await refusedWith({ status: 502 })
  const error = new BackendError({ body })
  expect(error).toMatchObject({ status: 502, code: 'unexpected_answer', message: body.detail })
  // The trace begins where it was made, not in a function of the client.
  expect(error.stack?.split('\n')[1]).toContain('backend-error.test.ts')
  expect(Object.assign(new Error('nope'), { ...error })).not.toBeInstanceOf(BackendError)
})
