// The sandbox's own place to end a sign-in at: from the button to the tokens, on both surfaces that have a page.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, startReachableServer } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { visit } from './look-for-tests.ts'

const browser = await openBrowser()
let server: TestServer
const person = { email: 'callback@example.test', password: 'correct horse battery' }
beforeAll(async () => {
  server = await startReachableServer()
  const made = await server.send('POST /sandbox/users', { body: { surface: 'account', ...person } })
  expect(made.status).toBe(201)
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

describe.skipIf(!browser)('a sign-in without an app', () => {
  const open = (query = '') => visit(browser!, `${server.world.config.publicUrl}/callback${query}`)

  it.each([
    ['Sign in by OpenID Connect', 'access_token'],
    ['Sign in by the project’s page', 'accessToken'],
  ])('%s, and has its code exchanged', async (label, token) => {
    const { page, complaints, close } = await open()
    await page.getByRole('button', { name: label }).click()
    await page.getByLabel('Email', { exact: true }).fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { name: 'The sign-in ended here' }).waitFor()
    await page.getByText('This page began the sign-in').waitFor()
    await page.getByRole('button', { name: 'Exchange the code' }).click()
    await page.getByText('Signed in. The code is used up.').waitFor()
    expect(await page.locator('[data-answer] code').textContent()).toContain(`"${token}"`)
    expect(complaints).toEqual([])
    await close()
  })

  it('says that the verifier of a sign-in which began elsewhere is elsewhere, and what came of a wrong one', async () => {
    const { page, close } = await open('?code=kK7n0oYp1b9s&state=xyz')
    await page.getByText('it alone has the verifier').waitFor()
    expect(await page.getByText('This page began the sign-in').isVisible()).toBe(false)
    await page.getByLabel('Verifier').fill('v'.repeat(43))
    await page.getByRole('button', { name: 'Exchange the code' }).click()
    await page.getByText('Refused with status 400.').waitFor()
    expect(await page.locator('[data-answer] code').textContent()).toContain('invalid_grant')
    await close()
  })

  it('keeps the verifier from the code of another sign-in', async () => {
    const { page, close } = await open()
    await page.evaluate(() =>
      sessionStorage.setItem('countersign sign-in', '{"kind":"oauth","verifier":"mine","state":"mine"}'),
    )
    await page.goto(`${server.world.config.publicUrl}/callback?code=injected&state=theirs`)
    await page.getByText('it alone has the verifier').waitFor()
    expect(await page.getByLabel('Verifier').inputValue()).toBe('')
    await close()
  })

  it('has nothing to exchange after a refusal, and offers another begin', async () => {
    const { page, close } = await open('?error=access_denied')
    await page.getByText('There is no code to exchange.').waitFor()
    expect(await page.getByRole('button', { name: 'Exchange the code' }).count()).toBe(0)
    await page.getByRole('link', { name: 'Begin another sign-in' }).click()
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).waitFor()
    await close()
  })
})
