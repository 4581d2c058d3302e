import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createBackendClient } from '../../client/backend-client.ts'
import { openService } from '../../client/service-for-tests.ts'
import type { Wire } from '../../generated/operations.ts'

let service: Awaited<ReturnType<typeof openService>>
let server: ChildProcess
let url: string

beforeAll(async () => {
  service = await openService()
  const file = new URL('server.ts', import.meta.url).pathname
  const env = { ...process.env, AUTH_URL: service.baseUrl, PORT: '0' }
  server = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(server.stdout!), 'line')) as [string]
  url = line.replace('Listening on ', '')
})
afterAll(async () => {
  server.kill()
  await service.close()
})

const person = { email: 'alice@example.test', password: 'correct horse battery' }

const ask = (token?: string) => fetch(url, token ? { headers: { Authorization: `Bearer ${token}` } } : {})

it('lets in users of its application, and says who they are', async () => {
  const client = createBackendClient({ apiUrl: service.baseUrl, publishableKey: 'pk_test_inbox_manager' })
  const { user, access_token } = (await client.register(person)) as Wire['AppSignedIn']
  const answer = await ask(access_token)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ userId: user.id, orgId: null, mayWrite: false })
})

it('refuses nobody, nonsense, administrators and users of another application', async () => {
  const platform = createBackendClient({ apiUrl: service.baseUrl })
  const tenant = { tenantName: 'Acme', tenantSlug: 'acme' }
  const owner = await platform.platformRegister({ ...person, ...tenant, email: 'dana@acme.test' })
  const { data: app } = await platform.createApplication(owner.access_token, { name: 'Shop', slug: 'shop' })
  const shop = createBackendClient({ apiUrl: service.baseUrl, publishableKey: app.environments[0]!.publishableKey })
  const customer = (await shop.register(person)) as Wire['AppSignedIn']

  for (const token of [undefined, 'nonsense', owner.access_token, customer.access_token, customer.refresh_token]) {
    const answer = await ask(token)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer')
    expect(await answer.text()).toBe('')
  }
})
