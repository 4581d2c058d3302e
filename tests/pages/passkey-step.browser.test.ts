// A passkey as second factor on the service's pages, in Chromium with an authenticator of its own.
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { plugInAuthenticator } from './authenticator-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { bundleClient } from './client-for-tests.ts'
import { faultsOf, visit } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()
const password = 'correct horse battery'
const sandbox = runSandbox(browser)

const someone = async (email: string) => {
  const made = await sandbox.server.send('POST /sandbox/users', { body: { surface: 'account', email, password } })
  expect(made.status).toBe(201)
}

const requireFactor = async (requireSecondFactor: 'all' | 'off') => {
  const { email, password: own } = sandboxCredentials.platform
  const login = await sandbox.server.send('POST /api/platform/auth/login', { body: { email, password: own } })
  const { access_token: bearer } = JSON.parse(login.text) as Wire['TokenPair']
  const to = `PATCH /api/platform/applications/${sandboxCredentials.app.applicationId}` as const
  const changed = await sandbox.server.send(to, { bearer, body: { authConfig: { requireSecondFactor } } })
  expect(changed.status).toBe(200)
}

const signIn = async (page: Page, email: string) => {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

describe.skipIf(!browser)('a passkey in the second step', () => {
  it('is made where a second factor is required, and asked for from then on', async () => {
    await someone('step@example.test')
    await requireFactor('all')
    const { publicUrl } = sandbox.server.world.config
    const { page, complaints, close } = await visit(browser!, `${publicUrl}/callback`)
    await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
    const touch = await plugInAuthenticator(page)
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await signIn(page, 'step@example.test')
    await page.getByRole('heading', { name: 'Or use a passkey instead' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Make a passkey and continue' }).click()
    await page.getByRole('heading', { name: 'The sign-in ended here' }).waitFor()

    await page.context().clearCookies()
    await page.goto(`${publicUrl}/callback`)
    await page.getByRole('button', { name: 'Sign in by OpenID Connect' }).click()
    await signIn(page, 'step@example.test')
    await page.getByText('Your password is not enough here').waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByRole('heading', { name: 'The sign-in ended here' }).waitFor()
    await page.getByRole('button', { name: 'Exchange the code' }).click()
    await page.getByText('Signed in. The code is used up.').waitFor()

    await page.context().clearCookies()
    await page.goto(`${publicUrl}/account?client_id=cid_inbox_manager`)
    await signIn(page, 'step@example.test')
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByText('You are signed in as').waitFor()
    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 11 * 60 } })
    await page.reload()
    await page.getByRole('heading', { name: 'Is it you?' }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await page.getByRole('button', { name: 'Use your passkey' }).click()
    await page.getByRole('button', { name: 'Add a passkey' }).waitFor()
    expect(complaints).toEqual([])
    await touch(false)
    await close()
    await requireFactor('off')
  })

  it('is made and shown by the client, which proves by it later', async () => {
    const person = { email: 'client@example.test', password }
    await someone(person.email)
    await requireFactor('all')
    const { page, close } = await visit(browser!, `${sandbox.server.world.config.publicUrl}/callback`)
    await plugInAuthenticator(page)
    await page.evaluate(await bundleClient())
    const run = (code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`)
    await run(`
      window.auth = countersign.createAuthClient({ baseUrl: location.origin, clientId: 'cid_inbox_manager' })
      window.refused = () => auth.signIn(${JSON.stringify(person)}).catch((error) => error)`)
    const first = `
      const { mfaToken, factors, enrolment } = await refused()
      const made = await countersign.passkeys.completeSignIn(auth, { mfaToken, name: 'Laptop' })
      return [factors, enrolment !== undefined, made.profile.identity.email]`
    expect(await run(first)).toEqual([['totp', 'passkey'], true, person.email])
    const next = `
      await auth.signOut()
      const { mfaToken, factors, enrolment } = await refused()
      const { profile } = await countersign.passkeys.completeSignIn(auth, { mfaToken })
      return [[...factors].sort(), enrolment, profile.identity.email]`
    expect(await run(next)).toEqual([['backup_code', 'passkey'], undefined, person.email])

    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 11 * 60 } })
    const changed = `
      const change = () => auth.generateBackupCodes()
      const { code } = await change().catch((error) => error)
      const weaker = await auth.reauthenticate({ password: ${JSON.stringify(password)} }).catch((error) => error)
      await countersign.passkeys.reauthenticate(auth)
      return [code, weaker.code, (await change()).backup_codes.length]`
    expect(await run(changed)).toEqual(['reauthentication_required', 'second_factor_required', 10])
    await close()
    await requireFactor('off')
  })
})
