// What people do with their own account, clicked through in a real browser.
import { readFileSync } from 'node:fs'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { sandboxEnvironmentId } from '../../server/model/sandbox-credentials.ts'
import { findEnvironment, updateEnvironment } from '../../server/storage/environments.ts'
import { newEmail, password, prove, signIn, signUp } from '../server-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { faultsOf, visit } from './look-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()

describe.skipIf(!browser)('one’s own account, clicked through', () => {
  const sandbox = runSandbox(browser)

  const mailed = async (to: string, wanted: string) => {
    const { text } = await sandbox.server.send(`GET /sandbox/mailbox.json?to=${encodeURIComponent(to)}`)
    const { messages } = JSON.parse(text) as { messages: { kind: string; link: string }[] }
    return messages.find(({ kind }) => kind === wanted)!.link
  }
  const enter = async (page: Page, email: string, secret = password) => {
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(secret)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  }
  const person = async () => {
    const email = newEmail()
    await sandbox.server.send('POST /sandbox/users', { body: { surface: 'account', email, password } })
    return email
  }
  const open = async () => {
    const email = await person()
    const visited = await visit(browser!, `${sandbox.server.world.config.publicUrl}/account`, { bypassCSP: true })
    await enter(visited.page, email)
    await visited.page.getByText(`You are signed in as ${email}.`).waitFor()
    return { ...visited, email }
  }
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
  /** Switches two-step sign-in on, and shows the backup codes; gives what the authenticator app shows from then on. */
  const setUp = async (page: Page): Promise<() => string> => {
    await press(page, 'Set up')
    const secret = (await page.locator('code', { hasText: /^[A-Z2-7 ]{32,}$/ }).innerText()).replaceAll(' ', '')
    const app = new TOTP({ secret: Secret.fromBase32(secret) })
    const code = () => app.generate({ timestamp: sandbox.server.world.clock.now() })
    await page.getByLabel('Code of your authenticator app').fill(code())
    await press(page, 'Switch on')
    await page.getByRole('heading', { name: 'Your backup codes' }).waitFor()
    return code
  }

  it('moves to another address by its link, and back by the notice', async () => {
    const { page, close, email } = await open()
    const moved = newEmail('moved')
    await page.getByLabel('New address').fill(moved)
    await press(page, 'Mail a link to it')
    await page.getByText('If you can have that address, a link is on its way there.').waitFor()
    // Nothing of it counts yet.
    await page.getByText(`You are signed in as ${email}.`).waitFor()
    await page.goto(await mailed(moved, 'change_address_link'))
    await press(page, 'Use this address')
    await page.getByRole('heading', { name: 'Address changed' }).waitFor()
    await page.goto(await mailed(email, 'address_changed'))
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'It was not me: sign everybody out')
    await page.getByRole('heading', { name: 'You are safe' }).waitFor()
    expect((await signIn(sandbox.server.send, moved)).status).toBe(401)
    await page.goto(await mailed(email, 'reset_password_link'))
    // The one of before is nobody's any more.
    const chosen = page.getByRole('textbox', { name: /^Password, at least/ })
    await chosen.fill('lantern paper staple')
    await chosen.press('Enter')
    await expect.poll(async () => (await signIn(sandbox.server.send, email, 'lantern paper staple')).status).toBe(200)
    await close()
  })

  it('sets two-step sign-in up, signs in by a code and by a backup code, and proves by one', async () => {
    const { page, close, email } = await open()
    const code = await setUp(page)
    const backup = await page.locator('.backup-codes code').allInnerTexts()
    expect(backup).toHaveLength(10)
    await page.getByRole('link', { name: 'Done' }).click()

    const again = async (answer: string) => {
      await press(page, 'Sign out')
      await enter(page, email)
      await page.getByLabel('Code').fill(answer)
      await press(page, 'Continue')
      await page.getByText(`You are signed in as ${email}.`).waitFor()
    }
    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 60 } })
    await again(code())
    await again(backup[0]!)
    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 660 } })
    await page.reload()
    await page.getByRole('heading', { name: 'Is it you?' }).waitFor()
    await page.getByLabel('Code of your authenticator app').fill(code())
    await press(page, 'Continue')
    await page.getByText('On. Backup codes left: 9.').waitFor()
    await close()
  })

  it('is spared the code in a browser that is remembered, until it is asked again', async () => {
    const { db } = sandbox.server.world
    const { settings } = (await findEnvironment(db, sandboxEnvironmentId))!
    const remember = (rememberDeviceDays: number) =>
      updateEnvironment(db, sandboxEnvironmentId, {
        settings: { ...settings, rememberDeviceDays },
        updatedAt: sandbox.server.world.clock.now(),
      })
    await remember(30)
    const { page, close, email } = await open()
    const code = await setUp(page)
    await page.getByRole('link', { name: 'Done' }).click()
    await press(page, 'Sign out')
    // An app that has everybody sign in anew.
    const { publicUrl } = sandbox.server.world.config
    const app = {
      client_id: 'cid_inbox_manager',
      redirect_uri: `${publicUrl}/callback`,
      response_type: 'code',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
      prompt: 'login',
    }
    const enterApp = async () => {
      await page.goto(`${publicUrl}/oauth2/authorize?${new URLSearchParams(app)}`)
      await enter(page, email)
    }
    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 60 } })
    await enterApp()
    await page.getByLabel('Code').fill(code())
    await page.getByLabel('Do not ask again in this browser for 30 days').check()
    expect(await faultsOf(page)).toEqual([])
    await press(page, 'Continue')
    await page.waitForURL(/\/callback\?.*code=/)
    await enterApp()
    await page.waitForURL(/\/callback\?.*code=/)

    // The page of one's account asks for the code each time.
    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 60 } })
    await page.goto(`${publicUrl}/account`)
    await enter(page, email)
    await page.getByLabel('Code').fill(code())
    await press(page, 'Continue')
    await page.getByRole('button', { name: /^Ask .* again$/ }).click()
    await enterApp()
    await page.getByLabel('Code').waitFor()
    await close()
    await remember(settings.rememberDeviceDays)
  })

  it('links a provider, and unlinks it', async () => {
    const { page, close } = await open()
    await press(page, 'Link Google')
    await page.getByRole('link', { name: 'Continue to Google' }).click()
    await page.getByRole('heading', { name: 'Stand-in for Google' }).waitFor()
    await page.getByLabel('Email').fill('at-google@example.com')
    await press(page, 'Continue')
    await page.getByText('It is linked: you can sign in with it from now on.').waitFor()
    await page.getByText('at-google@example.com').waitFor()
    await press(page, 'Unlink Google')
    await page.getByText('It signs in no more.').waitFor()
    await page.getByRole('button', { name: 'Link Google', exact: true }).waitFor()
    await close()
  })

  it('shows where one is signed in, and signs out one of these, or all others', async () => {
    const { page, close, email } = await open()
    const phone = { headers: { 'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1' } }
    const elsewhere = async () => (await signIn(sandbox.server.send, email, password, phone)).body.tokens.access_token
    const isIn = async (bearer: string) => (await sandbox.server.send('GET /auth/me', { bearer })).status === 200
    const [first, second] = [await elsewhere(), await elsewhere()]
    await page.reload()
    await page.getByRole('button', { name: 'Sign out Safari on iPhone' }).first().click()
    await page.getByText('That device is signed out.').waitFor()
    expect([await isIn(first), await isIn(second)].filter(Boolean)).toHaveLength(1)
    await press(page, 'Sign out everywhere else')
    await page.getByText('Every other device is signed out.', { exact: true }).first().waitFor()
    expect([await isIn(first), await isIn(second)]).toEqual([false, false])
    await page.getByText(`You are signed in as ${email}.`).waitFor()
    await close()
  })

  it('has its data as a file, and is deleted for good', async () => {
    const { page, close, email } = await open()
    const downloading = page.waitForEvent('download')
    await press(page, 'Download')
    const file = await (await downloading).path()
    expect(JSON.stringify(JSON.parse(readFileSync(file, 'utf8')))).toContain(email)
    await page.getByLabel(`Type ${email} to confirm`).fill(email)
    await press(page, 'Delete for good')
    await page.getByText('Sign in').first().waitFor()
    expect((await signIn(sandbox.server.send, email)).status).toBe(401)
    await close()
  })

  it('accepts an invitation and leaves again, and declines another', async () => {
    const owner = await signUp(sandbox.server.send)
    await prove(sandbox.server.send, owner.email)
    const bearer = owner.access_token
    const path = `/api/accounts/${owner.profile.active_membership!.account_id}` as const
    const email = await person()
    const invite = async () => {
      const body = { email, role: 'viewer' }
      expect((await sandbox.server.send(`POST ${path}/invite`, { bearer, body })).status).toBe(201)
    }
    await invite()
    const { page, close } = await visit(browser!, `${sandbox.server.world.config.publicUrl}/account`, {
      bypassCSP: true,
    })
    await enter(page, email)
    const card = page.locator('section', { has: page.getByRole('heading', { name: 'Where you are a member' }) })
    await card.getByRole('button', { name: 'Accept:' }).click()
    await page.getByText('You are a member.', { exact: true }).waitFor()
    expect(await faultsOf(page)).toEqual([])
    await card.getByRole('button', { name: 'Leave' }).click()
    await page.getByText('You are no member of it any more.').waitFor()
    await sandbox.server.send('POST /sandbox/clock', { body: { advance: 61 } })
    await invite()
    await page.reload()
    await card.getByRole('button', { name: 'Decline:' }).click()
    await page.getByText('The invitation is declined.').waitFor()
    await close()
  })
})
