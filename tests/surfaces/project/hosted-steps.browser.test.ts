// Every step of the project's own sign-in page, looked at: with axe, in light and dark, at 320 pixels, by keyboard.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openBrowser } from '../../pages/chromium-for-tests.ts'
import { faintTexts, overflow, walkByKeyboard } from '../../pages/look-for-tests.ts'
import { type HostedService, hostedSteps, openHosted } from './hosted-for-tests.ts'

const browser = await openBrowser()
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
afterAll(() => browser?.close())

const findings = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  const { violations } = (await page.evaluate('axe.run()')) as { violations: { id: string; help: string }[] }
  return [...violations.map(({ id, help }) => `${id}: ${help}`), ...(await faintTexts(page))]
}

// A dark colour and a bright one: neither may cost anybody a word or a line.
const dark = { PROJECT_NAME: 'The Honourable Company of Long Names', PROJECT_ACCENT: '#1a0d4d' } as const
const bright = { PROJECT_NAME: 'Paper Trail', PROJECT_ACCENT: '#ffd166' } as const
const colored = ['the sign-up', 'the proof of an address after a wrong code']

describe.skipIf(!browser).each([
  ['as it comes', {}, Object.keys(hostedSteps)],
  ['in a dark colour', dark, colored],
  ['in a bright colour', bright, colored],
] as const)('the hosted page %s', (_name, brand, steps) => {
  let hosted: HostedService
  beforeAll(async () => {
    hosted = await openHosted(browser!, brand)
  })
  afterAll(() => hosted?.close())
  beforeEach(() => hosted.reset())

  it.each(steps)('shows %s to everybody', async (name) => {
    const { page, complaints, close } = await hosted.open()
    await hostedSteps[name]!(hosted, page)
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 320, height: 640 })
    expect(await findings(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    const { missed, unmarked } = await walkByKeyboard(page)
    expect({ missed, unmarked }).toEqual({ missed: [], unmarked: [] })
    // The browser writes down every refusal that it is shown; nothing else may be there.
    expect(complaints.filter((complaint) => !/status of 4\d\d/.test(complaint))).toEqual([])
    await close()
  })
})

describe('the first answer', () => {
  it.each(['/auth/sign-in', '/auth/hosted/sign-up'])('of %s is under 14 kB, headers and all', async (path) => {
    const hosted = await openHosted(undefined as never, dark)
    await hosted.configure({
      requireNumber: true,
      requireLowercase: true,
      requireUppercase: true,
      requireSpecialChar: true,
    })
    const { pathname, search } = new URL(hosted.addressOf(path))
    const { status, text, headers } = await hosted.send(`GET ${pathname}${search}`)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
    expect(status).toBe(200)
    expect(Buffer.byteLength(lines.join('') + text)).toBeLessThan(14_000)
    await hosted.close()
  })
})
