// A stranger's project with Playwright: an app that signs people in, and tests that use the kit.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const app = `
import { AuthClient } from '@countersign/client'
const query = new URLSearchParams(location.search)
const [baseUrl, storage] = [query.get('auth'), query.get('storage')]
const key = 'countersign ' + baseUrl + ' cid_inbox_manager'
const auth = new AuthClient({
  baseUrl,
  clientId: 'cid_inbox_manager',
  ...(storage === 'cookie'
    ? { mode: 'cookie' }
    : {
        tokens: JSON.parse(localStorage.getItem(key) ?? '{}'),
        onTokens: (tokens) => (tokens ? localStorage.setItem(key, JSON.stringify(tokens)) : localStorage.removeItem(key)),
      }),
})
const who = document.querySelector('output')
auth.me().then(({ identity }) => (who.textContent = identity.email), ({ code }) => (who.textContent = code))
document.querySelector('button').onclick = () => auth.signOut().then(() => (who.textContent = 'signed out'))
`

const page = `<!doctype html>
<link rel="icon" href="data:,">
<output></output>
<button>Sign out</button>
<script type="module" src="app.js"></script>`

const server = `
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
createServer(({ url }, res) => {
  const file = url.startsWith('/app.js') ? 'app.js' : 'index.html'
  res.setHeader('Content-Type', file === 'app.js' ? 'text/javascript' : 'text/html').end(readFileSync(file))
}).listen(Number(process.argv[2]), '127.0.0.1')`

const config = (port: number, executablePath: string) => `
import { defineConfig } from '@playwright/test'
export default defineConfig({
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [['json', { outputFile: 'report.json' }]],
  use: {
    baseURL: 'http://localhost:${port}',
    launchOptions: { executablePath: ${JSON.stringify(executablePath)}, args: ['--no-sandbox', '--disable-gpu'] },
  },
  webServer: { command: 'node server.js ${port}', url: 'http://localhost:${port}' },
})`

const spec = `
import { type SandboxCalls, expect, test } from '@countersign/testing/playwright'

const open = (sandbox: SandboxCalls, storage: string) =>
  '/?' + new URLSearchParams({ auth: sandbox.url, storage }).toString()

for (const storage of ['cookie', 'localStorage']) {
  test('signs in and out by ' + storage, async ({ page, sandbox, signInAs }) => {
    await page.goto(open(sandbox, storage))
    await expect(page.locator('output')).not.toHaveText(/@|^$/)
    const { email } = await signInAs(page)
    await expect(page.locator('output')).toHaveText(email)
    await page.getByText('Sign out').click()
    await expect(page.locator('output')).toHaveText('signed out')
    await page.reload()
    await expect(page.locator('output')).not.toHaveText(/@|^$/)
  })
}

test('ends a session', async ({ page, sandbox, createUser, signInAs, expireSession }) => {
  const user = await signInAs(page, await createUser({ email: 'over@example.test' }))
  await page.goto(open(sandbox, 'localStorage'))
  await expect(page.locator('output')).toHaveText('over@example.test')
  await expireSession(user)
  await page.reload()
  await expect(page.locator('output')).toHaveText('invalid_refresh_token')
})

for (const which of ['one', 'another']) {
  test('has a fault meet a page of ' + which, async ({ page, sandbox, signInAs, failNext }) => {
    const { email } = await signInAs(page)
    await page.goto(open(sandbox, 'localStorage'))
    await expect(page.locator('output')).toHaveText(email)
    await failNext('account.me', { status: 503 })
    await page.reload()
    await expect(page.locator('output')).toHaveText('unavailable')
    await page.reload()
    await expect(page.locator('output')).toHaveText(email)
  })
}

test('reads mails', async ({ sandbox, createUser, mailTo, codeFor, linkFor }) => {
  const { email } = await createUser()
  const post = (path: string, body: object) =>
    sandbox.fetch(sandbox.url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  await post('/auth/send-magic-link', { client_id: 'cid_inbox_manager', email })
  expect(await linkFor(email)).toContain('/auth/sign-in-with-token?token=')
  await post('/api/auth/email/send-reset-password', { email })
  expect((await mailTo(email, { kind: 'reset_password_code' })).code).toBe(await codeFor(email))
})

test('moves the clock', async ({ page, sandbox, signInAs, advance }) => {
  const { email } = await signInAs(page)
  await page.goto(open(sandbox, 'localStorage'))
  const refreshed = page.waitForResponse((response) => response.url().endsWith('/auth/refresh'))
  await advance(7200)
  await page.reload()
  expect((await refreshed).status()).toBe(200)
  await expect(page.locator('output')).toHaveText(email)
})

test('knows a signed-in state that a file may keep', async ({ browser, sandbox, createUser, storageStateFor, baseURL }) => {
  const user = await createUser()
  const context = await browser.newContext({ storageState: storageStateFor(user), baseURL })
  const page = await context.newPage()
  await page.goto(open(sandbox, 'cookie'))
  await expect(page.locator('output')).toHaveText(user.email)
  await context.close()
})
`

export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  )

/** Lays it out below `place`, where the packages are installed. */
export const layPlaywright = async (
  place: string,
  { port, executablePath }: { port: number; executablePath: string },
) => {
  const folder = join(place, 'end-to-end')
  mkdirSync(folder)
  const { outputFiles } = await build({
    stdin: { contents: app, resolveDir: place },
    bundle: true,
    format: 'esm',
    write: false,
  })
  const files = {
    'app.js': outputFiles[0]!.text,
    'index.html': page,
    'server.js': server,
    'playwright.config.ts': config(port, executablePath),
    'app.spec.ts': spec,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

interface Suite {
  readonly suites?: readonly Suite[]
  readonly specs?: readonly { readonly title: string; readonly ok: boolean }[]
}

/** Titles of a Playwright report, and whether they held. */
export const titlesIn = ({ suites = [], specs = [] }: Suite): readonly (readonly [string, boolean])[] => [
  ...specs.map(({ title, ok }) => [title, ok] as const),
  ...suites.flatMap(titlesIn),
]
