// What administrators do with the words of the hosted pages in the admin console: in a real browser.
import { describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { enterConsole, go, settled } from './admin-console-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, walkByKeyboard } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const here = `#/applications/${sandboxCredentials.app.applicationId}/pages`

describe.skipIf(!browser)('the admin console', { timeout: 600_000 }, () => {
  const sandbox = runSandbox(browser)

  it('has the pages say something else in a language, shows how that looks, and takes it back', async () => {
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await go(page, here)
    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: 'Sign in to Example' }).waitFor()
    await page.getByLabel('Language', { exact: true }).selectOption('de')
    await frame.getByRole('heading', { name: 'Bei Example anmelden' }).waitFor()
    expect(await frame.locator('html').getAttribute('lang')).toBe('de')
    expect(await frame.locator('script, [action], [href]:not(link), button[type=submit]').count()).toBe(0)
    const drawn = await frame
      .locator('.button-strong')
      .first()
      .evaluate((one) => getComputedStyle(one).backgroundColor)
    expect(drawn).not.toBe('rgba(0, 0, 0, 0)')

    await page.getByLabel('Search texts').fill('sign_in_to')
    await page.getByRole('button', { name: 'Change: sign_in_to', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'The text sign_in_to' })
    const words = dialog.getByLabel('In words of your own')
    expect(await words.inputValue()).toBe('Bei {{app}} anmelden')
    await words.fill('Willkommen')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('alert').getByText('has to name {{app}}').waitFor()
    await words.fill('<b>Moin</b> bei {{app}}')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByText('sign_in_to is yours now.').waitFor()
    await frame.getByRole('heading', { name: '<b>Moin</b> bei Example' }).waitFor()
    await page.getByRole('cell', { name: 'yours' }).waitFor()

    await page.getByLabel('Page to show').selectOption('signed_out')
    await frame.getByRole('heading', { name: 'Sie sind abgemeldet' }).waitFor()
    await page.getByRole('button', { name: 'As usual: sign_in_to' }).click()
    await page.getByText('sign_in_to is as usual again.').waitFor()
    await settled(page)
    expect(await page.getByRole('cell', { name: 'yours' }).count()).toBe(0)
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([])
    await close()
  })

  it('shows a page that is read from right to left', async () => {
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await go(page, here)
    await page.getByLabel('Language', { exact: true }).selectOption('ar')
    const frame = page.frameLocator('iframe')
    await frame.locator('html[dir=rtl]').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('leaves axe nothing to find on the words of pages in %s', async (colorScheme) => {
    const { page, close } = await enterConsole(browser!, sandbox.server, { colorScheme, bypassCSP: true })
    await go(page, here)
    await page.frameLocator('iframe').getByRole('heading', { name: 'Sign in to Example' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await close()
  })

  it('walks through the words of pages by keyboard', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, here)
    const { reached, missed, unmarked } = await walkByKeyboard(page)
    expect(reached).toBeGreaterThan(20)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    await close()
  })
})
