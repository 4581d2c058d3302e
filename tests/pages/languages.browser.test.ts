// The hosted pages in Arabic, in a real browser: whole, from the right, and as narrow as a phone.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageTexts } from '../../server/pages/texts.ts'
import { type TestServer, newEmail, startReachableServer } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, visit } from './look-for-tests.ts'

const browser = await openBrowser()
const language = 'ar'
const said = pageTexts[language]
const password = 'correct horse battery'

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

describe.skipIf(!browser)('the pages in Arabic', () => {
  let server: TestServer
  const email = newEmail('reader')
  beforeAll(async () => {
    server = await startReachableServer()
    await server.send('POST /sandbox/users', { body: { surface: 'account', email, password } })
  })
  afterAll(async () => {
    await browser?.close()
    await server.close()
  })

  const authorization = (more: Readonly<Record<string, string>>) => {
    const query = {
      client_id: 'cid_inbox_manager',
      redirect_uri: `${server.world.config.publicUrl}/callback`,
      response_type: 'code',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      ui_locales: language,
      ...more,
    }
    return `/oauth2/authorize?${new URLSearchParams(query)}`
  }
  const open = (path: string) => visit(browser!, `${server.world.config.publicUrl}${path}`, { bypassCSP: true })
  const signIn = async (page: Page) => {
    await page.getByLabel(said.email).fill(email)
    await page.getByLabel(said.password, { exact: true }).fill(password)
    await page.getByRole('button', { name: said.sign_in, exact: true }).click()
  }

  /** Nothing for axe to find, in light and dark; nothing beside the window; and all of it from the right. */
  const look = async (page: Page) => {
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await faultsOf(page)).toEqual([])
    }
    await page.setViewportSize({ width: 1000, height: 800 })
  }

  it('sign somebody in, or make them an account', async () => {
    const { page, complaints, close } = await open(authorization({}))
    await look(page)
    // What lets people see what they type stands at the end of the line, which is on the left.
    const field = (await page.getByLabel(said.password, { exact: true }).boundingBox())!
    const peek = (await page.getByRole('button', { name: said.show_what_you_type }).boundingBox())!
    expect(peek.x).toBeLessThan(field.x + field.width / 2)
    await page.getByRole('link', { name: said.create_an_account }).click()
    await page.getByRole('heading', { name: said.create_your_account }).waitFor()
    await look(page)
    await page.getByLabel(said.password, { exact: true }).fill('lantern')
    await page.getByText(said.rule_length.replace('{{count}}', '8')).waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('ask what an app may have', async () => {
    const redirect_uri = 'https://widget.example.com/callback'
    const registered = await server.send('POST /oauth2/register', {
      body: { redirect_uris: [redirect_uri], client_name: 'Widget', scope: 'openid email' },
    })
    const { client_id } = JSON.parse(registered.text) as { client_id: string }
    const { page, close } = await open(authorization({ client_id, redirect_uri, scope: 'openid email' }))
    await signIn(page)
    await page.getByText(said.wish_email).waitFor()
    expect(await page.locator('bdi', { hasText: email }).count()).toBe(1)
    await look(page)
    await close()
  })

  it('let a device in, through the sign-in page and back', async () => {
    const body = { client_id: 'cid_inbox_manager', scope: 'openid' }
    const started = await server.send('POST /oauth2/device_authorization', { body })
    const { user_code } = JSON.parse(started.text) as { user_code: string }
    const { page, close } = await open(`/oauth2/device?user_code=${user_code}&ui_locales=${language}`)
    await look(page)
    await page.getByRole('button', { name: said.continue }).click()
    await signIn(page)
    await page.getByRole('heading', { name: said.connect_device }).waitFor()
    await page.getByRole('button', { name: said.continue }).click()
    await page.getByRole('heading', { name: said.let_device_in }).waitFor()
    await look(page)
    await page.getByRole('button', { name: said.allow, exact: true }).click()
    await page.getByText(said.close_and_go_on).waitFor()
    await close()
  })

  it('show one’s own account, and go on in the language that it was asked for in', async () => {
    const { page, complaints, close } = await open(`/account?ui_locales=${language}`)
    await signIn(page)
    await page.getByRole('heading', { name: said.where_signed_in }).waitFor()
    await look(page)
    await page.getByRole('button', { name: said.set_up }).click()
    await page.getByRole('heading', { name: said.scan_this }).waitFor()
    await look(page)
    expect(complaints).toEqual([])
    await close()
  })
})
