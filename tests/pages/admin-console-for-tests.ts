// The admin console in a browser, as the sandbox's administrator or another one.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { operations } from '../../generated/operations.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import type { TestServer } from '../server-for-tests.ts'
import { visit } from './look-for-tests.ts'

export const owner = sandboxCredentials.platform

/** The operation of a request, by the contract. */
const operationOf = (line: string): string | undefined => {
  const [method, path = ''] = line.split(' ')
  const found = Object.entries(operations).find(
    ([, known]) =>
      known.method.toUpperCase() === method &&
      new RegExp(`^${known.path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
  )
  return found?.[0]
}

/**
 * The console before anybody has signed in. `asked` are the requests that it sends: method and path. `close` expects each to have been
 * an operation of the platform surface.
 */
export const openConsole = async (browser: Browser, server: TestServer, options: BrowserContextOptions = {}) => {
  const opened = await visit(browser, `${server.url}/admin`, options)
  const asked: string[] = []
  opened.page.on('request', (request) => {
    const { pathname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && !pathname.startsWith('/assets/')) asked.push(`${request.method()} ${pathname}`)
  })
  const close = async () => {
    await opened.close()
    expect(asked.filter((line) => !operationOf(line)?.startsWith('platform.'))).toEqual([])
  }
  return { ...opened, asked, close }
}

export const fillSignIn = async (page: Page, { email, password }: { email: string; password: string } = owner) => {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** The console, signed in. */
export const enterConsole = async (
  browser: Browser,
  server: TestServer,
  options: BrowserContextOptions = {},
  who: { email: string; password: string } = owner,
) => {
  const opened = await openConsole(browser, server, options)
  await fillSignIn(opened.page, who)
  await opened.page.getByRole('heading', { name: 'Applications', level: 1 }).waitFor()
  return opened
}

/** A new application, and its page. */
export const makeApplication = async (page: Page, name: string) => {
  await go(page, '#/applications')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Make the application' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  return new URL(page.url()).hash
}

/** Goes to a page of the console, and waits until it is there. */
export const go = async (page: Page, hash: string) => {
  await page.evaluate(
    (to) =>
      new Promise<void>((resolve) => {
        if (location.hash === to) return resolve()
        // Ours is heard after the console's, which has begun to draw by then.
        addEventListener('hashchange', () => resolve(), { once: true })
        location.hash = to
      }),
    hash,
  )
  await settled(page)
}

/** Nothing is being read any more, and no closed dialog is left. */
export const settled = async (page: Page) => {
  await page.waitForFunction(() => document.querySelectorAll('#view [aria-busy], dialog:not([open])').length === 0)
}

/** Types the name that is asked for, and presses. */
export const confirm = async (page: Page, name: string, action: string) => {
  const dialog = page.getByRole('dialog')
  const pressed = dialog.getByRole('button', { name: action, exact: true })
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name)
  await pressed.click()
  await dialog.waitFor({ state: 'detached' })
}
