import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './chromium-for-tests.ts'
import { mails } from './data-for-tests.ts'
import { faintTexts, overflow, visit, walkByKeyboard } from './look-for-tests.ts'
import { openSite } from './site-for-tests.ts'

const browser = await openBrowser()
const site = await openSite()

afterAll(async () => {
  await browser?.close()
  await site.close()
})

const paths = {
  'the first page': '/',
  'the mailbox': '/sandbox/mailbox?id=m2',
  'an empty mailbox': '/sandbox/mailbox?to=nobody@example.com',
  'a plain text mail': '/sandbox/mailbox?id=m3&view=text',
  'a page with one button': '/message',
  'the sign-in page': '/sign-in',
  'the sign-in page after a wrong password': '/sign-in?again',
  'a refusal': '/refused',
  'an unknown page': '/unknown',
  'the end of a sign-in in the sandbox': '/callback',
  'the begin of a sign-in in the sandbox': '/callback?begin',
  'a stand-in for a provider': '/stand-in',
}

/** Pages about an application carry its name. */
const branded = ['/message', '/sign-in', '/sign-in?again']

describe.skipIf(!browser)('pages', () => {
  const open = (path: string, options = {}) => visit(browser!, site.url + path, options)

  describe.each(Object.entries(paths))('%s', (_, path) => {
    let visited: Awaited<ReturnType<typeof open>>

    beforeAll(async () => {
      visited = await open(path)
    })
    afterAll(() => visited.close())

    it.each([
      ['light', 'rgb(243, 245, 242)'],
      ['dark', 'rgb(17, 23, 21)'],
    ] as const)('is readable in %s', async (colorScheme, paper) => {
      await visited.page.emulateMedia({ colorScheme })
      expect(await visited.page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(paper)
      expect(await faintTexts(visited.page)).toEqual([])
    })

    it('can be walked by keyboard with a visible focus', async () => {
      const { reached, missed, unmarked } = await walkByKeyboard(visited.page)
      expect(reached).toBeGreaterThan(0)
      expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    })

    it('fits 320 pixels', async () => {
      await visited.page.setViewportSize({ width: 320, height: 640 })
      expect(await overflow(visited.page)).toBe(0)
    })

    it('has one title, one main landmark and one first heading, and breaks no policy', async () => {
      expect(await visited.page.title()).toContain(branded.includes(path) ? 'Inbox Manager' : 'Countersign')
      expect(await visited.page.getByRole('main').count()).toBe(1)
      expect(await visited.page.getByRole('heading', { level: 1 }).count()).toBe(1)
      expect(visited.complaints).toEqual([])
    })
  })

  it('copies the first call to the clipboard', async () => {
    const { page, close } = await open('/', { permissions: ['clipboard-read', 'clipboard-write'] })
    const button = page.getByRole('button', { name: 'Copy', exact: true }).first()
    await button.click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain(`curl -sS ${site.url}/auth/sign-up`)
    expect(copied).toContain('cid_inbox_manager')
    await page.getByRole('button', { name: 'Copy oauth client_id' }).click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('cid_machine')
    await close()
  })

  it('moves the clock with one press and resets the world with two', async () => {
    const { page, close } = await open('/')
    const arrived = (path: string) => site.requests.filter((request) => request.path === path)
    await page.getByRole('button', { name: '+1 hour' }).click()
    await page.getByText('The clock moved on.').waitFor()
    expect(arrived('/sandbox/clock').map(({ method, body }) => `${method} ${body}`)).toEqual(['POST {"advance":3600}'])
    await page.getByRole('button', { name: 'Reset the world' }).click()
    expect(arrived('/sandbox/reset')).toEqual([])
    await page.getByRole('button', { name: 'Press again to reset' }).click()
    await page.getByText('The world is as it was at first start.').waitFor()
    expect(arrived('/sandbox/reset')).toHaveLength(1)
    await close()
  })

  it('shows a mail as its author styled it, in a frame that runs nothing', async () => {
    const { page, complaints, close } = await open('/sandbox/mailbox')
    const heading = page.frameLocator('iframe').getByRole('heading', { name: 'Hello,' })
    expect(await heading.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(23, 33, 30)')
    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts')
    expect(complaints).toEqual([])
    await close()
  })

  it('tells when another mail has arrived', async () => {
    const { page, close } = await open('/sandbox/mailbox?to=ada@example.com')
    const newer = { messages: [{ ...mails[0], id: 'm4' }] }
    await page.clock.install()
    await page.reload()
    await page.route('**/sandbox/mailbox.json*', (route) => route.fulfill({ json: newer }))
    await page.clock.fastForward(3000)
    const news = page.getByRole('link', { name: 'New mail has arrived. Show it' })
    await news.waitFor()
    expect(await news.getAttribute('href')).toBe('/sandbox/mailbox?to=ada%40example.com')
    await close()
  })

  describe('without JavaScript', () => {
    const still = { javaScriptEnabled: false }

    it('selects, filters and shows mails', async () => {
      const { page, close } = await open('/sandbox/mailbox', still)
      await page.getByRole('link', { name: 'Welcome to Inbox Manager' }).click()
      await page.getByRole('heading', { name: 'Welcome to Inbox Manager' }).waitFor()
      await page.getByRole('link', { name: 'Plain text' }).click()
      await page.getByText('your account is ready.').waitFor()
      await page.getByLabel('Mails to').fill(mails[1]!.to)
      await page.getByRole('button', { name: 'Show' }).click()
      await page.getByRole('heading', { name: 'Sign in to Inbox Manager' }).waitFor()
      expect(await page.getByRole('navigation', { name: 'Mails' }).getByRole('link').count()).toBe(1)
      await close()
    })

    it('offers commands where the first page would have buttons', async () => {
      const { page, close } = await open('/', still)
      expect(await page.getByRole('button').count()).toBe(0)
      expect(await page.locator('noscript').innerText()).toContain('{"advance":3600}')
      await close()
    })

    it('sends the one button of a page as a form', async () => {
      const { page, close } = await open('/message', still)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('heading', { name: 'Address verified' }).waitFor()
      const sent = site.requests.findLast(({ path }) => path === '/done')
      expect(sent).toMatchObject({ method: 'POST', body: expect.stringContaining('token=kq3vX0o') })
      await close()
    })
  })
})
