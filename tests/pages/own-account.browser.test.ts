// The page of one's own account, in a real browser without scripts, in light and dark and on a narrow screen.
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import contract from '../../generated/openapi.json' with { type: 'json' }
import { newEmail } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, visit } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()

describe.skipIf(!browser)('the page of one’s own account', () => {
  const sandbox = runSandbox(browser)

  const signIn = async (page: Page, email: string, password: string) => {
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  const open = async (options = {}) => {
    const person = {
      email: newEmail('a.very.long.name.of.somebody.indeed.at.some.place'),
      password: 'correct horse battery',
    }
    await sandbox.server.send('POST /sandbox/users', { body: { surface: 'account', ...person } })
    const visited = await visit(browser!, `${sandbox.server.world.config.publicUrl}/account`, options)
    await signIn(visited.page, person.email, person.password)
    await visited.page.getByText(`You are signed in as ${person.email}.`).waitFor()
    return { ...visited, ...person }
  }

  it('changes the password without JavaScript, and signs out', async () => {
    const { page, complaints, close, email } = await open({ javaScriptEnabled: false })
    await page.getByLabel('New password').fill('lantern paper staple')
    await page.getByRole('button', { name: 'Change password' }).click()
    await page.getByText('Your password was changed. Every other device was signed out.').waitFor()
    await page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await signIn(page, email, 'correct horse battery')
    await page.getByText('The email or the password is wrong.').waitFor()
    await signIn(page, email, 'lantern paper staple')
    await page.getByText(`You are signed in as ${email}.`).waitFor()
    expect(complaints.filter((one) => !one.includes('400'))).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('leaves axe nothing to find in %s, and fits 320 pixels', async (colorScheme) => {
    const { page, close } = await open({ colorScheme, bypassCSP: true })
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByRole('heading', { name: 'Scan this with your authenticator app' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await close()
  })

  it('takes no more of what is typed than its contract lets through', async () => {
    const { page, close } = await open()
    const declared = Object.entries(contract.components.schemas.AccountOwnPageForm.properties)
    const longest = new Map(declared.map(([name, field]) => [name, 'maxLength' in field ? field.maxLength : 0]))
    const fields = await page
      .locator('form input:not([type=hidden], [readonly])')
      .evaluateAll((found: HTMLInputElement[]) => found.map(({ name, maxLength }) => ({ name, maxLength })))
    expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['new_password', 'email', 'name', 'confirm']))
    expect(fields.filter(({ name, maxLength }) => maxLength > (longest.get(name) ?? 0))).toEqual([])
    await close()
  })

  it.each(['light', 'dark'] as const)('names the authenticator app and takes it away, in %s', async (colorScheme) => {
    const { page, close } = await open({ colorScheme, bypassCSP: true, javaScriptEnabled: true })
    await page.getByRole('button', { name: 'Set up' }).click()
    const secret = (await page.locator('code', { hasText: /^[A-Z2-7 ]{32,}$/ }).innerText()).replaceAll(' ', '')
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
      timestamp: sandbox.server.world.clock.now(),
    })
    await page.getByLabel('Code of your authenticator app').fill(code)
    await page.getByLabel('Name of the app').fill('Phone of a very long name, which nobody would give to it')
    await page.getByRole('button', { name: 'Switch on' }).click()
    await page.getByRole('heading', { name: 'Your backup codes' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('link', { name: 'Done' }).click()
    const card = page.locator('section', { has: page.getByRole('heading', { name: 'Two-step sign-in' }) })
    await card.getByText('Rename Phone').click()
    expect(await faultsOf(page)).toEqual([])
    await card.getByLabel('New name').fill('Phone')
    await card.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The name is changed.').waitFor()
    expect(await card.locator('.rows bdi').first().innerText()).toBe('Phone')
    await card.getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('Two-step sign-in is off.').waitFor()
    await close()
  })
})
