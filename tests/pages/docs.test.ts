import { afterAll, describe, expect, it } from 'vitest'
import { openBrowser } from './chromium-for-tests.ts'
import { faintTexts, overflow, visit, walkByKeyboard } from './look-for-tests.ts'
import { openSite } from './site-for-tests.ts'

const browser = await openBrowser()
const site = await openSite()

afterAll(async () => {
  await browser?.close()
  await site.close()
})

describe.skipIf(!browser)('the API reference', { timeout: 30_000 }, () => {
  const open = async (options = {}) => {
    const visited = await visit(browser!, `${site.url}/docs`, options)
    await visited.page.locator('.opblock').first().waitFor()
    return visited
  }

  it('lists the operations of the contract', async () => {
    const { page, complaints, close } = await open()
    expect(await page.locator('.opblock-summary-path').allTextContents()).toEqual([
      '/auth/sign-up',
      '/auth/me',
      '/auth/me',
      '/.well-known/jwks.json',
    ])
    expect(await page.locator('.opblock-summary-path__deprecated').allTextContents()).toEqual(['/auth/me'])
    expect(await page.getByRole('main').count()).toBe(1)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(complaints).toEqual([])
    await close()
  })

  it('calls the server and shows its answer', async () => {
    const { page, complaints, close } = await open()
    await page.getByRole('button', { name: 'Show who is signed in' }).click()
    await page.getByRole('button', { name: 'Execute' }).click()
    await page.locator('.live-responses-table').getByText('"said": "nothing"').waitFor()
    expect(site.requests.at(-1)).toMatchObject({ method: 'GET', path: '/auth/me' })
    expect(complaints).toEqual([])
    await close()
  })

  it('signs somebody up and authorizes in one press, also after a reload', async () => {
    const { page, complaints, close } = await open()
    await page.getByRole('button', { name: 'Do both for me' }).click()
    await page.getByText('Signed up and authorized as').waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Show who is signed in' }).click()
    await page.getByRole('button', { name: 'Execute' }).click()
    await page.locator('.live-responses-table').getByText('"said": "Bearer an.access.token"').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('finds operations by path, summary and tag, also in closed groups', async () => {
    const { page, close } = await open()
    for (const group of await page.locator('.opblock-tag .expand-operation').all()) await group.click()
    await expect.poll(() => page.locator('.opblock').count()).toBe(0)
    for (const [phrase, found] of [
      ['JWKS', '/.well-known/jwks.json'],
      ['with email', '/auth/sign-up'],
      ['oauth.keys', '/.well-known/jwks.json'],
    ] as const) {
      await page.getByRole('searchbox').fill(phrase)
      await expect.poll(() => page.locator('.opblock-summary-path').allTextContents()).toEqual([found])
    }
    await close()
  })

  it('is readable in light and dark and fits 320 pixels, opened and answered', async () => {
    const { page, complaints, close } = await open()
    await page.getByRole('button', { name: 'Sign up with email and password' }).click()
    await page.getByRole('button', { name: 'Execute' }).click()
    await page.locator('.live-responses-table').getByText('an.access.token').waitFor()
    for (const tab of await page.getByRole('tab', { name: 'Schema' }).all()) await tab.click()
    await page.getByRole('button', { name: 'Schemas' }).click()
    await page.getByRole('button', { name: 'Authorize', exact: true }).click()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await faintTexts(page)).toEqual([])
    }
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflow(page)).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('can be walked by keyboard with a visible focus', async () => {
    const { page, close } = await open()
    await page.getByRole('button', { name: 'Show who is signed in' }).click()
    await page.getByRole('button', { name: 'Execute' }).waitFor()
    await page.getByRole('heading', { level: 1 }).click()
    const { missed, unmarked } = await walkByKeyboard(page)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    await close()
  })
})
