// The code flow as apps walk it: with a client library that knows nothing of this service, and with a real browser.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import * as openid from 'openid-client'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../../server/model/sandbox-credentials.ts'
import { openBrowser } from '../../pages/chromium-for-tests.ts'
import { freePort } from '../../process-for-tests.ts'
import { type TestServer, password, sender, signUp, startServer } from '../../server-for-tests.ts'

const browser = await openBrowser()
const { account, oauth } = sandboxCredentials

/** An app on a port of its own, whose callback says what came. */
const openApp = async () => {
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html').end(`<title>App</title><p>${request.url?.split('?')[0]}</p>`)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  return {
    redirectUri: `http://localhost:${(server.address() as AddressInfo).port}/callback`,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  }
}

describe('an app that speaks OAuth', () => {
  let server: TestServer
  let issuer: string
  let app: Awaited<ReturnType<typeof openApp>>
  let email: string

  beforeAll(async () => {
    const port = String(await freePort())
    issuer = `http://localhost:${port}`
    server = await startServer({ PORT: port, HOST: 'localhost', PUBLIC_URL: issuer })
    app = await openApp()
    email = (await signUp(sender(issuer))).email
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
    await server?.close()
  })

  const discover = (clientId: string, authentication: openid.ClientAuth) =>
    openid.discovery(new URL(issuer), clientId, undefined, authentication, { execute: [openid.allowInsecureRequests] })

  const ask = async (config: openid.Configuration, more: Record<string, string> = {}) => {
    const verifier = openid.randomPKCECodeVerifier()
    const state = openid.randomState()
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: app.redirectUri,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      ...more,
    })
    return { url: url.href, redeem: (answer: string) => exchange(config, answer, verifier, state) }
  }
  const exchange = (config: openid.Configuration, answer: string, pkceCodeVerifier: string, expectedState: string) =>
    openid.authorizationCodeGrant(config, new URL(answer), { pkceCodeVerifier, expectedState })

  const me = (token: string) => sender(issuer)('GET /auth/me', { bearer: token })

  it('gets a token for a machine that a resource server can verify', async () => {
    const config = await discover(oauth.client_id, openid.ClientSecretBasic(oauth.client_secret))
    const { access_token } = await openid.clientCredentialsGrant(config, { audience: account.audience })
    const { jwks_uri } = config.serverMetadata()
    const { payload } = await jwtVerify(access_token, createRemoteJWKSet(new URL(jwks_uri!)), {
      issuer,
      audience: account.audience,
      typ: 'at+jwt',
    })
    expect(payload).toMatchObject({ sub: oauth.client_id, cid: oauth.client_id })
  })

  describe.skipIf(!browser)('in a browser', () => {
    const visit = async (url: string, javaScriptEnabled: boolean) => {
      const context = await browser!.newContext({ javaScriptEnabled })
      const page = await context.newPage()
      const complaints: string[] = []
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
      await page.goto(url)
      return { page, complaints, close: () => context.close() }
    }
    const fill = async (page: Page, secret: string) => {
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Password').fill(secret)
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    }

    it('signs a person in, refreshes, asks about its tokens and ends them', async () => {
      const config = await discover(account.client_id, openid.None())
      const { url, redeem } = await ask(config, { scope: 'mail:read mail:send' })
      const { page, complaints, close } = await visit(url, false)
      await page.getByRole('heading', { name: 'Sign in to Inbox Manager' }).waitFor()
      await fill(page, password)
      await page.waitForURL(`${app.redirectUri}?**`)
      expect(complaints).toEqual([])

      const tokens = await redeem(page.url())
      expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'mail:read mail:send' })
      expect((await me(tokens.access_token)).body).toMatchObject({ identity: { email } })

      const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token!, { scope: 'mail:read' })
      expect(refreshed.scope).toBe('mail:read')
      const machine = await discover(oauth.client_id, openid.ClientSecretPost(oauth.client_secret))
      const told = await openid.tokenIntrospection(machine, refreshed.access_token)
      expect(told).toMatchObject({ active: true, client_id: account.client_id, scope: 'mail:read' })

      await openid.tokenRevocation(config, refreshed.refresh_token!)
      expect(await openid.tokenIntrospection(machine, refreshed.access_token)).toEqual({ active: false })
      expect((await me(refreshed.access_token)).status).toBe(401)
      await close()
    })

    it('signs a person in for a client with a secret, after a wrong password', async () => {
      const config = await discover(oauth.client_id, openid.ClientSecretBasic(oauth.client_secret))
      const { url, redeem } = await ask(config, { login_hint: email })
      const { page, close } = await visit(url, true)
      expect(await page.getByLabel('Email').inputValue()).toBe(email)
      await fill(page, 'not the password')
      await page.getByRole('alert').getByText('The email or the password is wrong.').waitFor()
      expect(await page.getByLabel('Password').inputValue()).toBe('')
      await fill(page, password)
      await page.waitForURL(`${app.redirectUri}?**`)
      expect([...new URL(page.url()).searchParams.keys()].sort()).toEqual(['code', 'iss', 'state'])

      const tokens = await redeem(page.url())
      expect((await me(tokens.access_token)).status).toBe(200)
      await expect(redeem(page.url())).rejects.toMatchObject({ error: 'invalid_grant' })
      expect((await me(tokens.access_token)).status).toBe(401)
      await close()
    })

    it('takes either of two windows, and shows the form again where the other one is newer', async () => {
      const config = await discover(account.client_id, openid.None())
      const { page, close } = await visit((await ask(config)).url, false)
      const newer = await page.context().newPage()
      await newer.goto((await ask(config)).url)
      await fill(page, password)
      await page.getByRole('alert').getByText('in two windows').waitFor()
      await fill(page, password)
      await page.waitForURL(`${app.redirectUri}?**`)
      await close()
    })

    it('is told what is wrong at its own address', async () => {
      const config = await discover(account.client_id, openid.None())
      const { url, redeem } = await ask(config, { scope: 'mail:burn' })
      const { page, close } = await visit(url, false)
      await page.waitForURL(`${app.redirectUri}?**`)
      await expect(redeem(page.url())).rejects.toMatchObject({ error: 'invalid_scope' })
      await close()
    })

    it('sends nobody to an address that is not registered, and says so on a page (AC-047)', async () => {
      const config = await discover(account.client_id, openid.None())
      const { page, close } = await visit((await ask(config, { redirect_uri: `${app.redirectUri}/` })).url, false)
      await page.getByRole('heading', { name: 'The client has no such redirect URI' }).waitFor()
      expect(new URL(page.url()).origin).toBe(issuer)
      await close()
    })
  })

  it('leaves no secret in the log (AC-110)', () => {
    const text = server.logText()
    expect(text).toContain('/oauth2/token')
    for (const secret of [password, oauth.client_secret, 'code=', 'code_verifier', 'form_token']) {
      expect(text).not.toContain(secret)
    }
  })
})
