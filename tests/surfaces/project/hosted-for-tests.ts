// The project's own sign-in page in a real browser: a service of its own, and the way to each of its steps.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openService } from '../../../client/service-for-tests.ts'
import { visit } from '../../pages/look-for-tests.ts'
import { sender } from '../../server-for-tests.ts'

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

export const person = { email: 'ada@example.test', password: 'correct horse battery' } as const
export const newPassword = 'a quiet green lantern'

export const openHosted = async (browser: Browser, environment: Record<string, string> = {}) => {
  const service = await openService(environment)
  const send = sender(service.baseUrl)
  const addressOf = (path = '/auth/sign-in', redirect = `${service.baseUrl}/callback`) =>
    `${service.baseUrl}${path}?${new URLSearchParams({ redirect, code_challenge: challenge })}`
  return {
    send,
    addressOf,
    close: service.close,
    reset: () => send('POST /sandbox/reset'),
    configure: (settings: object) =>
      send('PUT /api/auth/config', { bearer: 'ik_sandbox_inbox_manager', body: settings }),
    signUp: () => send('POST /api/auth/users', { body: person }),
    open: (path?: string, options: BrowserContextOptions = {}) => visit(browser, addressOf(path), options),
    /** Waits until the browser is back at the app; answers who the code signs in. */
    signedIn: async (page: Page): Promise<object> => {
      await page.waitForURL(/\/callback\?insforge_code=/)
      const code = new URL(page.url()).searchParams.get('insforge_code')
      const { text } = await send('POST /api/auth/oauth/exchange?client_type=mobile', {
        body: { code, code_verifier: verifier },
      })
      return (JSON.parse(text) as { user: object }).user
    },
    codeMailed: async (kind: string): Promise<string> => {
      const { text } = await send(`GET /sandbox/mailbox.json?to=${person.email}`)
      const { messages } = JSON.parse(text) as { messages: { kind: string; code: string }[] }
      return messages.find((mail) => mail.kind === kind)!.code
    },
  }
}

export type HostedService = Awaited<ReturnType<typeof openHosted>>

/** Any code but the right one. */
const wrong = (code: string) => (code === '000000' ? '111111' : '000000')

export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

export const fillIn = async (page: Page, fields: Readonly<Record<string, string>>) => {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value)
}

const joinWithVerification = async ({ configure, addressOf }: HostedService, page: Page) => {
  await configure({ requireEmailVerification: true })
  await page.goto(addressOf('/auth/hosted/sign-up'))
  await fillIn(page, { Email: person.email, Password: person.password })
  await press(page, 'Create account')
}

const askForReset = async ({ addressOf, signUp }: HostedService, page: Page) => {
  await signUp()
  await page.goto(addressOf('/auth/hosted/forgot-password'))
  await fillIn(page, { Email: person.email })
  await press(page, 'Send mail')
}

const says = (page: Page, text: string) => page.getByText(text).waitFor()

/** Each state that a person can find the page in, and how they get there. */
export const hostedSteps: Readonly<Record<string, (hosted: HostedService, page: Page) => Promise<void>>> = {
  'the sign-in': async ({ addressOf }, page) => void (await page.goto(addressOf())),
  'the sign-in after a wrong password': async ({ addressOf }, page) => {
    await page.goto(addressOf())
    await fillIn(page, { Email: person.email, Password: 'guess' })
    await press(page, 'Sign in')
    await says(page, 'The email or the password is wrong.')
  },
  'the sign-in after too many tries': async ({ addressOf, send }, page) => {
    const guess = { ...person, password: 'guess' }
    for (let round = 0; round < 10; round += 1) await send('POST /api/auth/sessions', { body: guess })
    await page.goto(addressOf())
    await fillIn(page, { Email: person.email, Password: person.password })
    await press(page, 'Sign in')
    await says(page, 'Too many tries.')
  },
  'the sign-up': async ({ addressOf, configure }, page) => {
    await configure({ requireNumber: true, requireLowercase: true, requireUppercase: true, requireSpecialChar: true })
    await page.goto(addressOf('/auth/hosted/sign-up'))
  },
  'the sign-up after a common password': async ({ addressOf }, page) => {
    await page.goto(addressOf('/auth/hosted/sign-up'))
    await fillIn(page, { Email: person.email, Password: 'password1' })
    await press(page, 'Create account')
    await says(page, 'This password is too common.')
  },
  'the sign-up of somebody who is known': async ({ addressOf, signUp }, page) => {
    await signUp()
    await page.goto(addressOf('/auth/hosted/sign-up'))
    await fillIn(page, { Email: person.email, Password: person.password })
    await press(page, 'Create account')
    await says(page, 'This email already has an account.')
  },
  'the proof of an address': async (hosted, page) => {
    await joinWithVerification(hosted, page)
    await says(page, 'We mailed a code to')
  },
  'the proof of an address after a wrong code': async (hosted, page) => {
    await joinWithVerification(hosted, page)
    await fillIn(page, { Code: wrong(await hosted.codeMailed('verify_email_code')) })
    await press(page, 'Verify address')
    await says(page, 'The code is wrong')
  },
  'the proof of an address with another code': async (hosted, page) => {
    await joinWithVerification(hosted, page)
    await press(page, 'Mail a new code')
    await says(page, 'a new one is on its way')
  },
  'the proof of an address by link': async (hosted, page) => {
    await hosted.configure({ verifyEmailMethod: 'link' })
    await joinWithVerification(hosted, page)
    await says(page, 'We mailed a link to')
  },
  'the forgotten password': async ({ addressOf }, page) =>
    void (await page.goto(addressOf('/auth/hosted/forgot-password'))),
  'the new password': async (hosted, page) => {
    await askForReset(hosted, page)
    await says(page, 'a code is on its way there')
  },
  'the new password after a wrong code': async (hosted, page) => {
    await askForReset(hosted, page)
    await fillIn(page, { Code: wrong(await hosted.codeMailed('reset_password_code')), 'New password': newPassword })
    await press(page, 'Change password')
    await says(page, 'The code is wrong')
  },
  'the new password by link': async (hosted, page) => {
    await hosted.configure({ resetPasswordMethod: 'link' })
    await askForReset(hosted, page)
    await says(page, 'a link is on its way there')
  },
  'the sign-in with the new password': async (hosted, page) => {
    await askForReset(hosted, page)
    await fillIn(page, { Code: await hosted.codeMailed('reset_password_code'), 'New password': newPassword })
    await press(page, 'Change password')
    await says(page, 'Your password was changed.')
  },
  'an address that is not allowed': async ({ addressOf }, page) => {
    await page.goto(addressOf('/auth/sign-in', 'https://evil.example/callback'))
    await says(page, 'This redirect URI is not allowed')
  },
}
