import { afterEach, expect, it } from 'vitest'
import { BackendClient, createBackendClient } from './backend-client.ts'
import { type Script, type Scripted, openScripted, problem } from './scripted-server-for-tests.ts'

let server: Scripted

const open = async (script: Script, options: object = {}) => {
  server = await openScripted(script)
  return createBackendClient({ apiUrl: server.baseUrl, publishableKey: 'pk_test_1', ...options })
}

afterEach(() => server.close())

const ok = () => ({ body: { message: 'ok' } })

it('sends the publishable key below /api/v1 and nowhere else', async () => {
  const client = await open({ 'GET /api/v1/auth/me': ok, 'GET /api/platform/auth/me': ok })
  await client.getMe('mine')
  await client.platformGetMe('theirs')
  expect(server.seen.map(({ headers }) => [headers['x-publishable-key'], headers.authorization])).toEqual([
    ['pk_test_1', 'Bearer mine'],
    [undefined, 'Bearer theirs'],
  ])
})

it('sends no key where it has none, and finds the service behind a slash', async () => {
  server = await openScripted({ 'POST /api/v1/auth/refresh': ok })
  const client = new BackendClient({ apiUrl: `${server.baseUrl}/` })
  await client.refresh('refresh-1')
  expect(server.seen[0]).toMatchObject({ call: 'POST /api/v1/auth/refresh', body: { refresh_token: 'refresh-1' } })
  expect(server.seen[0]!.headers).not.toHaveProperty('x-publishable-key')
})

it('sends ids as one part of a path, and filters as a query', async () => {
  const users = 'GET /api/platform/applications/a%2Fb/users'
  const client = await open({ [users]: ok })
  await client.listAppUsers('token', 'a/b', { environmentId: 'e&1', page: 2, limit: 5 })
  await client.listAppUsers('token', 'a/b')
  expect(server.seen.map(({ query }) => query)).toEqual(['environmentId=e%261&page=2&limit=5', ''])
})

it('sends nothing again', async () => {
  const client = await open({ 'GET /api/v1/auth/me': () => problem(401, 'unauthorized') })
  await expect(client.getMe('old')).rejects.toMatchObject({ status: 401 })
  expect(server.seen).toHaveLength(1)
})

it('sends by the fetch it was given', async () => {
  const asked: string[] = []
  const client = await open(
    {},
    {
      fetch: (request: Request) => {
        asked.push(request.url)
        return Promise.resolve(Response.json({ message: 'ok' }))
      },
    },
  )
  expect(await client.forgotPassword('a@example.test')).toEqual({ message: 'ok' })
  expect(asked).toEqual([`${server.baseUrl}/api/v1/auth/forgot-password`])
})
