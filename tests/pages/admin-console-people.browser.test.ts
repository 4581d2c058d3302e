// What administrators do with people in the admin console, and how its pages look: in a real browser.
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { newEmail, password } from '../server-for-tests.ts'
import { confirm, enterConsole, go, openConsole, settled } from './admin-console-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, violationsOf, walkByKeyboard } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const headers = { 'x-publishable-key': sandboxCredentials.app.publishableKey }
const here = `#/applications/${sandboxCredentials.app.applicationId}`

describe.skipIf(!browser)('the admin console', { timeout: 600_000 }, () => {
  const sandbox = runSandbox(browser)

  const register = async (email = newEmail(), more = {}) => {
    const { body } = await sandbox.server.send('POST /api/v1/auth/register', {
      headers,
      body: { email, password, ...more },
    })
    return { email, bearer: body.access_token }
  }
  const statusOf = async (bearer: string) =>
    (await sandbox.server.send('GET /api/v1/auth/me', { headers, bearer })).status

  const openUser = async (page: Page, email: string) => {
    await go(page, `${here}/users`)
    await page.getByLabel('Search by any part of an address or a name').fill(email)
    await page.getByText('1 in all').waitFor()
    await page.getByRole('link', { name: email }).click()
    await page.getByRole('heading', { name: email }).waitFor()
    await settled(page)
  }

  it('finds a user at the server, and leads through all pages of a list', async () => {
    for (let made = 0; made < 27; made += 1) await register(newEmail('crowd'))
    await register(newEmail('another'))
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/users`)
    const search = page.getByLabel('Search by any part of an address or a name')
    await search.fill('crowd-')
    await page.getByText('27 in all').waitFor()
    await settled(page)
    const first = await page.getByRole('row').allInnerTexts()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('page 2').waitFor()
    const second = await page.getByRole('row').allInnerTexts()
    expect([first.length, second.length]).toEqual([26, 3])
    expect(first.slice(1).filter((row) => second.includes(row))).toEqual([])
    await search.fill('<b>nobody</b>')
    await page.getByText('Nothing has “<b>nobody</b>” in it.').waitFor()
    await close()
  })

  it('suspends a user, whose tokens are dead at once, and lets them in again', async () => {
    const user = await register()
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await openUser(page, user.email)
    expect(await statusOf(user.bearer)).toBe(200)
    await page.getByRole('button', { name: `Suspend: ${user.email}` }).click()
    await confirm(page, user.email, 'Suspend')
    await page.getByText(`${user.email} is suspended.`).waitFor()
    expect(await statusOf(user.bearer)).toBe(401)
    const again = () =>
      sandbox.server.send('POST /api/v1/auth/login', { headers, body: { email: user.email, password } })
    expect((await again()).status).toBe(401)
    await page.getByRole('button', { name: `Let in again: ${user.email}` }).click()
    await page.getByText(`${user.email} can sign in again.`).waitFor()
    expect((await again()).status).toBe(200)
    await close()
  })

  it('ends one session, gives a role, and takes a second factor away', async () => {
    const user = await register()
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await openUser(page, user.email)
    await page.getByRole('button', { name: /^End: session of/ }).click()
    await confirm(page, user.email, 'End the session')
    await page.getByText('They are signed in nowhere.').waitFor()
    expect(await statusOf(user.bearer)).toBe(401)

    await page.getByLabel('admin').check()
    await page.getByRole('button', { name: 'Save the roles' }).click()
    await page.getByText(`${user.email} has the roles: admin.`).waitFor()

    const { text } = await sandbox.server.send('GET /sandbox/users')
    const { users: known } = JSON.parse(text) as Wire['SandboxUsers']
    const { id } = known.find(({ email }) => email === user.email)!
    await sandbox.server.send(`POST /sandbox/users/${id}/second-factor`)
    await openUser(page, user.email)
    await page.getByRole('button', { name: `Take it away: ${user.email}` }).click()
    await confirm(page, user.email, 'Take it away')
    await page.getByText('They have no authenticator app.').waitFor()
    const signedIn = await sandbox.server.send('POST /api/v1/auth/login', {
      headers,
      body: { email: user.email, password },
    })
    expect(signedIn.body).toMatchObject({ roles: ['admin'], user: { mfaEnabled: false } })
    await close()
  })

  it('shows a name with markup in it as text', async () => {
    const user = await register(newEmail(), { firstName: '<img src=x onerror=alert(1)>' })
    const { page, complaints, close } = await enterConsole(browser!, sandbox.server)
    await openUser(page, user.email)
    await go(page, `${here}/users`)
    await page.getByText('<img src=x onerror=alert(1)>').first().waitFor()
    expect(await page.locator('#view img').count()).toBe(0)
    expect(complaints).toEqual([])
    await close()
  })

  it('makes organizations, roles and invitations, and invites an administrator', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/organizations`)
    await page.getByLabel('Name', { exact: true }).fill('Acme')
    await page.getByLabel('Slug', { exact: true }).fill('acme')
    await page.getByRole('button', { name: 'Make the organization' }).click()
    await page.getByText('Acme is made.').waitFor()
    await page.getByRole('button', { name: 'Delete: Acme' }).click()
    await confirm(page, 'Acme', 'Delete the organization')
    await page.getByText('There is no organization yet.').waitFor()

    await go(page, `${here}/roles`)
    const role = page.getByRole('region', { name: 'A new role' })
    await role.getByLabel('Name').fill('editor')
    await role.getByRole('button').click()
    await page.getByText('The role editor is made.').waitFor()
    await page.getByRole('button', { name: 'Permissions: editor' }).click()
    const held = page.getByRole('region', { name: 'Permissions of editor' })
    await held.getByLabel('Permission').selectOption({ index: 0 })
    await held.getByRole('button', { name: 'Give it to the role' }).click()
    await held.getByRole('listitem').first().waitFor()

    await go(page, `${here}/invitations`)
    const guest = newEmail('guest')
    await page.getByLabel('Email').fill(guest)
    await page.getByLabel('Role').selectOption('editor')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText(`${guest} is invited.`).waitFor()
    await page.getByRole('button', { name: `Take back: ${guest}` }).click()
    await confirm(page, guest, 'Take it back')

    await go(page, '#/administrators')
    const colleague = newEmail('colleague')
    await page.getByLabel('Email').fill(colleague)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText(`${colleague} is invited.`).waitFor()
    const { text } = await sandbox.server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(colleague)}`)
    expect((JSON.parse(text) as { messages: object[] }).messages).toHaveLength(1)
    await page.getByRole('button', { name: `Remove: ${colleague}` }).click()
    await confirm(page, colleague, 'Remove')
    await page.getByText(`${colleague} is no administrator any more.`).waitFor()
    await page.getByLabel('Email').fill(colleague)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByText(`${colleague} is invited, but nothing was mailed`).waitFor()
    await close()
  })

  it('narrows the audit, and saves all of it, with no cell that a spreadsheet calculates', async () => {
    const agent = '=HYPERLINK("https://evil.example")'
    const email = newEmail('spread')
    await sandbox.server.send('POST /api/v1/auth/register', {
      headers: { ...headers, 'user-agent': agent },
      body: { email, password },
    })
    for (let made = 0; made < 51; made += 1) await register()
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, '#/audit')
    await page.getByLabel('Action').fill('user.signed_up')
    await page.getByRole('button', { name: 'Show' }).click()
    await settled(page)
    const total = Number(/(\d+) in all/.exec(await page.locator('.pager').innerText())?.[1])
    expect(total).toBeGreaterThan(51)
    expect(new Set(await page.locator('tbody td:nth-child(2)').allInnerTexts())).toEqual(new Set(['user.signed_up']))
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d{2}-\d{2}\.csv$/)
    const lines = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines).toHaveLength(total + 1)
    expect(lines.filter((line) => line.includes('"\'=HYPERLINK(""https://evil.example"")"'))).toHaveLength(1)
    const [inLines] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as JSON lines' }).click(),
    ])
    const saved = readFileSync(await inLines.path(), 'utf8')
      .trimEnd()
      .split('\n')
    expect(saved.map((line) => (JSON.parse(line) as { action: string }).action)).toEqual(
      Array.from({ length: total }, () => 'user.signed_up'),
    )
    await close()
  })

  it('makes a webhook, tries it, and shows what has become of the try', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/webhooks`)
    const url = `${sandbox.server.url}/sandbox/webhooks/receiver`
    await page.getByLabel('Address').fill(url)
    await page.getByLabel('Events').fill('user.*')
    await page.getByRole('button', { name: 'Make the webhook' }).click()
    const dialog = page.getByRole('dialog')
    const first = await dialog.locator('code').last().innerText()
    expect(first).toMatch(/^whsec_/)
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('button', { name: `New secret: ${url}` }).click()
    await dialog.getByLabel('The one before works for another').selectOption('moment: it ends now')
    await dialog.getByLabel(`Type ${url} to confirm`).fill(url)
    await dialog.getByRole('button', { name: 'Make a new secret' }).click()
    const second = page.getByRole('dialog', { name: 'The secret of the webhook' }).locator('code').last()
    expect(await second.innerText()).toMatch(/^whsec_/)
    expect(await second.innerText()).not.toBe(first)
    await dialog.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('button', { name: `Test: ${url}` }).click()
    const log = page.getByRole('region', { name: `Log of ${url}` })
    await log.getByText('webhook.test').first().waitFor()
    await page.getByRole('button', { name: `Delete: ${url}` }).click()
    await confirm(page, url, 'Delete the webhook')
    await page.getByText('There is no webhook.').waitFor()
    await close()
  })

  it('draws what happened, in words, too', async () => {
    await register()
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/overview`)
    await page.getByRole('img', { name: /^Sign-ups: \d+ in 30 days, most on / }).waitFor()
    await page.getByLabel('Days', { exact: true }).selectOption('7')
    await page.getByRole('img', { name: /^Sign-ins: \d+ in 7 days, most on / }).waitFor()
    await close()
  })

  const pages = [
    ...['#/applications', '#/administrators', '#/mails', '#/webhooks', '#/audit', '#/tenant', '#/account'],
    ...['overview', 'users', 'organizations', 'roles', 'invitations', 'clients', 'keys'].map(
      (name) => `${here}/${name}`,
    ),
    ...['directories', 'environments', 'mails', 'pages', 'webhooks', 'audit', 'settings'].map(
      (name) => `${here}/${name}`,
    ),
  ]

  it.each(['light', 'dark'] as const)('leaves axe nothing to find in %s, and fits 320 pixels', async (colorScheme) => {
    const { email } = await register()
    const options = { colorScheme, bypassCSP: true }
    const before = await openConsole(browser!, sandbox.server, options)
    expect(await violationsOf(before.page)).toEqual([])
    await before.close()
    const { page, close } = await enterConsole(browser!, sandbox.server, options)
    const seen: string[] = []
    const look = async (name: string) => {
      for (const fault of await faultsOf(page)) seen.push(`${name}: ${fault}`)
    }
    for (const name of pages) {
      await go(page, name)
      await look(name)
    }
    await go(page, '#/mails')
    await page.getByRole('button', { name: 'Begin with the usual words' }).click()
    await page.getByRole('button', { name: 'Preview: invitation' }).click()
    await settled(page)
    await look('a preview')
    await page.getByRole('link', { name: 'Change invitation' }).click()
    await page.getByRole('heading', { name: 'Change invitation' }).waitFor()
    await page.getByRole('button', { name: 'Preview', exact: true }).click()
    await settled(page)
    await look('a mail that is written')
    await openUser(page, email)
    await look('a user')
    await page.getByRole('button', { name: `Suspend: ${email}` }).click()
    await page.getByRole('dialog').waitFor()
    await look('a dialog')
    expect(seen).toEqual([])
    await close()
  })

  it('is walked through by keyboard, and a dialog gives the focus back', async () => {
    const { page, close } = await enterConsole(browser!, sandbox.server)
    await go(page, `${here}/environments`)
    const { reached, missed, unmarked } = await walkByKeyboard(page)
    expect(reached).toBeGreaterThan(20)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    const rename = page.getByRole('button', { name: /^Rename: / })
    await rename.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Name').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await rename.evaluate((element) => element === document.activeElement)).toBe(true)
    await close()
  })
})
