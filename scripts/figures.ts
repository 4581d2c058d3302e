// Prints the figures that a front-end team asks for: `npm run figures`. How fast the service is says `npm run bench`, and which
// clients can be generated `npm run sdks`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { root } from '../spec/generate/run.ts'
import { openSandbox } from '../server/open-sandbox.ts'
import { openBrowser } from '../tests/pages/chromium-for-tests.ts'
import { overflow, violationsOf } from '../tests/pages/look-for-tests.ts'
import { freePort } from '../tests/process-for-tests.ts'
import { middle, proxyCost, untilRequest } from './kit-figures.ts'

const say = (what: string, figure: string): void => console.log(`${what.padEnd(56)} ${figure}`)
const milliseconds = (ms: number): string => `${Math.round(ms).toLocaleString('en')} ms`

const sizeOf = async (entry: string): Promise<number> => {
  const entryPoints = [join(root, 'client', entry)]
  const { outputFiles } = await build({ entryPoints, bundle: true, minify: true, format: 'esm', write: false })
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length
}

/** From the start of the process until it answers. */
const startOf = async (command: string, path: string): Promise<number> => {
  const port = String(await freePort())
  const env = { PATH: process.env.PATH, PORT: port, MOCK_PORT: port, LOG_LEVEL: 'error' }
  const args = [join(root, 'server/bin/countersign.mjs'), ...command.split(' ')]
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  const answers = () =>
    fetch(`http://localhost:${port}${path}`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error(`countersign ${command} ended with ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  const ready = performance.now() - startedAt
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
  return ready
}

const rounds = async (measure: () => Promise<number>): Promise<string> => {
  const all = [await measure(), await measure(), await measure()]
  return `${milliseconds(middle(all))} (the middle of ${all.map(milliseconds).join(', ')})`
}

/** In this process, whose code is read; and what a processor had to do for it. */
const startInProcess = async (): Promise<string> => {
  const before = process.cpuUsage()
  const startedAt = performance.now()
  const { close } = await openSandbox()
  const ms = performance.now() - startedAt
  const { user, system } = process.cpuUsage(before)
  await close()
  return `${milliseconds(ms)}, of a processor ${milliseconds((user + system) / 1000)}`
}

const authorize = new URLSearchParams({
  ...{ client_id: 'cid_inbox_manager', response_type: 'code', redirect_uri: 'http://localhost:3000/callback' },
  ...{ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeGe8t8URWbuGJSstw-cM', code_challenge_method: 'S256', scope: 'openid' },
})

const pages = {
  'The first page': '/',
  'The console': '/sandbox',
  'The reference': '/docs#account.signIn',
  'The mailbox': '/sandbox/mailbox',
  'What webhooks brought': '/sandbox/webhooks',
  'The callback': '/callback',
  'The sign-in page': `/oauth2/authorize?${authorize}`,
  'The admin console, signed out': '/admin',
  'An unknown address': '/nowhere',
}

/** What axe finds at a page in light and dark, and how much wider it is than 320 pixels. */
const look = async (browser: Browser, url: string): Promise<string> => {
  const found: string[] = []
  let wider = 0
  let paint = 0
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, bypassCSP: true })
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'networkidle' })
    paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0)
    found.push(...(await violationsOf(page)).map((violation) => `${violation} in ${colorScheme}`))
    await page.setViewportSize({ width: 320, height: 640 })
    wider = Math.max(wider, await overflow(page))
    await context.close()
  }
  const findings = found.length === 0 ? 'axe finds nothing' : `axe finds ${found.join(', ')}`
  return `${findings}; ${wider === 0 ? 'fits 320 px' : `${wider} px too wide`}; first content after ${milliseconds(paint)}`
}

say('@countersign/client, minified, gzip -9', `${(await sizeOf('auth-client.ts')).toLocaleString('en')} bytes`)
say('countersign dev --memory, until it is ready', await rounds(() => startOf('dev --memory', '/health/ready')))
say('countersign mock, until it answers', await rounds(() => startOf('mock', '/.well-known/jwks.json')))
say('The sandbox in the process of a test, the first time', await startInProcess())
say('The sandbox in the process of a test, once more', await startInProcess())

say('The conformance kit, until its first request', await rounds(() => untilRequest(1)))
say('The conformance kit, until it asks the first operation', await rounds(() => untilRequest(2)))
const { direct, through } = await proxyCost(1000)
// The quarter is what it takes while a processor is free: more, on a busy machine, is the wait for one.
for (const [share, name] of [
  ['quarter', 'first quarter'],
  ['middle', 'middle'],
  ['p99', '99th percentile'],
] as const) {
  say(
    `What its proxy adds to an answer (${name} of 1,000 pairs)`,
    `${(through[share] - direct[share]).toFixed(2)} ms: ${direct[share].toFixed(2)} ms without, ${through[share].toFixed(2)} ms through it`,
  )
}

const browser = await openBrowser()
if (browser) {
  const { url, close } = await openSandbox()
  // What starts once is no figure of the first page.
  await fetch(`${url}/docs`)
  for (const [name, path] of Object.entries(pages)) say(name, await look(browser, `${url}${path}`))
  await browser.close()
  await close()
}
