// What a browser is shown where there is nothing, or where something is missing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, clientId, origin, startServer } from '../server-for-tests.ts'

const headers = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }

describe('a browser', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())

  it.each(['/nowhere', '/api/v1/nowhere', '/api/auth/nowhere', '/oauth2/nowhere'])(
    'gets a page at %s, with a link home',
    async (path) => {
      const { status, headers: sent, text } = await server.send(`GET ${path}`, { headers })
      expect([status, sent['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
      expect(sent['content-security-policy']).toContain("default-src 'none'")
      expect(text).toContain('Check the address, or go back to where you came from.')
      expect(text).toMatch(/<a [^>]*href="\/">/)
    },
  )

  it('gets a page where an address is for programs, and programs get what they got', async () => {
    const shown = await server.send('GET /auth/sign-out', { headers })
    expect([shown.status, shown.headers['content-type']]).toEqual([405, 'text/html; charset=utf-8'])
    expect(shown.headers.allow).toContain('POST')
    const told = await server.send('GET /nowhere', { headers: { accept: 'application/json' } })
    expect(told).toMatchObject({ status: 404, body: { code: 'not_found' } })
    expect((await server.send('GET /nowhere')).body).toMatchObject({ code: 'not_found' })
  })

  it('is told once what is missing, and what to do', async () => {
    const { status, text } = await server.send('GET /auth/sign-in', { headers })
    expect(status).toBe(400)
    expect(text.split('redirect: is missing')).toHaveLength(2)
    expect(text).toContain('Go back to the app that sent you here, and begin again from there.')
  })

  it('sees the application by its name behind every mailed link', async () => {
    const email = 'alice@example.test'
    const asJson = { origin }
    await server.send('POST /auth/sign-up', { body: { client_id: clientId, email, password: 'correct horse battery' } })
    const body = { client_id: clientId, email }
    await server.send('POST /auth/send-magic-link', { headers: asJson, body })
    await server.send('POST /auth/send-password-reset', { headers: asJson, body })
    const mailbox = (await server.send(`GET /sandbox/mailbox.json?to=${email}`)).body as never as {
      messages: { kind: string; link: string | null }[]
    }
    const links = mailbox.messages.flatMap(({ link }) => link ?? [])
    expect(links.length).toBeGreaterThanOrEqual(2)
    for (const link of links) {
      const { pathname, search } = new URL(link)
      const { status, text } = await server.send(`GET ${pathname}${search}`, { headers })
      expect([status, text]).toEqual([200, expect.stringContaining('<bdi>Inbox Manager</bdi>')])
      expect(text).not.toContain('Countersign')
    }
  })

  it('sees the application by its name behind a link that does not work any more, and behind one that nobody knows', async () => {
    const email = 'bob@example.test'
    const body = { client_id: clientId, email }
    await server.send('POST /auth/sign-up', { body: { ...body, password: 'correct horse battery' } })
    await server.send('POST /auth/send-password-reset', { headers: { origin }, body })
    const mailbox = (await server.send(`GET /sandbox/mailbox.json?to=${email}`)).body as never as {
      messages: { kind: string; token: string | null }[]
    }
    const token = mailbox.messages.find(({ kind }) => kind === 'reset_password_link')!.token!
    await server.send('POST /auth/reset-password', { body: { token, password: 'a quiet green lantern' } })
    for (const dead of [token, '0'.repeat(64)]) {
      const { status, text } = await server.send(`GET /auth/reset-password?token=${dead}`, { headers })
      expect(status).toBe(400)
      expect(text).toContain('<bdi>Inbox Manager</bdi>')
      expect(text).not.toContain('Countersign')
    }
  })
})
