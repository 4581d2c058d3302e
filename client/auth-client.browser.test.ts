// The client in a real browser, on a page of another origin than the service's.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../tests/pages/chromium-for-tests.ts'
import { findClient, updateClient } from '../server/storage/clients.ts'
import { openPageServer } from './page-server-for-tests.ts'
import { openService } from './service-for-tests.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

const clientId = 'cid_inbox_manager'
const signUp = (email: string) => `auth.signUp({ email: '${email}', password: 'correct horse battery' })`

describe.skipIf(!browser)('a page in a browser', () => {
  let service: Awaited<ReturnType<typeof openService>>
  let application: Awaited<ReturnType<typeof openPageServer>>

  beforeAll(async () => {
    ;[service, application] = await Promise.all([openService(), openPageServer()])
    // A port of its own for the page too: the registered ones may be taken by what is being developed here.
    const { db, clock } = service.world
    const allowedOrigins = [...((await findClient(db, clientId))?.allowedOrigins ?? []), application.origin]
    await updateClient(db, clientId, { allowedOrigins, updatedAt: clock.now() })
  })
  afterAll(async () => {
    await application?.close()
    await service?.close()
  })

  /** Calls the page's client. What it rejects with comes back as its fields. */
  const call = (page: Page, code: string): Promise<unknown> => page.evaluate(`${code}.catch((error) => ({ ...error }))`)

  const open = async (mode: 'cookie' | 'token') => {
    const context = await browser!.newContext()
    const page = await context.newPage()
    const requests: string[] = []
    page.on('request', (request) => {
      const { origin, pathname } = new URL(request.url())
      if (origin === service.baseUrl) requests.push(`${request.method()} ${pathname}`)
    })
    const options = new URLSearchParams({ baseUrl: service.baseUrl, clientId, mode })
    await page.goto(`${application.origin}/?${options}`)
    const refreshCookie = async () =>
      (await context.cookies(`${service.baseUrl}/auth`)).find(({ name }) => name === 'refresh_token')
    return { context, page, requests, refreshCookie }
  }

  it('signs up, is still signed in when loaded anew, refreshes by cookie and signs out', async () => {
    const { context, page, requests, refreshCookie } = await open('cookie')
    const { profile, tokens } = (await page.evaluate(signUp('alice@example.test'))) as {
      profile: object
      tokens: { expires_in: number }
    }
    const before = await refreshCookie()
    expect(before).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/auth' })

    await page.reload()
    requests.length = 0
    expect(await call(page, 'auth.me()')).toEqual(profile)
    expect(requests).toEqual(['GET /auth/me'])

    service.world.sandbox?.clock.advance(tokens.expires_in + 60)
    expect(await call(page, 'auth.listAccounts()')).toMatchObject({ total: 1 })
    expect(requests).toContain('POST /auth/refresh')
    const after = await refreshCookie()
    expect(after?.value).toMatch(/./)
    expect(after?.value).not.toBe(before?.value)

    expect(await call(page, 'auth.signOut()')).toBeUndefined()
    expect(await refreshCookie()).toBeUndefined()
    expect(await call(page, 'auth.me()')).toMatchObject({ name: 'AuthError', code: 'unauthorized' })
    await context.close()
  })

  it('shares one session between two tabs', async () => {
    const { context, page } = await open('cookie')
    await page.evaluate(signUp('tabs@example.test'))
    const other = await context.newPage()
    await other.goto(page.url())
    const both = await Promise.all([call(page, 'auth.refresh()'), call(other, 'auth.refresh()')])
    for (const tokens of both) expect(tokens).toMatchObject({ token_type: 'Bearer' })
    // A sign-in renews the CSRF session under the other tab's feet.
    await call(other, `auth.signIn({ email: 'tabs@example.test', password: 'correct horse battery' })`)
    expect(await call(page, 'auth.refresh()')).toMatchObject({ token_type: 'Bearer' })
    await context.close()
  })

  it('reads why it was refused and which request that was', async () => {
    const { context, page } = await open('cookie')
    expect(await call(page, `auth.signIn({ email: 'nobody@example.test', password: 'guess' })`)).toMatchObject({
      code: 'invalid_credentials',
      status: 401,
      requestId: expect.any(String) as string,
    })
    await context.close()
  })

  it('keeps no cookie in token mode', async () => {
    const { context, page } = await open('token')
    await page.evaluate(signUp('bob@example.test'))
    expect(await context.cookies()).toEqual([])
    expect(await call(page, 'auth.me()')).toMatchObject({ identity: { email: 'bob@example.test' } })
    expect(await call(page, 'auth.signOut()')).toBeUndefined()
    await context.close()
  })
})
