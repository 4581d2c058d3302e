// What a page shows, as a server renders it and as a browser has it afterwards.
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { build } from 'esbuild'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../tests/pages/chromium-for-tests.ts'
import { findClient, updateClient } from '../server/storage/clients.ts'
import { AuthProvider, SignedIn, SignedOut, useUser } from './react.ts'
import { closeServer } from './scripted-server-for-tests.ts'
import { openService } from './service-for-tests.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

it('says nothing on a server, where nobody is known yet', () => {
  const fetch = () => Promise.reject(new Error('asked'))
  const Name = () => createElement('b', null, useUser()?.identity.email ?? 'unknown')
  const page = createElement(
    AuthProvider,
    { baseUrl: 'http://localhost:9', fetch },
    createElement(SignedIn, null, 'in'),
    createElement(SignedOut, null, 'out'),
    createElement(Name),
  )
  expect(renderToString(page)).toBe('<b>unknown</b>')
})

it('says so where there is no provider', () => {
  expect(() => renderToString(createElement(SignedIn))).toThrow('There is no AuthProvider around this component.')
})

/** A page of somebody's own: its query says which storage. */
const app = `
import { createElement, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { AuthProvider, SignedIn, SignedOut, useSession, useUser } from './react.ts'
const options = Object.fromEntries(new URLSearchParams(location.search))
const Page = () => {
  const { auth, status } = useSession()
  const user = useUser()
  window.auth = auth
  return [
    createElement('i', { id: 'status', key: 's' }, status),
    createElement(SignedIn, { key: 'in' }, createElement('b', { id: 'who' }, user?.identity.email)),
    createElement(SignedOut, { key: 'out' }, createElement('b', { id: 'who' }, 'nobody')),
  ]
}
createRoot(document.body).render(
  createElement(StrictMode, null, createElement(AuthProvider, options, createElement(Page))),
)`

describe.skipIf(!browser)('a page in a browser', () => {
  let service: Awaited<ReturnType<typeof openService>>
  let server: ReturnType<typeof createServer>
  let origin: string

  beforeAll(async () => {
    service = await openService()
    const { outputFiles } = await build({
      stdin: { contents: app, resolveDir: import.meta.dirname },
      bundle: true,
      format: 'esm',
      define: { 'process.env.NODE_ENV': '"production"' },
      write: false,
    })
    server = createServer((req, res) => {
      const isScript = req.url === '/app.js'
      res.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
      res.end(
        isScript
          ? outputFiles[0]!.text
          : '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><body><script type="module" src="/app.js"></script>',
      )
    })
    await new Promise<void>((resolve) => server.listen(0, resolve))
    origin = `http://localhost:${(server.address() as AddressInfo).port}`
    const { db, clock } = service.world
    const id = 'cid_inbox_manager'
    const allowedOrigins = [...((await findClient(db, id))?.allowedOrigins ?? []), origin]
    await updateClient(db, id, { allowedOrigins, updatedAt: clock.now() })
  }, 60_000)
  afterAll(async () => {
    await closeServer(server)
    await service.close()
  })

  it.each([
    ['memory', 'nobody'],
    ['localStorage', 'somebody'],
    ['cookie', 'somebody'],
  ])('shows who signs in and out, and after a reload from %s %s', { timeout: 60_000 }, async (storage, after) => {
    const page = await (await browser!.newContext()).newPage()
    const query = new URLSearchParams({ baseUrl: service.baseUrl, clientId: 'cid_inbox_manager', storage })
    await page.goto(`${origin}/?${query}`)
    const who = (text: string) => page.locator('#who', { hasText: text }).waitFor({ timeout: 20_000 })
    await who('nobody')
    const email = `${storage.toLowerCase()}@example.test`
    await page.evaluate(`auth.signUp({ email: '${email}', password: 'correct horse battery' })`)
    await who(email)
    await page.reload()
    await who(after === 'nobody' ? 'nobody' : email)
    if (after === 'nobody') return
    await page.evaluate('auth.signOut()')
    await who('nobody')
    await page.reload()
    await who('nobody')
    expect(await page.evaluate('Object.keys(localStorage)')).toEqual([])
  })

  const openTabs = async (count: number) => {
    const context = await browser!.newContext()
    const requests: string[] = []
    context.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`))
    const query = new URLSearchParams({
      baseUrl: service.baseUrl,
      clientId: 'cid_inbox_manager',
      storage: 'localStorage',
    })
    const tabs = await Promise.all(
      Array.from({ length: count }, async () => {
        const page = await context.newPage()
        await page.goto(`${origin}/?${query}`)
        return page
      }),
    )
    return { context, tabs, refreshes: () => requests.filter((one) => one === 'POST /auth/refresh').length }
  }
  const later = (seconds: number) => service.world.sandbox!.clock.advance(seconds)

  it(
    'refreshes once for two tabs, and takes over what the other tab got, however long ago',
    { timeout: 90_000 },
    async () => {
      const { context, tabs, refreshes } = await openTabs(2)
      const [one, two] = tabs as [(typeof tabs)[0], (typeof tabs)[0]]
      const email = 'two.tabs@example.test'
      await one.evaluate(`auth.signUp({ email: '${email}', password: 'correct horse battery' })`)
      for (const tab of tabs) await tab.locator('#who', { hasText: email }).waitFor({ timeout: 20_000 })
      const before = refreshes()
      const got = await Promise.all(tabs.map((tab) => tab.evaluate('auth.refresh()')))
      expect(refreshes() - before).toBe(1)
      expect(got[0]).toEqual(got[1])
      // Long after any grace, the tab that slept holds a token that is used up.
      later(600)
      await one.evaluate('auth.refresh()')
      later(600)
      await two.evaluate('auth.refresh()')
      for (const tab of tabs) expect(await tab.evaluate('auth.me()')).toMatchObject({ identity: { email } })
      await one.evaluate('auth.signOut()')
      for (const tab of tabs) await tab.locator('#who', { hasText: 'nobody' }).waitFor({ timeout: 20_000 })
      await context.close()
    },
  )

  it('says that the service cannot be reached, and goes on when it can', { timeout: 60_000 }, async () => {
    const { context, tabs } = await openTabs(1)
    const [page] = tabs as [(typeof tabs)[0]]
    const email = 'unreachable@example.test'
    await page.evaluate(`auth.signUp({ email: '${email}', password: 'correct horse battery' })`)
    await page.locator('#who', { hasText: email }).waitFor({ timeout: 20_000 })
    await context.route('**/auth/me', (route) => route.abort())
    await page.reload()
    await page.locator('#status', { hasText: 'unreachable' }).waitFor({ timeout: 20_000 })
    await context.unroute('**/auth/me')
    await page.locator('#who', { hasText: email }).waitFor({ timeout: 20_000 })
    await context.close()
  })
})
