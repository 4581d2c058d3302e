// A session as a browser holds it, in each of the places that the clients keep one.
import type { BrowserContext, Page } from '@playwright/test'
import type { TestUser } from './sandbox-calls.ts'

export interface BrowserSession {
  /** The service. */
  readonly url: string
  /** The app's client, `clientId` of its `AuthProvider`. */
  readonly clientId: string
  /** Where the app is. */
  readonly appUrl: string | undefined
  /** The cookie of a server that renders pages, `cookieName` of its `openServerSession`. */
  readonly cookieName: string
}

/** What Playwright writes to a file and takes as `storageState`. */
export interface StorageState {
  readonly cookies: {
    name: string
    value: string
    domain: string
    path: string
    expires: number
    httpOnly: boolean
    secure: boolean
    sameSite: 'Lax'
  }[]
  readonly origins: { origin: string; localStorage: { name: string; value: string }[] }[]
}

const cookie = (url: string, name: string, value: string, path: string): StorageState['cookies'][number] => ({
  name,
  value,
  domain: new URL(url).hostname,
  path,
  expires: -1,
  httpOnly: true,
  secure: true,
  sameSite: 'Lax',
})

/**
 * A person signed in as storage state: as cookie of the service (the client's mode `cookie`), in the app's localStorage (its mode
 * `token`, as React keeps it), and as cookie of an app that renders on a server.
 */
export const storageStateOf = (
  { tokens: { accessToken, refreshToken, expiresIn } }: Pick<TestUser, 'tokens'>,
  { url, clientId, appUrl, cookieName }: BrowserSession,
): StorageState => {
  const kept = {
    access_token: accessToken,
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: expiresIn,
  }
  const cookies = [cookie(url, 'refresh_token', refreshToken, '/auth')]
  if (appUrl === undefined) return { cookies, origins: [] }
  return {
    cookies: [...cookies, cookie(appUrl, cookieName, `${refreshToken}!${accessToken}`, '/')],
    origins: [
      {
        origin: new URL(appUrl).origin,
        localStorage: [{ name: `countersign ${url} ${clientId}`, value: JSON.stringify(kept) }],
      },
    ],
  }
}

/** Puts it into a context that is open; what else is there stays. */
export const putInto = async (context: BrowserContext, { cookies, origins }: StorageState): Promise<void> => {
  await context.addCookies(cookies)
  for (const { origin, localStorage } of origins) {
    const page = await context.newPage()
    // An empty page of the app's origin: its own would begin a session of its own.
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
    await page.goto(origin)
    await page.evaluate(
      (entries) => entries.forEach(({ name, value }) => window.localStorage.setItem(name, value)),
      localStorage,
    )
    await page.close()
  }
}

/** From now on what a context's pages ask of the service carries a test's run. */
export const carryRun = async (
  context: BrowserContext,
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): Promise<void> => {
  const { origin } = new URL(url)
  const carried = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  await context.route(
    (address) => address.origin === origin,
    (route) => route.continue({ headers: { ...route.request().headers(), ...carried } }),
  )
}

/** A page that is open shows what the storage holds only once it loads again. */
export const reload = async (page: Page): Promise<void> => {
  if (page.url() !== 'about:blank') await page.reload()
}
