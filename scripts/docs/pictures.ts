// Takes the pictures of our pages in README.md and docs/: `npm run docs:pictures`, after a change of how they look.
// `npm run docs:pictures console` takes those whose name begins so.
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { root } from '../../spec/generate/run.ts'
import { sandboxCredentials } from '../../server/model/sandbox-credentials.ts'
import { openSandbox } from '../../server/open-sandbox.ts'
import { openBrowser } from '../../tests/pages/chromium-for-tests.ts'

const { account, app, platform } = sandboxCredentials
const password = 'a quiet green lantern'

interface Studio {
  readonly browser: Browser
  /** Where the sandbox is. */
  readonly url: string
  send(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<void>
  open(path: string, options?: BrowserContextOptions): Promise<Page>
}

const wide = { viewport: { width: 1180, height: 1040 }, colorScheme: 'light' } as const
const small = { viewport: { width: 400, height: 900 }, colorScheme: 'dark' } as const

const write = async (name: string, page: Page): Promise<void> => {
  await page.screenshot({ path: join(root, 'docs', `${name}.png`) })
  console.log(`docs/${name}.png`)
}

/** The sandbox of the picture takes any port; a reader has it at its own. */
const atItsPort = (page: Page, url: string): Promise<void> =>
  page.evaluate((address) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const text = walker.currentNode
      text.textContent = text.textContent!.replaceAll(new URL(address).host, 'localhost:3000')
    }
  }, url)

/** Two pages side by side. */
const writeBoth = async ({ browser }: Studio, name: string, pages: readonly Page[]): Promise<void> => {
  const taken = await Promise.all(pages.map(async (page) => (await page.screenshot()).toString('base64')))
  const sizes = pages.map((page) => page.viewportSize()!)
  const viewport = {
    width: sizes.reduce((sum, { width }) => sum + width, 0),
    height: Math.max(...sizes.map(({ height }) => height)),
  }
  const both = await browser.newPage({ viewport })
  const images = taken.map((data) => `<img src="data:image/png;base64,${data}">`)
  await both.setContent(`<body style="margin: 0; display: flex">${images.join('')}</body>`)
  await both.waitForFunction(() => [...document.images].every((image) => image.complete))
  await write(name, both)
}

const takeSandbox = async ({ open, send, url }: Studio): Promise<void> => {
  await send('/sandbox/users', { surface: 'account', email: 'ada@example.test', password, verified: true })
  const page = await open('/', wide)
  await page.getByRole('button', { name: 'Copy', exact: true }).first().waitFor()
  await atItsPort(page, url)
  await write('sandbox', page)
}

const takeConsole = async (studio: Studio): Promise<void> => {
  const { open, send, url } = studio
  for (const name of ['ada', 'grace', 'edsger']) {
    await send('/sandbox/users', { surface: 'account', email: `${name}@example.test`, password, verified: true })
  }
  const signIn = (body: object, headers = {}) =>
    send('/auth/sign-in', { client_id: account.client_id, email: 'ada@example.test', password, ...body }, headers)
  await signIn({})
  await signIn({ password: 'a slip of the pen' })
  await signIn({ email: 'ada' })
  await send('/auth/send-magic-link', { client_id: account.client_id, email: 'grace@example.test' })
  await signIn({}, { origin: 'https://elsewhere.test' })
  await send('/sandbox/faults', { operation: 'account.signIn', example: 'too_many_requests' })
  await signIn({})
  const pages = await Promise.all([
    open('/sandbox', { ...wide, viewport: { ...wide.viewport, height: 900 } }),
    open('/sandbox', { ...small, viewport: { ...small.viewport, width: 320 } }),
  ])
  for (const page of pages) {
    await page.getByText('By a fault.').waitFor()
    await page.getByRole('button', { name: 'Delete: ada@example.test' }).waitFor()
    await atItsPort(page, url)
  }
  await writeBoth(studio, 'console', pages)
}

const takeHosted = async (studio: Studio): Promise<void> => {
  const { open, url } = studio
  const begin = async (options: BrowserContextOptions): Promise<Page> => {
    const page = await open('/callback', options)
    await page.getByRole('button', { name: /project/ }).click()
    await page.getByRole('heading', { name: /^Sign in/ }).waitFor()
    return page
  }
  const signIn = await begin({ ...wide, viewport: { width: 720, height: 900 } })
  const signUp = await begin(small)
  await signUp.getByRole('link', { name: 'Create an account' }).click()
  await signUp.getByLabel('Email').fill('ada@example.test')
  await signUp.getByLabel('Password', { exact: true }).fill('Lantern7')
  for (const page of [signIn, signUp]) await atItsPort(page, url)
  await writeBoth(studio, 'hosted-sign-in', [signIn, signUp])
}

const people = ['ada', 'grace', 'edsger', 'barbara', 'alan', 'katherine', 'donald', 'frances', 'john', 'radia']

/** Two weeks in which some come, some come back, and some mistype. */
const passTwoWeeks = async ({ send }: Studio): Promise<void> => {
  const key = { 'x-publishable-key': app.publishableKey }
  for (let day = 0; day < 14; day += 1) {
    const known = people.slice(0, Math.ceil((day + 1) / 1.4))
    const email = `${people[day % people.length]}@example.test`
    if (day < people.length) await send('/api/v1/auth/register', { email, password, firstName: people[day] }, key)
    for (const name of known.slice(day % 3)) {
      await send('/api/v1/auth/login', { email: `${name}@example.test`, password }, key)
    }
    const mistyped = { email: 'ada@example.test', password: 'a slip of the pen' }
    if (day % 4 === 1) await send('/api/v1/auth/login', mistyped, key)
    await send('/sandbox/clock', { advance: 24 * 60 * 60 })
  }
}

const takeAdminConsole = async (studio: Studio): Promise<void> => {
  await passTwoWeeks(studio)
  const page = await studio.open('/admin', { ...wide, viewport: { width: 1100, height: 900 } })
  await page.getByLabel('Email').fill(platform.email)
  await page.getByLabel('Password').fill(platform.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Applications', level: 1 }).waitFor()
  for (const [name, view] of [
    ['admin-console', 'overview'],
    ['admin-console-users', 'users'],
  ] as const) {
    await page.evaluate((to) => void (location.hash = to), `#/applications/${app.applicationId}/${view}`)
    await page.waitForFunction(() => document.querySelectorAll('#view h2').length > 0)
    await page.waitForFunction(() => document.querySelectorAll('#view [aria-busy]').length === 0)
    await write(name, page)
  }
}

const pictures = {
  sandbox: takeSandbox,
  console: takeConsole,
  'hosted-sign-in': takeHosted,
  'admin-console': takeAdminConsole,
} as const

const browser = await openBrowser()
if (!browser) process.exit(1)
const asked = process.argv.slice(2)
for (const [name, take] of Object.entries(pictures)) {
  if (asked.length > 0 && !asked.some((begin) => name.startsWith(begin))) continue
  const { url, close } = await openSandbox()
  await take({
    browser,
    url,
    send: async (path, body, headers = {}) => {
      const sent = { 'content-type': 'application/json', ...headers }
      await (await fetch(`${url}${path}`, { method: 'POST', headers: sent, body: JSON.stringify(body) })).text()
    },
    open: async (path, options) => {
      const page = await (await browser.newContext(options)).newPage()
      await page.goto(`${url}${path}`)
      return page
    },
  })
  await close()
}
await browser.close()
