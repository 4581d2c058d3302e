// The project's own sign-in page, walked through in a real browser.
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser } from '../../pages/chromium-for-tests.ts'
import { type HostedService, fillIn, newPassword, openHosted, person, press } from './hosted-for-tests.ts'

const browser = await openBrowser()
afterAll(() => browser?.close())

describe.skipIf(!browser)('the hosted page', () => {
  let hosted: HostedService
  beforeAll(async () => {
    hosted = await openHosted(browser!, { PROJECT_NAME: 'Paper Trail', PROJECT_ACCENT: '#ffd166' })
  })
  afterAll(() => hosted?.close())
  beforeEach(() => hosted.reset())
  const open = (path?: string, options: BrowserContextOptions = {}) => hosted.open(path, options)

  describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
    const options = { javaScriptEnabled }

    it('signs a person up, proves their address by code and goes back to the app', async () => {
      await hosted.configure({ requireEmailVerification: true })
      const { page, complaints, close } = await open('/auth/sign-in', options)
      await page.getByRole('link', { name: 'Create an account' }).click()
      await page.getByRole('heading', { name: 'Create your account' }).waitFor()
      await fillIn(page, { Name: 'Ada Lovelace', Email: person.email, Password: 'password1' })
      await press(page, 'Create account')
      await page.getByRole('alert').getByText('This password is too common.').waitFor()
      expect(await page.getByLabel('Email').inputValue()).toBe(person.email)
      await page.getByLabel('Password').fill(person.password)
      await press(page, 'Create account')

      await page.getByText('We mailed a code to').waitFor()
      await page.getByLabel('Code').fill(await hosted.codeMailed('verify_email_code'))
      await press(page, 'Verify address')
      expect(await hosted.signedIn(page)).toMatchObject({
        email: person.email,
        emailVerified: true,
        profile: { name: 'Ada Lovelace' },
      })
      expect(complaints.filter((complaint) => !/status of (400|404)/.test(complaint))).toEqual([])
      await close()
    })

    it('signs a person in, after a wrong password too', async () => {
      await hosted.signUp()
      const { page, close } = await open('/auth/sign-in', options)
      await fillIn(page, { Email: person.email, Password: 'guess' })
      await press(page, 'Sign in')
      await page.getByRole('alert').getByText('The email or the password is wrong.').waitFor()
      await page.getByLabel('Password').fill(person.password)
      await press(page, 'Sign in')
      expect(await hosted.signedIn(page)).toMatchObject({ email: person.email })
      await close()
    })

    it('changes a forgotten password by code', async () => {
      await hosted.signUp()
      const { page, close } = await open('/auth/sign-in', options)
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await page.getByLabel('Email').fill(person.email)
      await press(page, 'Send mail')
      await fillIn(page, { Code: await hosted.codeMailed('reset_password_code'), 'New password': newPassword })
      await press(page, 'Change password')
      await page.getByText('Your password was changed.').waitFor()
      await page.getByLabel('Password').fill(newPassword)
      await press(page, 'Sign in')
      expect(await hosted.signedIn(page)).toMatchObject({ email: person.email })
      await close()
    })

    it.each(['Google', 'GitHub', 'Apple'])('goes to %s and back to the app', async (provider) => {
      const { page, close } = await open('/auth/sign-in', options)
      await page.getByRole('link', { name: `Continue with ${provider}` }).click()
      await page.getByRole('heading', { name: `Stand-in for ${provider}` }).waitFor()
      await page.getByLabel('Email').fill(person.email)
      await press(page, 'Continue')
      // Apple sends its answer by a form.
      if (provider === 'Apple') await press(page, 'Continue')
      expect(await hosted.signedIn(page)).toMatchObject({
        email: person.email,
        emailVerified: true,
        providers: [provider.toLowerCase()],
      })
      await close()
    })
  })

  it('ticks off the rules of a password while it is typed', async () => {
    await hosted.configure({
      passwordMinLength: 10,
      requireNumber: true,
      requireUppercase: true,
      requireSpecialChar: true,
    })
    const { page, close } = await open('/auth/hosted/sign-up')
    const met = () => page.locator('.rules .met').allInnerTexts()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const scripts = () => asked.filter((path) => path.endsWith('.js'))
    expect(await page.locator('.rules li').count()).toBe(5)
    expect(await met()).toEqual([])
    expect(scripts()).toEqual([])
    await page.getByLabel('Password').pressSequentially('lantern7')
    expect(await met()).toEqual([expect.stringContaining('A digit')])
    await page.getByLabel('Password').pressSequentially('-Green')
    await page.locator('[data-rule=strength].met').waitFor()
    expect(await met()).toHaveLength(5)
    // Once, and from here.
    expect(scripts()).toEqual(['/assets/password-strength.js', '/assets/zxcvbn/core.js', '/assets/zxcvbn/common.js'])

    // As the server has it: common ones, and what is made of the person's own name and address, are no good.
    await page.getByLabel('Email').fill('augusta.lovelace@example.test')
    for (const weak of ['P@ssw0rd123', 'AugustaLovelace1', 'PaperTrail2026']) {
      await page.getByLabel('Password').fill(weak)
      await page.locator('[data-rule=strength]:not(.met)').waitFor()
    }
    await close()
  })

  it('lets people see what they type, and sends it as a password', async () => {
    const { page, close } = await open()
    const password = page.getByLabel('Password')
    await fillIn(page, { Email: person.email, Password: 'guess' })
    await press(page, 'Show what you type')
    expect(await password.getAttribute('type')).toBe('text')
    await password.evaluate((input: HTMLInputElement) =>
      input.form!.addEventListener('submit', (event) => event.preventDefault()),
    )
    await press(page, 'Sign in')
    expect(await password.getAttribute('type')).toBe('password')
    await close()
  })

  it("carries the project's name and colour, with words that can be read on it", async () => {
    const { page, close } = await open()
    expect(await page.title()).toBe('Sign in · Paper Trail')
    const colors = await page
      .getByRole('button', { name: 'Sign in', exact: true })
      .evaluate((button) => [getComputedStyle(button).backgroundColor, getComputedStyle(button).color])
    expect(colors).toEqual(['rgb(255, 209, 102)', 'rgb(0, 0, 0)'])
    await close()
  })

  it('is shown in no frame', async () => {
    const page = await browser!.newPage()
    await page.setContent(`<iframe src="${hosted.addressOf().replaceAll('&', '&amp;')}"></iframe>`)
    const framed = page.frames().find((frame) => frame !== page.mainFrame())!
    await expect.poll(() => framed.url()).toMatch(/^chrome-error:/)
    await page.close()
  })
})
