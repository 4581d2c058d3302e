// Passkeys in Chromium, with an authenticator of its own: made and used by the client, and used on the sign-in page.
import { build } from 'esbuild'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestServer, startReachableServer } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { visit } from './look-for-tests.ts'

const browser = await openBrowser()
let server: TestServer
let client: string
const person = { email: 'passkeys@example.test', password: 'correct horse battery' }

beforeAll(async () => {
  server = await startReachableServer()
  const made = await server.send('POST /sandbox/users', { body: { surface: 'account', ...person } })
  expect(made.status).toBe(201)
  const folder = new URL('../../client/', import.meta.url).pathname
  const { outputFiles } = await build({
    stdin: {
      contents: "export * from './auth-client.ts'; export * as passkeys from './passkeys.ts'",
      resolveDir: folder,
      loader: 'ts',
    },
    bundle: true,
    format: 'iife',
    globalName: 'countersign',
    write: false,
  })
  client = outputFiles[0]!.text
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

/** One that verifies its user and keeps passkeys, touched as soon as it is asked. */
const plugInAuthenticator = async (page: Page) => {
  const session = await page.context().newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

describe.skipIf(!browser)('a passkey', { timeout: 120_000 }, () => {
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

  it('is offered to nobody whose browser has none', async () => {
    const { page, close } = await visit(browser!, `${server.world.config.publicUrl}/callback`)
    await page.addInitScript('delete window.PublicKeyCredential')
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await page.getByLabel('Password', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false)
    await close()
  })
})
