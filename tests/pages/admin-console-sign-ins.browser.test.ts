// The admin console in a real browser, where a refresh is answered only after its sign-in has ended.
import type { Browser } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { enterConsole, fillSignIn, go } from './admin-console-for-tests.ts'
import { openBrowser } from './chromium-for-tests.ts'
import { runSandbox } from './sandbox-for-tests.ts'

const browser = await openBrowser()

describe.skipIf(!browser)('a refresh of the admin console that comes late', () => {
  const sandbox = runSandbox(browser)

  /** Signed out while a refresh is under way; `answer` lets its answer come, and gives the access token in it. */
  const leaveWhileRefreshing = async (opened: Browser) => {
    const visit = await enterConsole(opened, sandbox.server)
    const { page, asked } = visit
    await page.route('**/api/platform/members', (route) =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'unauthorized', title: 'The token is not valid', status: 401 }),
      }),
    )
    const held = Promise.withResolvers<undefined>()
    const renewed = Promise.withResolvers<string>()
    await page.route('**/api/platform/auth/refresh', async (route) => {
      const response = await route.fetch()
      renewed.resolve(((await response.json()) as { access_token: string }).access_token)
      await held.promise
      await route.fulfill({ response })
    })
    await page.evaluate(() => (location.hash = '#/administrators'))
    const bearer = await renewed.promise
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    const answer = async () => {
      const received = page.waitForResponse(/\/auth\/refresh$/)
      const ended = page.waitForResponse(/\/auth\/logout$/)
      held.resolve(undefined)
      await (await received).finished()
      await ended
    }
    return { ...visit, asked, bearer, answer }
  }

  it('does not sign in again whoever has signed out, and is ended itself', async () => {
    const { page, asked, bearer, answer, close } = await leaveWhileRefreshing(browser!)
    await answer()
    await page.evaluate(() => (location.hash = '#/audit'))
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(0)
    expect(asked.filter((line) => line.endsWith('/members'))).toHaveLength(1)
    expect((await sandbox.server.send('GET /api/platform/auth/me', { bearer })).status).toBe(401)
    await close()
  })

  it('leaves the tokens of whoever has signed in since', async () => {
    const { page, asked, bearer, answer, close } = await leaveWhileRefreshing(browser!)
    await page.evaluate(() => (location.hash = '#/applications'))
    const signedIn = page.waitForResponse(/\/auth\/login$/)
    await fillSignIn(page)
    const { access_token: own } = (await (await signedIn).json()) as { access_token: string }
    await page.getByRole('heading', { name: 'Applications', level: 1 }).waitFor()
    await answer()
    const [request] = await Promise.all([page.waitForRequest(/\/api\/platform\/webhooks/), go(page, '#/webhooks')])
    expect(own).not.toBe(bearer)
    expect(request.headers().authorization).toBe(`Bearer ${own}`)
    expect(asked.filter((line) => line.endsWith('/members'))).toHaveLength(1)
    await close()
  })
})
