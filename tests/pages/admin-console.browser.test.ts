// The admin console in a real browser: what it does happens, and nothing but operations of the platform surface is asked.
import { TOTP, Secret } from 'otpauth'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { newEmail, password, prove } from '../server-for-tests.ts'
import {
  confirm,
  enterConsole,
  fillSignIn,
  go,
  makeApplication,
  openConsole,
  owner,
  settled,
} from './admin-console-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()

describe.skipIf(!browser)('the admin console', () => {
  const sandbox = runSandbox(browser)

  it('says that a password is wrong, and shows nothing to whoever has not signed in', async () => {
    const { page, close } = await openConsole(browser!, sandbox.server)
    await fillSignIn(page, { email: owner.email, password: 'a wrong guess' })
    await page.getByRole('alert').getByText('Wrong email or password').waitFor()
    await go(page, '#/administrators')
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.locator('#admin').innerText()).not.toContain('Administrators')
    await close()
  })

  it('makes an application, an environment, a key and a client, and takes them away by name', async () => {
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    const here = await makeApplication(page, 'Web shop')
    await page.getByText('Web shop is made').waitFor()

    await go(page, `${here}/environments`)
    await page.getByLabel('Name', { exact: true }).fill('staging')
    await page.getByRole('button', { name: 'Add the environment' }).click()
    await page.getByText('staging is there').waitFor()
    await page.getByRole('button', { name: 'Switch off: staging' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Type staging to confirm').fill('stagin')
    expect(await dialog.getByRole('button', { name: 'Switch off' }).isDisabled()).toBe(true)
    await confirm(page, 'staging', 'Switch off')
    await page.getByText('staging is off.').waitFor()

    await go(page, `${here}/keys`)
    await page.getByLabel('Name', { exact: true }).fill('Backend')
    await page.getByRole('button', { name: 'Make the key' }).click()
    const key = await dialog.locator('code').innerText()
    expect(key).toMatch(/^sk_/)
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await settled(page)
    expect(await page.content()).not.toContain(key)
    await page.getByRole('button', { name: 'Revoke: Backend' }).click()
    await confirm(page, 'Backend', 'Revoke the key')
    await page.getByText('This environment has no API key.').waitFor()

    await go(page, `${here}/clients`)
    await page.getByLabel('Name', { exact: true }).fill('Shop')
    await page.getByLabel('Type').selectOption('confidential')
    await page.getByLabel('Redirect URIs', { exact: true }).fill('not an address')
    await page.getByRole('button', { name: 'Register the client' }).click()
    await page.getByRole('alert').getByText('redirectUris').waitFor()
    await page.getByLabel('Redirect URIs', { exact: true }).fill('https://shop.example/callback')
    await page.getByRole('button', { name: 'Register the client' }).click()
    expect(await dialog.locator('code').last().innerText()).toMatch(/^sec_/)
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('button', { name: 'Delete: Shop' }).click()
    await confirm(page, 'Shop', 'Delete')
    await page.getByText('This environment has no client of its own.').waitFor()

    await go(page, `${here}/settings`)
    const length = page.getByLabel('Characters of a password, at least')
    expect(await length.inputValue()).toBe('8')
    await length.fill('')
    await page.getByRole('button', { name: 'Save the rules' }).click()
    expect(await length.evaluate((input: HTMLInputElement) => input.validity.valueMissing)).toBe(true)
    await length.fill('8')
    await page.getByLabel('Nobody can sign up by themselves').check()
    await page.getByRole('button', { name: 'Save the rules' }).click()
    await page.getByText('The rules count from now on.').waitFor()
    await page.getByRole('button', { name: 'Delete: Web shop' }).click()
    await confirm(page, 'Web shop', 'Delete the application')
    await page.getByText('Web shop is gone.').waitFor()

    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([])
    await close()
  })

  it('keeps no token where a script of another visit finds it, and ends the session with the page', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    const [token] = await Promise.all([
      page.waitForRequest(/\/api\/platform\/members$/).then((request) => request.headers().authorization ?? ''),
      go(page, '#/administrators'),
    ])
    const kept = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      cookies: document.cookie,
      databases: (await indexedDB.databases()).length,
      address: location.href,
    }))
    expect(kept).toMatchObject({ local: 0, session: 0, cookies: '', databases: 0 })
    expect(kept.address).not.toContain(token.slice(7))
    const bearer = token.slice(7)
    expect((await sandbox.server.send('GET /api/platform/auth/me', { bearer })).status).toBe(200)
    await page.goto('about:blank')
    await expect.poll(async () => (await sandbox.server.send('GET /api/platform/auth/me', { bearer })).status).toBe(401)
    await close()
  })

  it('asks to sign in again where the session has ended elsewhere, and goes on at the same page', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    const [request] = await Promise.all([page.waitForRequest(/\/members$/), go(page, '#/administrators')])
    const bearer = (request.headers().authorization ?? '').slice(7)
    await sandbox.server.send('POST /api/platform/auth/logout', { bearer, body: {} })
    await page.evaluate(() => (location.hash = '#/audit'))
    await page.getByText('Your session has ended.').waitFor()
    await fillSignIn(page)
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor()
    await close()
  })

  it('says that the server does not answer, and reads again when it does', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await page.route('**/api/platform/members', (route) => route.abort())
    await page.evaluate(() => (location.hash = '#/administrators'))
    await page.getByText('Check your connection, then try again.').waitFor()
    await page.unroute('**/api/platform/members')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('cell', { name: owner.email }).waitFor()
    await close()
  })

  it('asks for the second factor once there is one, and for a fresh proof where a change takes it', async () => {
    const email = newEmail('founder')
    const body = { email, password, tenantName: 'Founders', tenantSlug: email.split('@')[0]! }
    await sandbox.server.send('POST /api/platform/auth/register', { body })
    await prove(sandbox.server.send, email)
    const { page, close } = await enterConsole(browser!, sandbox.server, {}, { email, password })

    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 11 * 60 } })
    await go(page, '#/account')
    await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Password').fill('a wrong guess')
    await dialog.getByRole('button', { name: 'Go on' }).click()
    await dialog.getByRole('alert').getByText('The password is wrong').waitFor()
    await dialog.getByLabel('Password').fill(password)
    await dialog.getByRole('button', { name: 'Go on' }).click()
    const secret = await page.locator('.facts code').last().innerText()
    const codeNow = async () => {
      const moved = await sandbox.server.send('POST /sandbox/clock', { body: { advance: 30 } })
      const timestamp = Date.parse((JSON.parse(moved.text) as Wire['SandboxClock']).now)
      return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp })
    }
    await page.getByLabel('Code of the authenticator app').fill(await codeNow())
    await page.getByRole('button', { name: 'Switch it on' }).click()
    await dialog.getByRole('heading', { name: 'Backup codes' }).waitFor()
    const backup = (await dialog.locator('code').innerText()).split('\n')[0]!
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText('From now on a code is asked at each sign-in.').waitFor()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await fillSignIn(page, { email, password })
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
    const code = page.getByLabel('Code of your authenticator app, or a backup code')
    await code.fill('000000')
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('alert').getByText('The code is wrong').waitFor()
    await code.fill(backup)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
    const left = (count: string) =>
      page.locator('.facts div', { hasText: 'Backup codes left' }).locator('dd').getByText(count, { exact: true })
    await left('9').waitFor()

    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 11 * 60 } })
    await page.getByRole('button', { name: 'Make new backup codes' }).click()
    const confirming = page.getByRole('dialog', { name: 'New backup codes' })
    await confirming.getByLabel(`Type ${email} to confirm`).fill(email)
    await confirming.getByRole('button', { name: 'Make new codes' }).click()
    const proving = page.getByRole('dialog', { name: 'Prove that it is you' })
    await proving.getByLabel('Code of your authenticator app').fill(await codeNow())
    await proving.getByRole('button', { name: 'Go on' }).click()
    const shown = page.getByRole('dialog', { name: 'Backup codes', exact: true })
    expect((await shown.locator('code').innerText()).split('\n')).not.toContain(backup)
    await shown.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText('The backup codes before work no more.').waitFor()
    await left('10').waitFor()
    await close()
  })
})
