// A person signs in with a provider, in a real browser, from the app's link to an open session.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, clientId, newEmail, startServer } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { visit } from './look-for-tests.ts'

const browser = await openBrowser()
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'

/** A port that is free now: the service must know its own address before it listens. */
const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe.skipIf(!browser)('in a browser', () => {
  let server: TestServer
  let publicUrl: string
  const app = createServer((_request, response) => response.end('<h1>Back in the app</h1>'))
  const appUrl = () => `http://localhost:${(app.address() as AddressInfo).port}/callback`

  beforeAll(async () => {
    const port = await freePort()
    publicUrl = `http://localhost:${port}`
    server = await startServer({ PORT: String(port), HOST: 'localhost', PUBLIC_URL: publicUrl })
    await new Promise<void>((resolve) => app.listen(0, 'localhost', resolve))
  })
  afterAll(async () => {
    await browser?.close()
    await server.close()
    await new Promise((resolve) => app.close(resolve).closeAllConnections())
  })

  const link = (provider: string): string => {
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: appUrl(),
      state: 'app-state',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    })
    return `${publicUrl}/auth/${provider}/authorize?${query}`
  }

  const profileOf = async (back: string) => {
    const code = new URL(back).searchParams.get('code')
    const exchange = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: verifier }
    const tokens = await server.send('POST /oauth2/token', { body: { ...exchange, redirect_uri: appUrl() } })
    const me = await server.send('GET /auth/me', { bearer: tokens.body.access_token })
    return me.body as unknown as { identity: object }
  }

  it.each([
    ['google', 'Google', true],
    ['github', 'GitHub', false],
  ] as const)(
    'a person signs in with %s, and the app opens their session',
    async (provider, title, javaScriptEnabled) => {
      const email = newEmail()
      const { page, close } = await visit(browser!, link(provider), { javaScriptEnabled })
      await page.getByRole('heading', { name: `Stand-in for ${title}` }).waitFor()
      await page.getByLabel('Email').fill(email)
      await page.getByLabel('Name').fill('Grace Hopper')
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('heading', { name: 'Back in the app' }).waitFor()
      const back = page.url()
      expect([...new URL(back).searchParams.keys()]).toEqual(['code', 'state', 'iss'])
      expect((await profileOf(back)).identity).toMatchObject({
        email,
        email_verified: true,
        given_name: 'Grace',
        family_name: 'Hopper',
      })
      expect(await page.context().cookies()).toEqual([])
      await close()
    },
  )

  it('Apple comes back with a form', async () => {
    const email = newEmail()
    const { page, close } = await visit(browser!, link('apple'), { javaScriptEnabled: false })
    await page.getByLabel('Email').fill(email)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Back from Apple' }).waitFor()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor()
    expect((await profileOf(page.url())).identity).toMatchObject({ email, given_name: 'Ada' })
    await close()
  })

  it('a person who cancels is back in the app without a code', async () => {
    const { page, close } = await visit(browser!, link('google'))
    await page.getByRole('button', { name: 'Cancel, as if Google said no' }).click()
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor()
    expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied')
    await close()
  })

  it('the link of another browser opens nothing, and says so', async () => {
    const first = await visit(browser!, link('google'))
    const state = new URL(first.page.url()).searchParams.get('state')
    const second = await visit(browser!, `${publicUrl}/auth/google/callback?code=stolen&state=${state}`)
    await second.page.getByRole('heading', { name: 'not begun in this browser' }).waitFor()
    await Promise.all([first.close(), second.close()])
  })
})
