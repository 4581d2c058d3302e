// Passkeys of administrators in the admin console, in Chromium with an authenticator of its own.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, prove, startReachableServer } from '../server-for-tests.ts'
import { enterConsole, fillSignIn, go, settled } from './admin-console-for-tests.ts'
import { plugInAuthenticator } from './authenticator-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'

const browser = await openBrowser()
const founder = { email: 'passkeys@founders.test', password: 'correct horse battery' }
let server: TestServer
let atLocalhost: TestServer

beforeAll(async () => {
  server = await startReachableServer()
  // Passkeys belong to a name, and not to a number.
  atLocalhost = { ...server, url: server.world.config.publicUrl }
  const body = { ...founder, tenantName: 'Founders', tenantSlug: 'founders' }
  await server.send('POST /api/platform/auth/register', { body })
  await prove(server.send, founder.email)
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

describe.skipIf(!browser)('a passkey of an administrator', () => {
  it('is added, asked for at the sign-in and as a proof, and removed', async () => {
    const { page, close } = await enterConsole(browser!, atLocalhost, {}, founder)
    await plugInAuthenticator(page)
    await go(page, '#/account')
    await page.getByLabel('Name of a new one').fill('Laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('From now on it is asked for at each sign-in').waitFor()
    await page.getByRole('cell', { name: 'Laptop', exact: true }).waitFor()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await fillSignIn(page, founder)
    await page.getByRole('heading', { name: 'Second factor' }).waitFor()
    expect(await page.getByLabel('Code of your authenticator app').count()).toBe(0)
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()

    await server.send('POST /sandbox/clock', { body: { advance: 11 * 60 } })
    await go(page, '#/account')
    await page.getByRole('button', { name: 'Make backup codes' }).click()
    const proving = page.getByRole('dialog', { name: 'Prove that it is you' })
    await proving.getByRole('button', { name: 'Use your passkey' }).click()
    const codes = page.getByRole('dialog', { name: 'Backup codes', exact: true })
    const [backup = ''] = (await codes.locator('code').innerText()).split('\n')
    await codes.getByRole('button', { name: 'I have kept it' }).click()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await fillSignIn(page, founder)
    await page.getByLabel('Code of your authenticator app, or a backup code').fill(backup)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByRole('button', { name: 'Sign out' }).waitFor()

    await go(page, '#/account')
    await page.getByRole('button', { name: 'Rename: Laptop' }).click()
    const naming = page.getByRole('dialog', { name: 'Name the passkey' })
    await naming.getByLabel('Name').fill('Desk')
    await naming.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Remove: Desk' }).click()
    const removing = page.getByRole('dialog', { name: 'Remove the passkey' })
    await removing.getByLabel('Type Desk to confirm').fill('Desk')
    await removing.getByRole('button', { name: 'Remove it' }).click()
    await page.getByText('Desk is removed.').waitFor()
    await settled(page)
    await page.getByRole('button', { name: 'Sign out' }).click()
    await fillSignIn(page, founder)
    await page.getByRole('heading', { name: 'My account', level: 1 }).waitFor()
    await close()
  })
})
