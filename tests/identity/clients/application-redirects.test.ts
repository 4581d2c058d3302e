import { afterEach, expect, it } from 'vitest'
import { type TestServer, startServer } from '../../server-for-tests.ts'

let server: TestServer
afterEach(() => server.close())

const start = (query: Record<string, string>) =>
  server.send(`GET /api/v1/auth/oauth/google?${new URLSearchParams(query)}`)

it('goes on without a project, for whoever names a key (AC-047)', async () => {
  server = await startServer({ PROJECT_ENVIRONMENT: 'none' })
  const redirect_uri = 'http://localhost:3000/callback'
  expect((await start({ redirect_uri })).status).toBe(400)
  const sent = await start({ redirect_uri, tenant_id: 'pk_test_inbox_manager' })
  expect([sent.status, sent.headers.location]).toEqual([303, expect.stringContaining('/sandbox/providers/google/')])
})
