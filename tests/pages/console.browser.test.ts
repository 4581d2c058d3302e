// The console of the sandbox, in a real browser: what it does happens, and what happens is shown.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { describe, expect, it } from 'vitest'
import { clientId, newEmail } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faintTexts, overflow, visit, walkByKeyboard } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.skipIf(!browser)('the console', () => {
  const sandbox = runSandbox(browser)

  const open = (options = {}) => visit(browser!, `${sandbox.server.url}/sandbox`, options)

  it('makes somebody, signs in as them, ends the session and deletes them', async () => {
    const { page, close } = await open()
    const email = newEmail()
    await page.getByLabel('Email', { exact: true }).fill(email)
    await page.getByRole('button', { name: 'Create' }).click()
    await page.getByText(`${email} can sign in.`).waitFor()
    await page.getByRole('button', { name: `Sign in as: ${email}` }).click()
    await page.getByRole('heading', { name: `Signed in as ${email}` }).waitFor()
    const token = await page.locator('[data-made-values] dd').nth(2).innerText()
    const me = await sandbox.server.send('GET /auth/me', { bearer: token })
    expect(me).toMatchObject({ status: 200, body: { identity: { email } } })
    await page.getByRole('button', { name: 'Close' }).click()
    const expiries = page.getByRole('button', { name: `Expire: ${email}` })
    await expiries.first().click()
    await page.getByText(`A session of ${email} is over.`).waitFor()
    await page.getByRole('button', { name: `Second factor: ${email}` }).click()
    await page.getByRole('heading', { name: `The second factor of ${email}` }).waitFor()
    await page.getByRole('button', { name: `Delete: ${email}` }).click()
    await page.getByRole('button', { name: `Press again: ${email}` }).click()
    await page.getByText(`${email} is gone.`).waitFor()
    expect((await sandbox.server.send('GET /auth/me', { bearer: token })).status).toBe(401)
    await close()
  })

  it('shows a request as it comes, why it was refused, and nothing of what was typed', async () => {
    const { page, complaints, close } = await open()
    const body = { client_id: clientId, email: 'nobody@example.test', password: 'typed by mistake' }
    await sandbox.server.send('POST /auth/sign-in', { body })
    const row = page.getByRole('row').filter({ hasText: 'account.signIn' }).first()
    await row.getByText('invalid_credentials').waitFor()
    expect(await row.innerText()).toContain('POST /auth/sign-in')
    expect(await page.content()).not.toContain('typed by mistake')
    expect(complaints).toEqual([])
    await close()
  })

  it('says of an answer that a fault chose it', async () => {
    const { page, close } = await open()
    await page.getByLabel('Operation', { exact: true }).fill('account.listLoginMethods')
    await page.getByLabel('or example').fill('unavailable')
    await page.getByRole('button', { name: 'Set', exact: true }).click()
    await page.getByText('Set at account.listLoginMethods.').waitFor()
    expect((await sandbox.server.send('POST /auth/login-methods', { body: {} })).status).toBe(503)
    const row = page.getByRole('row').filter({ hasText: 'account.listLoginMethods' }).first()
    await row.getByText('By a fault.').waitFor()
    await close()
  })

  it('keeps focus and what is marked while requests and people come, and its place when they go', async () => {
    const { page, close } = await open()
    const email = newEmail()
    const make = (address: string) =>
      sandbox.server.send('POST /sandbox/users', {
        body: { surface: 'account', email: address, password: 'a quiet green lantern' },
      })
    await sandbox.server.send('GET /auth/csrf-token')
    await make(email)
    const remove = page.getByRole('button', { name: `Delete: ${email}` })
    await remove.focus()
    await page.keyboard.press('Enter')
    const marked = page.getByRole('row').filter({ hasText: 'account.getCsrfToken' }).first()
    await marked.evaluate((row) => getSelection()!.selectAllChildren(row))
    const other = newEmail()
    await make(other)
    await sandbox.server.send('GET /auth/me')
    await page.getByRole('button', { name: `Delete: ${other}` }).waitFor()
    await page.getByRole('row').filter({ hasText: 'account.me' }).first().waitFor()
    expect(await page.evaluate(() => getSelection()!.toString())).toContain('account.getCsrfToken')
    expect(await remove.evaluate((button) => button === document.activeElement)).toBe(true)
    await remove.filter({ hasText: /^Delete$/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.getByText(`${email} is gone.`).waitFor()
    // It says so before the list is read anew.
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    await expect.poll(focused).toBe('The list of people')
    await close()
  })

  it.each(['/', '/docs', '/sandbox', '/sandbox/mailbox', '/sandbox/webhooks', '/callback', '/admin', '/account'])(
    'leaves a browser nothing to complain of at %s',
    async (path) => {
      const { complaints, close } = await visit(browser!, `${sandbox.server.url}${path}`)
      await close()
      expect(complaints).toEqual([])
    },
  )

  it('has the receiver of webhooks let the next ones fail', async () => {
    const { page, complaints, close } = await visit(browser!, `${sandbox.server.url}/sandbox/webhooks`)
    await page.getByLabel('How many of the next fail').fill('2')
    await page.getByRole('button', { name: 'Let them fail' }).click()
    await page.getByText('So many of the next will fail.').waitFor()
    expect((await sandbox.server.send('GET /sandbox/webhooks.json')).body).toMatchObject({ failures: 2 })
    await sandbox.server.send('PUT /sandbox/webhooks/failures', { body: { failures: 0 } })
    expect(complaints).toEqual([])
    await close()
  })

  it('can be walked by keyboard with a visible focus', async () => {
    const { page, close } = await open()
    await page
      .getByRole('button', { name: /^Sign in as/ })
      .first()
      .waitFor()
    const { reached, missed, unmarked } = await walkByKeyboard(page)
    expect(reached).toBeGreaterThan(30)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    await close()
  })

  it.each(['light', 'dark'] as const)('leaves axe nothing to find in %s, and fits 320 pixels', async (colorScheme) => {
    const { page, close } = await open({ colorScheme, bypassCSP: true })
    await page
      .getByRole('button', { name: /^Sign in as/ })
      .first()
      .waitFor()
    await page.evaluate(axe)
    const { violations } = await page.evaluate<AxeResults>('axe.run()')
    expect(violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join()).join()}`)).toEqual([])
    expect(await faintTexts(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await overflow(page)).toBe(0)
    await close()
  })
})
