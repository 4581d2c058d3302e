// The page of one's own account, in a real browser without scripts, in light and dark and on a narrow screen.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, newEmail, startReachableServer } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, visit } from './look-for-tests.ts'

const browser = await openBrowser()

describe.skipIf(!browser)('the page of one’s own account', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startReachableServer()
  })
  afterAll(async () => {
    await browser?.close()
    await server.close()
  })

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
    await server.send('POST /sandbox/users', { body: { surface: 'account', ...person } })
    const visited = await visit(browser!, `${server.world.config.publicUrl}/account`, options)
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
})
