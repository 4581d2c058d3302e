import { afterEach, expect, it } from 'vitest'
import { type AuthErrorCode, createAuthClient, isAuthError } from './auth-client.ts'
import { type Said, type Scripted, openScripted, problem } from './scripted-server-for-tests.ts'

let server: Scripted | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

/** What a sign-in that is answered so rejects with. */
const refusedWith = async (said: Said): Promise<unknown> => {
  server = await openScripted({ 'POST /auth/sign-in': () => said })
  const auth = createAuthClient({ baseUrl: server.baseUrl })
  return auth.signIn({ email: 'a@example.test', password: 'p' }).then(
    () => 'no error',
    (error: unknown) => error,
  )
}

it('says what the problem body and the headers say', async () => {
  const error = await refusedWith({
    ...problem(429, 'too_many_requests', { 'Retry-After': '17' }),
    body: {
      type: 'about:blank',
      title: 'Too many tries',
      status: 429,
      detail: 'Limit: sign-ins.',
      code: 'too_many_requests',
    },
  })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'AuthError',
    message: 'Too many tries. Limit: sign-ins.',
    code: 'too_many_requests',
    status: 429,
    title: 'Too many tries',
    detail: 'Limit: sign-ins.',
    requestId: 'request-0001',
    retryAfter: 17,
  })
})

it('says no seconds where the server says none', async () => {
  expect(await refusedWith(problem(401, 'invalid_credentials'))).toMatchObject({
    retryAfter: undefined,
    detail: undefined,
  })
  await server?.close()
  const dated = problem(503, 'unavailable', { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' })
  expect(await refusedWith(dated)).toMatchObject({ code: 'unavailable', retryAfter: undefined })
})

it.each<[string, Said, number]>([
  ['an error page', { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<h1>Bad gateway</h1>' }, 502],
  ['an error without a body', { status: 500 }, 500],
  ['an error in other words', { status: 400, body: { message: 'no' } }, 400],
  ['null for an error', { status: 400, body: 'null' }, 400],
  ['a page where tokens should be', { headers: { 'Content-Type': 'text/html' }, body: '<title>App</title>' }, 200],
  ['broken JSON where tokens should be', { body: '{"tokens":' }, 200],
  ['nothing where tokens should be', { status: 204 }, 204],
])('calls %s an unexpected answer', async (_, said, status) => {
  const error = await refusedWith(said)
  expect(isAuthError(error)).toBe(true)
  expect(error).toMatchObject({ code: 'unexpected_answer', status })
})

it.each<[string, Said]>([
  ['cut before the answer', { cut: 'before' }],
  ['cut within the answer', { cut: 'within', body: '{"tokens":{}}' }],
])('calls a connection that is %s a network error', async (_, said) => {
  const error = await refusedWith(said)
  expect(error).toMatchObject({ name: 'AuthError', code: 'network_error', status: 0 })
  expect((error as Error).cause).toBeInstanceOf(Error)
})

it('calls a server that is not there a network error', async () => {
  server = await openScripted({})
  const { baseUrl } = server
  await server.close()
  server = undefined
  await expect(createAuthClient({ baseUrl }).me()).rejects.toMatchObject({ code: 'network_error', status: 0 })
})

it('sends by the fetch it is given', async () => {
  const failure = new Error('offline')
  const auth = createAuthClient({ baseUrl: 'http://nowhere.test', fetch: () => Promise.reject(failure) })
  await expect(auth.me()).rejects.toMatchObject({ code: 'network_error', cause: failure })
})

it('tells its errors from others', () => {
  expect(isAuthError(new Error('other'))).toBe(false)
  expect(isAuthError(undefined)).toBe(false)
  expect(isAuthError({ name: 'AuthError', code: 'internal' })).toBe(false)
})

const nextStep = (code: AuthErrorCode): string => {
  switch (code) {
    case 'invalid_credentials':
      return 'try another password'
    case 'network_error':
      return 'try again'
    // @ts-expect-error No such code.
    case 'invalid_credential':
      return 'never'
    default:
      return 'give up'
  }
}

it('knows its codes by name', async () => {
  const error = await refusedWith(problem(401, 'invalid_credentials'))
  expect(isAuthError(error) && nextStep(error.code)).toBe('try another password')
})
