// What administrators do with the words of mails in the admin console: in a real browser.
import { describe, expect, it } from 'vitest'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { confirm, enterConsole, go, settled } from './admin-console-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, walkByKeyboard } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const here = `#/applications/${sandboxCredentials.app.applicationId}`

describe.skipIf(!browser)('the admin console', { timeout: 600_000 }, () => {
  const sandbox = runSandbox(browser)

  it('writes a mail in another language, shows it where nothing runs, and takes it away', async () => {
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/mails`)
    await page.getByLabel('Mail', { exact: true }).selectOption('magic_link')
    await page.getByText('Needs {{link}}, may name {{appName}}').waitFor()
    await page.getByLabel('Language').fill('de')
    await page.getByLabel('Subject').fill('Anmelden bei {{appName}}')
    const html = page.getByLabel('HTML')
    await html.fill('<p>Guten Tag</p>')
    await page.getByRole('button', { name: 'Write the mail' }).click()
    await page.getByRole('alert').getByText('htmlBody').waitFor()
    await html.fill(
      '<h1 style="color:#123456">Guten Tag</h1><p><a href="{{link}}">Anmelden</a></p><img src="https://cdn.example/a.png" alt="Zeichen"><script>alert(1)</script>',
    )
    await page.getByRole('button', { name: 'Write the mail' }).click()
    await page.getByText('The mail is saved. Its HTML was cleaned').waitFor()
    const mail = page.frameLocator('iframe')
    const heading = mail.getByRole('heading', { name: 'Guten Tag' })
    expect(await heading.evaluate((element) => getComputedStyle(element).color)).toBe('rgb(18, 52, 86)')
    expect(await mail.locator('body').innerText()).toContain('[Zeichen]')
    expect(await mail.locator('script, img, [href], [src]').count()).toBe(0)
    expect(await mail.locator('html').getAttribute('lang')).toBe('de')

    await page.getByRole('link', { name: 'Change magic_link, de' }).click()
    await page.getByRole('heading', { name: 'Change magic_link, de' }).waitFor()
    await page.getByLabel('Subject').fill('Willkommen bei {{appName}}')
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await page.locator('.facts').getByText('Willkommen bei Inbox Manager').waitFor()
    await page.getByLabel('Subject').fill('Hallo von {{appName}}')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The mail is saved.', { exact: true }).waitFor()
    await page.locator('.facts').getByText('Hallo von Inbox Manager').waitFor()
    await go(page, `${here}/mails`)
    await page.getByRole('cell', { name: 'Hallo von {{appName}}' }).waitFor()
    await page.getByRole('button', { name: 'Switch off: magic_link, de' }).click()
    await page.getByRole('button', { name: 'Switch on: magic_link, de' }).waitFor()
    await page.getByRole('button', { name: 'Delete: magic_link, de' }).click()
    await confirm(page, 'magic_link', 'Delete the words')
    await page.getByText('Every mail goes out in the usual words.').waitFor()
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([])
    await close()
  })

  it('shows a mail before it is saved, and as it goes out in each language', async () => {
    const { page, complaints, asked, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/mails`)
    await page.getByLabel('Subject').fill('Moin')
    await page.getByLabel('HTML').fill('<p>{{password}}</p>')
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await page.getByRole('alert').getByText('names {{password}}').waitFor()
    await page.getByLabel('Language').fill('nds')
    await page.getByLabel('HTML').fill('<p>Moin, {{email}}</p><script>alert(1)</script>')
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    const mail = page.frameLocator('iframe')
    await mail.getByText('Moin, person@example.test').waitFor()
    expect(await mail.locator('script').count()).toBe(0)
    expect(await mail.locator('html').getAttribute('lang')).toBe('nds')
    await page.getByText('Every mail goes out in the usual words.').waitFor()

    await page.getByLabel('Language').fill('')
    await page.getByLabel('Mail to show').selectOption('magic_link')
    const languages = page.getByLabel('Asked for in')
    const subjects = new Set<string>()
    for (const tag of await languages
      .locator('option')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')!))) {
      await languages.selectOption(tag)
      await page.getByRole('button', { name: 'Show', exact: true }).click()
      const preview = page.getByRole('region', { name: `Preview of magic_link, ${tag}` })
      await preview.locator('dd').waitFor()
      subjects.add(await preview.locator('dd').innerText())
    }
    expect(subjects.size).toBe(7)
    const arabic = page.frameLocator('iframe[title="The mail magic_link, ar"]')
    expect(await arabic.locator('html').getAttribute('dir')).toBe('rtl')
    expect(asked.some((line) => line.endsWith('/email-templates'))).toBe(true)
    expect(asked.filter((line) => line.startsWith('POST') && line.endsWith('/email-templates'))).toEqual([])
    expect(complaints.filter((text) => !text.includes('status of 400'))).toEqual([])
    await close()
  })

  it('begins with the usual words for all applications', async () => {
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await go(page, '#/mails')
    await page.getByRole('button', { name: 'Begin with the usual words' }).click()
    await page.getByText(/templates were made/).waitFor()
    await page.getByLabel('Search mails').fill('invitation')
    await page.getByRole('button', { name: 'Preview: invitation' }).click()
    await page.frameLocator('iframe').getByText('Accept the invitation').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('leaves axe nothing to find on previews in %s', async (colorScheme) => {
    const { page, close } = await enterConsole(browser!, sandbox.server, { colorScheme, bypassCSP: true })
    await go(page, `${here}/mails`)
    await page.getByLabel('Asked for in').selectOption('ar')
    await page.getByRole('button', { name: 'Show', exact: true }).click()
    await page.frameLocator('iframe').getByRole('heading', { level: 1 }).waitFor()
    await page.getByLabel('Subject').fill('Hello')
    await page.getByLabel('HTML').fill('<h1>Hello</h1>')
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await page.frameLocator('iframe').nth(1).getByRole('heading', { name: 'Hello' }).waitFor()
    await settled(page)
    expect(await faultsOf(page)).toEqual([])
    await close()
  })

  it('walks through its mails by keyboard', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/mails`)
    const { reached, missed, unmarked } = await walkByKeyboard(page)
    expect(reached).toBeGreaterThan(20)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    await close()
  })
})
