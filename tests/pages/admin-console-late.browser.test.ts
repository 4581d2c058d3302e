// The admin console in a real browser, where an answer comes late, or something is closed too early.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { enterConsole, fillSignIn, go } from './admin-console-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const here = `#/applications/${sandboxCredentials.app.applicationId}`

/** Holds the answers of an address back: `asked` is over once one is there, and `answer` lets them come. */
const holdBack = async (page: Page, url: RegExp) => {
  const asked = Promise.withResolvers<undefined>()
  const held = Promise.withResolvers<undefined>()
  await page.route(url, async (route) => {
    const response = await route.fetch()
    asked.resolve(undefined)
    await held.promise
    await route.fulfill({ response })
  })
  return { asked: asked.promise, answer: () => held.resolve(undefined) }
}

describe.skipIf(!browser)('the admin console', () => {
  const sandbox = runSandbox(browser)

  it('shows a new secret though its dialog was closed meanwhile, keeps it there, and says what was not copied', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/clients`)
    await page.getByLabel('Name', { exact: true }).fill('Shop')
    await page.getByLabel('Type').selectOption('confidential')
    await page.getByRole('button', { name: 'Register the client' }).click()
    await page.getByRole('button', { name: 'I have kept it' }).click()

    const { asked, answer } = await holdBack(page, /\/clients\/[^/]+\/secret$/)
    await page.getByRole('button', { name: 'New secret: Shop' }).click()
    const confirming = page.getByRole('dialog', { name: 'A new secret for Shop' })
    await confirming.getByLabel('Type Shop to confirm').fill('Shop')
    await confirming.getByRole('button', { name: 'Make a new secret' }).click()
    await asked
    await page.keyboard.press('Escape')
    await confirming.waitFor({ state: 'detached' })
    answer()

    const shown = page.getByRole('dialog', { name: 'The secret of Shop' })
    const secret = shown.locator('code').last()
    expect(await secret.innerText()).toMatch(/^sec_/)
    for (let press = 0; press < 3; press += 1) await page.keyboard.press('Escape')
    expect(await secret.isVisible()).toBe(true)

    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'))
    })
    await shown.getByRole('button', { name: 'Copy Client secret' }).click()
    await shown.getByRole('button', { name: 'Not copied: select it' }).waitFor()
    await shown.getByRole('button', { name: 'I have kept it' }).click()
    await shown.waitFor({ state: 'detached' })
    await close()
  })

  it('shows a secret to nobody who has signed out before it came', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/keys`)
    await page.getByLabel('Name', { exact: true }).fill('Late')
    const { asked, answer } = await holdBack(page, /\/api-keys$/)
    await page.getByRole('button', { name: 'Make the key' }).click()
    await asked
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    // Somebody is here by now: it is not theirs either.
    await page.evaluate(() => (location.hash = '#/audit'))
    await fillSignIn(page)
    await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor()
    const received = page.waitForResponse(/\/api-keys$/)
    answer()
    await (await received).finished()
    await go(page, '#/administrators')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await page.content()).not.toContain('sk_')
    await close()
  })

  it('signs out by the clock whoever comes back after half an hour, though the machine slept', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await page.clock.install()
    await page.keyboard.press('Shift')
    await page.clock.setSystemTime(Date.now() + 29 * 60_000)
    await go(page, '#/administrators')
    await page.getByRole('heading', { name: 'Administrators', level: 1 }).click()
    await page.getByRole('link', { name: 'Audit' }).focus()
    await page.clock.setSystemTime(Date.now() + 60 * 60_000)
    const ended = page.waitForResponse(/\/auth\/logout$/)
    await page.keyboard.press('Enter')
    await page.getByText('Nobody was here for half an hour').waitFor()
    expect((await ended).status()).toBe(200)
    expect(new URL(page.url()).hash).toBe('#/administrators')
    expect(await page.getByRole('heading', { name: 'Sign in' }).isVisible()).toBe(true)
    await close()
  })

  it('keeps the page where one is when the answer for the one before comes', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    const { asked, answer } = await holdBack(page, new RegExp(`/applications/${sandboxCredentials.app.applicationId}$`))
    await page.evaluate((to) => (location.hash = to), `${here}/users`)
    await asked
    await go(page, '#/audit')
    const received = page.waitForResponse(/\/applications\/[^/]+$/)
    answer()
    await (await received).finished()
    await page.getByRole('button', { name: 'Save as CSV' }).click()
    await page.getByText(/ events are saved\.$/).waitFor()
    expect(await page.title()).toBe('Audit · Admin console')
    await close()
  })

  it('saves one audit at a time, and nothing where that was stopped', async () => {
    const { page, asked: requests, close } = await enterConsole(browser!, sandbox.server)
    await go(page, '#/audit')
    const held = await holdBack(page, /\/audit-logs\?/)
    const before = requests.length
    await page.getByRole('button', { name: 'Save as CSV' }).click()
    await held.asked
    await page.getByRole('button', { name: 'Save as JSON lines', disabled: true }).dispatchEvent('click')
    await page.getByRole('button', { name: 'Stop' }).click()
    held.answer()
    await page.getByText('Stopped; nothing was saved.').waitFor()
    expect(requests.slice(before)).toEqual(['GET /api/platform/audit-logs'])
    await page.unrouteAll()
    await page.route(/\/audit-logs\?/, (route) => route.abort())
    await page.getByRole('button', { name: 'Save as JSON lines' }).click()
    await page.getByText('Check your connection, then try again.').waitFor()
    expect(await page.getByText('Stopped; nothing was saved.').count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Stop' }).count()).toBe(0)
    await close()
  })
})
