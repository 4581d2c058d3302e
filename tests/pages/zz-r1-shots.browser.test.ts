import { Secret, TOTP } from 'otpauth'
import { it, expect } from 'vitest'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { startReachableServer } from '../server-for-tests.ts'
import { plugInAuthenticator } from './authenticator-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { visit } from './look-for-tests.ts'
it('shots', async () => {
  const browser = (await openBrowser())!
  const server = await startReachableServer()
  const base = server.world.config.publicUrl
  for (const [scheme, width, locale] of [['light', 1280, 'en'], ['dark', 320, 'en'], ['light', 320, 'ar']] as const) {
    const email = `shots-${scheme}-${width}-${locale}@example.test`
    const password = 'correct horse battery'
    await server.send('POST /sandbox/users', { body: { surface: 'account', email, password } })
    const { page, close } = await visit(browser, `${base}/account?ui_locales=${locale}`, { colorScheme: scheme, viewport: { width, height: 900 } })
    await plugInAuthenticator(page)
    const shot = (name: string) => page.screenshot({ path: `/tmp/b/shots/r1-${name}-${scheme}-${width}-${locale}.png`, fullPage: true })
    await page.locator('#email').fill(email)
    await page.locator('#password').fill(password)
    await page.locator('form button').first().click()
    await page.locator('[data-new-passkey] button').click()
    await page.locator('bdi').first().waitFor()
    await page.locator('input[value=factor_begin]').locator('..').locator('button').click()
    const text = await page.locator('code').first().innerText()
    await shot('setup')
    const secret = text.replaceAll(' ', '')
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: server.world.clock.now() })
    await page.locator('#first-code').fill(code())
    await page.locator('input[value=factor_on]').locator('..').locator('button').click()
    await shot('codes')
    await page.goto(`${base}/oauth2/account?ui_locales=${locale}`)
    await page.locator('summary').first().click()
    await shot('account')
    await page.context().clearCookies()
    await page.goto(`${base}/account?ui_locales=${locale}`)
    await page.locator('#email').fill(email)
    await page.locator('#password').fill(password)
    await page.locator('form button').first().click()
    await page.waitForTimeout(500)
    await shot('second-step')
    await close()
  }
  // required enrolment on the sign-in page
  const { email: owner, password: own } = sandboxCredentials.platform
  const login = await server.send('POST /api/platform/auth/login', { body: { email: owner, password: own } })
  const { access_token: bearer } = JSON.parse(login.text) as { access_token: string }
  await server.send(`PATCH /api/platform/applications/${sandboxCredentials.app.applicationId}` as never, { bearer, body: { authConfig: { requireSecondFactor: 'all' } } })
  for (const [scheme, width] of [['light', 1280], ['dark', 320]] as const) {
    const email = `due-${scheme}@example.test`
    await server.send('POST /sandbox/users', { body: { surface: 'account', email, password: 'correct horse battery' } })
    const { page, close } = await visit(browser, `${base}/callback`, { colorScheme: scheme, viewport: { width, height: 900 } })
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.waitForTimeout(800)
    await page.screenshot({ path: `/tmp/b/shots/r1-enrolment-${scheme}-${width}.png`, fullPage: true })
    await close()
  }
  await browser.close()
  await server.close()
  expect(1).toBe(1)
}, 120000)
