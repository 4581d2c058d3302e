// Mailed links as a person follows them: from the mailbox, in a real browser, without JavaScript.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from '../../pages/chromium-for-tests.ts'
import { faintTexts, overflow, visit, walkByKeyboard } from '../../pages/look-for-tests.ts'
import { type TestServer, clientId, password, signIn, signUp, startReachableServer } from '../../server-for-tests.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

/** The page of an app that links go on to; it keeps what its visitors bring. */
const openApp = async () => {
  const visits: { url: string | undefined; referer: string | undefined }[] = []
  const server = createServer((request, response) => {
    visits.push({ url: request.url, referer: request.headers.referer })
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>App</title><h1>Welcome back</h1>')
  }).listen(0, 'localhost')
  await once(server, 'listening')
  const close = () => new Promise((resolve) => server.close(resolve).closeAllConnections())
  return { callback: `http://localhost:${(server.address() as AddressInfo).port}/callback`, visits, close }
}

describe.skipIf(!browser)('a mailed link', () => {
  let server: TestServer
  let app: Awaited<ReturnType<typeof openApp>>
  beforeAll(async () => {
    ;[server, app] = await Promise.all([startReachableServer(), openApp()])
  })
  afterAll(async () => {
    await app?.close()
    await server?.close()
  })

  const still = { javaScriptEnabled: false }
  const ask = async (path: string, body: object) => {
    expect((await server.send(`POST ${path}`, { body: { client_id: clientId, ...body } })).status).toBe(202)
  }

  /** Opens the newest mail of a person and presses its button; answers the page that this opens. */
  const follow = async (to: string, label: string) => {
    const mailbox = await visit(browser as Browser, `${server.url}/sandbox/mailbox?to=${encodeURIComponent(to)}`, still)
    const [page] = await Promise.all([
      mailbox.page.context().waitForEvent('page'),
      mailbox.page.frameLocator('iframe').getByRole('link', { name: label }).click(),
    ])
    await page.waitForLoadState()
    return { page, close: mailbox.close }
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name }).click()
  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name }).waitFor()

  it('proves an address, once', async () => {
    const person = await signUp(server.send)
    const { page, close } = await follow(person.email, 'Confirm address')
    await heading(page, 'Confirm your address')
    const link = page.url()
    expect((await server.send('GET /auth/me', { bearer: person.access_token })).text).toContain(
      '"email_verified":false',
    )

    await press(page, 'Confirm address')
    await heading(page, 'Address confirmed')
    expect((await server.send('GET /auth/me', { bearer: person.access_token })).text).toContain('"email_verified":true')
    await page.goto(link)
    await heading(page, 'This link does not work any more')
    await close()
  })

  it('signs in a browser that brought nothing, and survives whoever only looks at it', async () => {
    const { email } = await signUp(server.send)
    await ask('/auth/send-magic-link', { email })
    const { page, close } = await follow(email, 'Sign in')
    const target = new URL(page.url())
    const path = `${target.pathname}${target.search}`
    expect((await server.send(`HEAD ${path}`)).status).toBe(200)
    expect((await server.send(`OPTIONS ${path}`)).status).toBe(204)
    for (const round of [1, 2]) {
      const looked = await server.send(`GET ${path}`, {
        headers: { accept: 'text/html', 'user-agent': `scanner ${round}` },
      })
      expect(looked.status).toBe(200)
    }

    await press(page, 'Sign in')
    await heading(page, 'You are signed in')
    expect(new URL(page.url()).search).toBe('')
    const cookies = await page.context().cookies(`${server.url}/auth`)
    const cookie = cookies.find(({ name }) => name === 'refresh_token')
    expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/auth' })
    const me = await server.send('GET /auth/me', { cookies: { refresh_token: cookie?.value ?? '' } })
    expect(me.text).toContain(email)
    await close()
  })

  it('goes on to the app that asked for it, and takes no token along', async () => {
    const { email } = await signUp(server.send)
    await ask('/auth/send-magic-link', { email, redirect_uri: app.callback })
    const { page, close } = await follow(email, 'Sign in')
    await press(page, 'Sign in')
    await heading(page, 'Welcome back')
    expect(page.url()).toBe(app.callback)
    expect(app.visits.filter(({ url }) => url?.startsWith('/callback'))).toEqual([
      { url: '/callback', referer: undefined },
    ])
    await close()
  })

  it('lets a person choose a new password, and asks again after a weak one', async () => {
    const { email, access_token } = await signUp(server.send)
    await ask('/auth/send-password-reset', { email })
    const { page, close } = await follow(email, 'Choose a new password')
    await heading(page, 'Choose a new password')
    await page.getByRole('textbox', { name: 'New password' }).fill('password123')
    await press(page, 'Change password')
    await page.getByRole('alert').getByText('This password is too common.').waitFor()
    expect((await signIn(server.send, email)).status).toBe(200)

    await page.getByRole('textbox', { name: 'New password' }).fill('lantern paper staple')
    await press(page, 'Change password')
    await heading(page, 'Password changed')
    expect((await server.send('GET /auth/me', { bearer: access_token })).status).toBe(401)
    expect((await signIn(server.send, email, password)).status).toBe(401)
    expect((await signIn(server.send, email, 'lantern paper staple')).status).toBe(200)
    expect(server.logText()).not.toContain('lantern paper')
    await close()
  })

  it('is of no use to the form of a foreign page', async () => {
    const { email } = await signUp(server.send)
    await ask('/auth/send-magic-link', { email })
    const { page: ours, close } = await follow(email, 'Sign in')
    const token = new URL(ours.url()).searchParams.get('token') ?? ''
    const foreign = await visit(browser as Browser, app.callback)
    for (const policy of ['no-referrer', 'unsafe-url']) {
      await foreign.page.goto(app.callback)
      await foreign.page.setContent(`
        <meta name="referrer" content="${policy}">
        <form method="post" action="${server.url}/auth/sign-in-with-token"><input name="token" value="${token}"><button>Go</button></form>`)
      await Promise.all([foreign.page.waitForURL(`${server.url}/**`), press(foreign.page, 'Go')])
      expect(await foreign.page.content()).toContain('origin_not_allowed')
    }
    expect(await foreign.page.context().cookies()).toEqual([])
    await foreign.close()
    await press(ours, 'Sign in')
    await heading(ours, 'You are signed in')
    await close()
  })

  it('shows a page for a new password that everybody can use', async () => {
    const { email } = await signUp(server.send)
    await ask('/auth/send-password-reset', { email })
    const followed = await follow(email, 'Choose a new password')
    const { page, complaints, close } = await visit(browser as Browser, followed.page.url())
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await faintTexts(page)).toEqual([])
    }
    const { missed, unmarked } = await walkByKeyboard(page)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflow(page)).toBe(0)
    expect(complaints).toEqual([])
    await close()
    await followed.close()
  })
})
