// An app in a browser by oidc-client-ts: it signs somebody in, and renews what it has without being asked.
import { once } from 'node:events'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { policies } from '../../../server/model/policies.ts'
import { openBrowser } from '../../pages/chromium-for-tests.ts'
import { password } from '../../server-for-tests.ts'
import { register, startWithPerson } from './registered-for-tests.ts'

const browser = await openBrowser()

const script = (settings: object) => `
  import { UserManager, WebStorageStateStore } from 'oidc-client-ts'
  const settings = ${JSON.stringify(settings)}
  const users = new UserManager({ ...settings, userStore: new WebStorageStateStore({ store: localStorage }) })
  const app = { renewed: [], refused: [] }
  users.events.addUserLoaded((user) => app.renewed.push(user.access_token))
  users.events.addSilentRenewError((error) => app.refused.push(String(error)))
  app.signIn = () => users.signinRedirect()
  app.back = () => users.signinRedirectCallback().then(({ profile, scope }) => ({ profile, scope }))
  app.signOut = () => users.signoutRedirect()
  if (location.pathname === '/silent') users.signinSilentCallback()
  globalThis.app = app
`

describe.skipIf(!browser)('oidc-client-ts', () => {
  let made: Awaited<ReturnType<typeof startWithPerson>>
  let site: Server
  let address: string
  let settings: object = {}
  beforeAll(async () => {
    made = await startWithPerson()
    site = createServer((request, response) => {
      if (request.url !== '/app.js') {
        response.setHeader('content-type', 'text/html').end('<title>App</title><script src="/app.js"></script>')
        return
      }
      const stdin = { contents: script(settings), resolveDir: join(import.meta.dirname, '../../..') }
      void build({ stdin, bundle: true, write: false, format: 'iife' }).then(({ outputFiles }) =>
        response.setHeader('content-type', 'text/javascript').end(outputFiles[0]?.text),
      )
    }).listen(0, 'localhost')
    await once(site, 'listening')
    address = `http://localhost:${(site.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await browser?.close()
    site?.close()
    await made?.server.close()
  })

  const signIn = async (page: Page) => {
    await page.goto(`${address}/`)
    await page.evaluate('void app.signIn()')
    await page.getByLabel('Email').fill(made.email)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'Allow', exact: true }).click()
    await page.waitForURL(`${address}/callback**`)
    return page.evaluate('app.back()')
  }

  it.each([
    ['in a frame', 'openid email', ['authorization_code']],
    ['by its refresh token', 'openid email offline_access', ['authorization_code', 'refresh_token']],
  ])('signs somebody in, renews %s before the token ends, and signs them out', async (_, scope, grant_types) => {
    const client = await register(made.server, {
      redirect_uris: [`${address}/callback`, `${address}/silent`],
      post_logout_redirect_uris: [`${address}/bye`],
      token_endpoint_auth_method: 'none',
      grant_types,
    })
    settings = {
      authority: made.server.url,
      client_id: client.client_id,
      redirect_uri: `${address}/callback`,
      silent_redirect_uri: `${address}/silent`,
      post_logout_redirect_uri: `${address}/bye`,
      scope,
      loadUserInfo: true,
      automaticSilentRenew: true,
      // Three seconds after a token came it shall be renewed.
      accessTokenExpiringNotificationTimeInSeconds: policies.account.accessSeconds - 3,
    }
    const context = await browser!.newContext()
    const page = await context.newPage()
    expect(await signIn(page)).toMatchObject({ profile: { email: made.email }, scope })

    await page.waitForFunction('app.renewed.length > 1 || app.refused.length > 0')
    const renewed = await page.evaluate<string[]>('app.renewed')
    const refused = await page.evaluate<string[]>('app.refused')
    expect(refused).toEqual([])
    expect(new Set(renewed).size).toBe(renewed.length)

    await page.evaluate('void app.signOut()')
    await page.waitForURL(`${address}/bye**`)
    const cookies = await context.cookies(made.server.url)
    expect(cookies.map(({ name }) => name)).not.toContain('browser_session')
    await context.close()
  })
})
