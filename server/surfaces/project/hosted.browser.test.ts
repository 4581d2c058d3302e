// The project's own sign-in page, walked through in a real browser.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openService } from '../../../client/service-for-tests.ts'
import { openBrowser } from '../../pages/chromium-for-tests.ts'
import { faintTexts, overflow, visit, walkByKeyboard } from '../../pages/look-for-tests.ts'
import { type Send, sender } from '../../server-for-tests.ts'

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
const person = { email: 'ada@example.test', password: 'correct horse battery' }

const browser = await openBrowser()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
afterAll(() => browser?.close())

describe.skipIf(!browser)('the hosted page', { timeout: 30_000 }, () => {
  let service: Awaited<ReturnType<typeof openService>>
  let send: Send
  beforeAll(async () => {
    service = await openService({ PROJECT_NAME: 'Paper Trail', PROJECT_ACCENT: '#ffd166' })
    send = sender(service.baseUrl)
  })
  afterAll(() => service?.close())
  beforeEach(() => send('POST /sandbox/reset'))

  const configure = (settings: object) =>
    send('PUT /api/auth/config', { bearer: 'ik_sandbox_inbox_manager', body: settings })
  const addressOf = (path: string) => {
    const query = new URLSearchParams({ redirect: `${service.baseUrl}/callback`, code_challenge: challenge })
    return `${service.baseUrl}${path}?${query}`
  }
  const open = (path = '/auth/sign-in', options: BrowserContextOptions = {}) =>
    visit(browser!, addressOf(path), options)

  /** Waits until the browser is back at the app; answers who the code signs in. */
  const signedIn = async (page: Page): Promise<object> => {
    await page.waitForURL(/\/callback\?insforge_code=/)
    const code = new URL(page.url()).searchParams.get('insforge_code')
    const { text } = await send('POST /api/auth/oauth/exchange?client_type=mobile', {
      body: { code, code_verifier: verifier },
    })
    return (JSON.parse(text) as { user: object }).user
  }
  const codeMailed = async (kind: string): Promise<string> => {
    const { text } = await send(`GET /sandbox/mailbox.json?to=${person.email}`)
    const { messages } = JSON.parse(text) as { messages: { kind: string; code: string }[] }
    return messages.find((mail) => mail.kind === kind)!.code
  }
  const signUp = () => send('POST /api/auth/users', { body: person })

  describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled }

    it('signs a person up, proves their address by code and goes back to the app', async () => {
      await configure({ requireEmailVerification: true })
      const { page, complaints, close } = await open('/auth/sign-in', options)
      await page.getByRole('link', { name: 'Create an account' }).click()
      await page.getByRole('heading', { name: 'Join Paper Trail' }).waitFor()
      await page.getByLabel('Name').fill('Ada Lovelace')
      await page.getByLabel('Email').fill(person.email)
      await page.getByLabel('Password').fill('password1')
      await page.getByRole('button', { name: 'Create account' }).click()
      await page.getByRole('alert').getByText('This password is too common.').waitFor()
      expect(await page.getByLabel('Email').inputValue()).toBe(person.email)
      await page.getByLabel('Password').fill(person.password)
      await page.getByRole('button', { name: 'Create account' }).click()

      await page.getByText('We mailed a code to').waitFor()
      await page.getByLabel('Code').fill(await codeMailed('verify_email_code'))
      await page.getByRole('button', { name: 'Verify address' }).click()
      expect(await signedIn(page)).toMatchObject({
        email: person.email,
        emailVerified: true,
        profile: { name: 'Ada Lovelace' },
      })
      expect(complaints.filter((complaint) => !/status of (400|404)/.test(complaint))).toEqual([])
      await close()
    })

    it('signs a person in, after a wrong password too', async () => {
      await signUp()
      const { page, close } = await open('/auth/sign-in', options)
      await page.getByLabel('Email').fill(person.email)
      await page.getByLabel('Password').fill('guess')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('alert').getByText('The email or the password is wrong.').waitFor()
      await page.getByLabel('Password').fill(person.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      expect(await signedIn(page)).toMatchObject({ email: person.email })
      await close()
    })

    it('changes a forgotten password by code', async () => {
      await signUp()
      const { page, close } = await open('/auth/sign-in', options)
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await page.getByLabel('Email').fill(person.email)
      await page.getByRole('button', { name: 'Send mail' }).click()
      await page.getByLabel('Code').fill(await codeMailed('reset_password_code'))
      await page.getByLabel('New password').fill('a quiet green lantern')
      await page.getByRole('button', { name: 'Change password' }).click()
      await page.getByText('Your password was changed.').waitFor()
      await page.getByLabel('Password').fill('a quiet green lantern')
      await page.getByRole('button', { name: 'Sign in' }).click()
      expect(await signedIn(page)).toMatchObject({ email: person.email })
      await close()
    })

    it.each(['Google', 'GitHub', 'Apple'])('goes to %s and back to the app', async (provider) => {
      const { page, close } = await open('/auth/sign-in', options)
      await page.getByRole('link', { name: `Continue with ${provider}` }).click()
      await page.getByRole('heading', { name: `Stand-in for ${provider}` }).waitFor()
      await page.getByLabel('Email').fill(person.email)
      await page.getByRole('button', { name: 'Continue' }).click()
      // Apple sends its answer by a form.
      if (provider === 'Apple') await page.getByRole('button', { name: 'Continue' }).click()
      expect(await signedIn(page)).toMatchObject({
        email: person.email,
        emailVerified: true,
        providers: [provider.toLowerCase()],
      })
      await close()
    })
  })

  it('ticks off the rules of a password while it is typed', async () => {
    await configure({ passwordMinLength: 10, requireNumber: true, requireUppercase: true, requireSpecialChar: true })
    const { page, close } = await open('/auth/hosted/sign-up')
    const met = () => page.locator('.rules .met').allInnerTexts()
    expect(await page.locator('.rules li').count()).toBe(4)
    expect(await met()).toEqual([])
    await page.getByLabel('Password').pressSequentially('lantern7')
    expect(await met()).toEqual([expect.stringContaining('A digit')])
    await page.getByLabel('Password').pressSequentially('-Green')
    expect(await met()).toHaveLength(4)
    await close()
  })

  const paths = ['/auth/sign-in', '/auth/hosted/sign-up', '/auth/hosted/forgot-password']

  describe.each(paths)('%s', (path) => {
    it.each(['light', 'dark'] as const)('is readable in %s, and axe-core finds nothing', async (colorScheme) => {
      const { page, complaints, close } = await open(path, { colorScheme })
      expect(await faintTexts(page)).toEqual([])
      await page.evaluate(axe)
      const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; help: string }[] }
      expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([])
      expect(complaints).toEqual([])
      await close()
    })

    it('fits 320 pixels and can be walked by keyboard', async () => {
      const { page, close } = await open(path, { viewport: { width: 320, height: 640 } })
      expect(await overflow(page)).toBe(0)
      const { missed, unmarked } = await walkByKeyboard(page)
      expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
      await close()
    })
  })

  it('axe-core finds nothing on a form that is shown again', async () => {
    const { page, close } = await open('/auth/hosted/sign-up')
    await page.getByLabel('Email').fill(person.email)
    await page.getByLabel('Password').fill('password1')
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('alert').waitFor()
    expect(await faintTexts(page)).toEqual([])
    await page.evaluate(axe)
    const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; help: string }[] }
    expect(violations.map(({ id, help }) => `${id}: ${help}`)).toEqual([])
    await close()
  })

  it("carries the project's name and colour, with words that can be read on it", async () => {
    const { page, close } = await open()
    expect(await page.title()).toBe('Sign in to Paper Trail · Paper Trail')
    const colors = await page
      .getByRole('button', { name: 'Sign in' })
      .evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color])
    expect(colors).toEqual(['rgb(255, 209, 102)', 'rgb(0, 0, 0)'])
    await close()
  })

  it('is shown in no frame', async () => {
    const page = await browser!.newPage()
    await page.setContent(`<iframe src="${addressOf('/auth/sign-in').replaceAll('&', '&amp;')}"></iframe>`)
    const framed = page.frames().find((frame) => frame !== page.mainFrame())!
    await expect.poll(() => framed.url()).toMatch(/^chrome-error:/)
    await page.close()
  })
})
