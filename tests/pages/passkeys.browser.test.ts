// Passkeys in Chromium, with an authenticator of its own: made and used by the client, and used on the sign-in page.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, startReachableServer } from '../server-for-tests.ts'
import { plugInAuthenticator } from './authenticator-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { bundleClient } from './client-for-tests.ts'
import { visit } from './look-for-tests.ts'

const browser = await openBrowser()
let server: TestServer
let client: string
const person = { email: 'passkeys@example.test', password: 'correct horse battery' }

beforeAll(async () => {
  server = await startReachableServer()
  const made = await server.send('POST /sandbox/users', { body: { surface: 'account', ...person } })
  expect(made.status).toBe(201)
  client = await bundleClient()
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

describe.skipIf(!browser)('a passkey', () => {
  it('is added and removed on the page of one’s own account', async () => {
    const owner = { ...person, email: 'own-page@example.test' }
    await server.send('POST /sandbox/users', { body: { surface: 'account', ...owner } })
    const { page, close } = await visit(
      browser!,
      `${server.world.config.publicUrl}/account?client_id=cid_inbox_manager`,
    )
    await plugInAuthenticator(page)
    await page.getByLabel('Email').fill(owner.email)
    await page.getByLabel('Password').fill(owner.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('Name, to tell it from others').fill('Laptop')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey signs you in from now on').waitFor()

    // The same authenticator is asked for one alone.
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('No passkey was made').waitFor()

    // What a new password has to be is said here, too.
    await page.getByLabel('New password').fill('a quiet green lantern')
    await page.locator('[data-rule=strength].met').waitFor()
    await page.getByLabel('New password').fill(owner.email)
    await page.locator('[data-rule=strength]:not(.met)').waitFor()
    await page.locator('[data-rule=length].met').waitFor()

    await page.getByRole('button', { name: 'Remove Laptop' }).click()
    await page.getByText('The passkey signs in no more').waitFor()
    expect(await page.getByText('None yet.').count()).toBe(1)
    await close()
  })

  it('is made by the client, and signs in there and on the sign-in page with nothing typed', async () => {
    const { page, complaints, close } = await visit(browser!, `${server.world.config.publicUrl}/callback`)
    await plugInAuthenticator(page)
    await page.evaluate(client)
    const run = (code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`)
    await run(`
      window.auth = countersign.createAuthClient({ baseUrl: location.origin, clientId: 'cid_inbox_manager' })
      await auth.signIn(${JSON.stringify(person)})`)
    const made = await run(`return countersign.passkeys.create(auth, { name: 'Laptop' })`)
    expect(made).toMatchObject({ name: 'Laptop', last_used_at: null })
    expect(await run(`return countersign.passkeys.create(auth, { name: 'Again' }).catch(({ name }) => name)`)).toBe(
      'InvalidStateError',
    )
    await run(`await auth.signOut()`)
    expect(await run(`return (await countersign.passkeys.signIn(auth)).profile.identity.email`)).toBe(person.email)

    // In the field of the address: this authenticator picks what a person would.
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await page.getByRole('heading', { name: 'The sign-in ended here' }).waitFor()

    await page.context().clearCookies()
    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    await page.goto(`${server.world.config.publicUrl}/callback`)
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('heading', { name: 'The sign-in ended here' }).waitFor()
    await page.getByRole('button', { name: 'Exchange the code' }).click()
    await page.getByText('Signed in. The code is used up.').waitFor()
    expect(complaints).toEqual([])
    await close()
  })

  it('is asked for anew where a page stays open, and nothing typed is lost', async () => {
    const { page, close } = await visit(browser!, `${server.world.config.publicUrl}/callback`)
    await page.clock.install()
    const touch = await plugInAuthenticator(page)
    await page.evaluate(client)
    const run = (code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`)
    const later = async () => {
      await server.send('POST /sandbox/clock', { body: { advance: 360 } })
      await page.clock.fastForward('06:00')
    }
    const owner = { ...person, email: 'patient@example.test' }
    await server.send('POST /sandbox/users', { body: { surface: 'account', ...owner } })
    await run(`
      window.auth = countersign.createAuthClient({ baseUrl: location.origin, clientId: 'cid_inbox_manager' })
      await auth.signIn(${JSON.stringify(owner)})
      await countersign.passkeys.create(auth, { name: 'Phone' })
      await auth.signOut()`)
    await touch(false)
    await run(`
      const get = navigator.credentials.get.bind(navigator.credentials)
      const isAsked = new Promise((tell) => (navigator.credentials.get = (asked) => (tell(), get(asked))))
      window.waiting = countersign.passkeys.signIn(auth, { inField: true })
      await isAsked`)
    // What waits stays untouched: only what is asked from here on is touched.
    await touch(true)
    const begun = page.waitForResponse((response) => response.url().includes('passkey'))
    await later()
    expect((await begun).status()).toBe(200)
    expect(await run(`return (await waiting).profile.identity.email`)).toBe(owner.email)

    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    await page.goto(`${server.world.config.publicUrl}/callback`)
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await page.getByLabel('Email').fill(owner.email)
    // Shown by the script that asks anew: before, no time that passes is counted.
    await page.getByRole('button', { name: 'Sign in with a passkey' }).waitFor()
    const asked = () => page.locator('[data-passkey]').getAttribute('data-passkey')
    const before = await asked()
    await later()
    await expect.poll(asked).not.toBe(before)
    expect(await page.getByLabel('Email').inputValue()).toBe(owner.email)
    // The other forms of the page are good as well.
    await page.getByLabel('Password', { exact: true }).fill('not the password')
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText('The email or the password is wrong').waitFor()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('heading', { name: 'The sign-in ended here' }).waitFor()
    await close()
  })

  it('is offered to nobody whose browser has none', async () => {
    const { page, close } = await visit(browser!, `${server.world.config.publicUrl}/callback`)
    await page.addInitScript('delete window.PublicKeyCredential')
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await page.getByLabel('Password', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false)
    await close()
  })
})
