// What a person sees of a report, in a browser.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type axeCore from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Cell, keyOf } from '../contract-tests/harness/recorder/records.ts'
import { type Outcome, type Run, makeReport } from '../contract-tests/report/report.ts'
import { writeReport } from '../contract-tests/report/write.ts'
import { openBrowser } from '../tests/pages/chromium-for-tests.ts'
import { overflow, visit } from '../tests/pages/look-for-tests.ts'

const cell = (changed: Partial<Cell>): Cell => ({
  target: 'real',
  operation: 'account.signIn',
  status: 200,
  example: 'signed_in',
  alternative: 'none',
  verdict: 'kept',
  problems: [],
  file: 'contract-tests/account/sessions.test.ts',
  test: 'account.signIn on real > starts a session',
  request: {
    method: 'POST',
    url: '/auth/sign-in',
    headers: [['content-type', 'application/json']],
    body: '{"email":"a"}',
  },
  answer: { status: 200, headers: [['x-powered-by', '</script><b>']], body: '{"profile":"</script><img src=x>"}' },
  count: 1,
  ...changed,
})

const wrong = cell({
  status: 401,
  example: 'invalid_credentials',
  verdict: 'broken',
  problems: ['expected 500 to be 401'],
})
const cells = [
  cell({}),
  cell({ target: 'mock', count: 40 }),
  wrong,
  cell({ operation: 'account.me', example: 'profile', alternative: 'accountRefreshCookie' }),
]
const run: Run = {
  targets: [
    { name: 'mock', address: 'http://127.0.0.1:4010' },
    { name: 'real', address: 'in process' },
  ],
  startedAt: '2026-03-01T10:00:00.000Z',
  seconds: 12.5,
  absent: ['oauth.getJwks'],
  asked: ['account.signIn', 'account.me', 'oauth.getJwks'],
}
const test = (changed: Partial<Outcome>): Outcome => ({
  file: 'contract-tests/account/sessions.test.ts',
  name: 'account.signIn on real > starts a session',
  operation: 'account.signIn',
  result: 'passed',
  reason: '',
  milliseconds: 12,
  ...changed,
})
const tests = [
  test({}),
  test({ name: 'refuses <a> & "b"', result: 'failed', reason: 'expected 500 to be 401\nsecond line' }),
  test({ name: 'waits', operation: undefined, result: 'skipped', reason: 'service.moveClock is absent' }),
]

const report = makeReport(run, cells, tests)
const squaresOf = (id: string, status: number) =>
  report.operations.find((operation) => operation.id === id)?.statuses.find((one) => one.status === status)?.squares

describe('a report', () => {
  it('paints each security requirement on each target', () => {
    expect(squaresOf('account.signIn', 200)).toMatchObject([{ state: 'kept', count: 40 }, { state: 'kept' }])
    expect(squaresOf('account.signIn', 401)).toMatchObject([{ state: 'untried' }, { state: 'broken' }])
    const states = squaresOf('account.me', 200)?.map(
      ({ target, requirement, state }) => `${target} ${requirement} ${state}`,
    )
    expect(states).toEqual([
      'mock accountBearer untried',
      'mock accountRefreshCookie untried',
      'real accountBearer untried',
      'real accountRefreshCookie kept',
    ])
    expect(new Set(squaresOf('oauth.getJwks', 200)?.map(({ state }) => state))).toEqual(new Set(['absent']))
  })

  it('shows a status that the contract does not know', () => {
    const odd = makeReport(run, [cell({ status: 418, example: '', verdict: 'broken', problems: ['418'] })], [])
    const found = odd.operations[0]?.statuses.find(({ status }) => status === 418)
    expect(found?.squares).toMatchObject([{ state: 'untried' }, { state: 'broken' }])
  })

  it('counts what it shows', () => {
    expect(report.totals).toMatchObject({ operations: 3, broken: 1, exchanges: 43, passed: 1, failed: 1, skipped: 1 })
    expect(new Set(cells.map(keyOf)).size).toBe(cells.length)
  })
})

describe('the files of a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'report-'))
  const page = writeReport(folder, report)
  afterAll(() => rmSync(folder, { recursive: true }))

  it('hold the run as JSON', () => {
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(report)))
  })

  it('hold the cases as JUnit XML, absent operations as failures', () => {
    const xml = readFileSync(join(folder, 'junit.xml'), 'utf8')
    expect(xml).toContain(
      '<testsuites name="countersign conformance" tests="4" failures="2" skipped="1" time="12.500">',
    )
    expect(xml).toContain('<testsuite name="account.signIn" tests="2" failures="1"')
    expect(xml).toContain('name="refuses &lt;a&gt; &amp; &quot;b&quot;"')
    expect(xml).toContain('<failure message="expected 500 to be 401">expected 500 to be 401\nsecond line</failure>')
    expect(xml).toContain('<skipped message="service.moveClock is absent"/>')
    expect(xml).toContain('name="oauth.getJwks is there"')
  })

  it('hold a page that nothing of an answer can write into', () => {
    expect(readFileSync(page, 'utf8').split('</script>')).toHaveLength(3)
  })

  describe('in a browser', () => {
    let browser: Browser | undefined
    beforeAll(async () => {
      browser = await openBrowser()
    })
    afterAll(() => browser?.close())
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

    const open = async (
      options: { colorScheme: 'light' | 'dark'; viewport: { width: number; height: number } },
      hash = '',
    ) => {
      const visited = await visit(browser!, pathToFileURL(page).href + hash, { ...options, reducedMotion: 'reduce' })
      await visited.page.waitForSelector('.cell')
      return visited
    }
    const faultsOf = async (shown: Page) => {
      await shown.evaluate(axe)
      return shown.evaluate(async () => {
        const { violations } = await (globalThis as never as { axe: typeof axeCore }).axe.run()
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
      })
    }

    for (const colorScheme of ['light', 'dark'] as const) {
      for (const width of [1280, 360]) {
        it(`is sound for everybody, ${colorScheme}, ${width} wide`, async ({ skip }) => {
          if (!browser) skip('no Chromium')
          for (const hash of ['', '#account.signIn/401']) {
            const {
              page: shown,
              complaints,
              close,
            } = await open({ colorScheme, viewport: { width, height: 800 } }, hash)
            expect(await faultsOf(shown)).toEqual([])
            expect(await overflow(shown)).toBe(0)
            expect(complaints).toEqual([])
            await close()
          }
        })
      }
    }

    it('is walked by keyboard: to the broken cell, into it and back', async ({ skip }) => {
      if (!browser) skip('no Chromium')
      const { page: shown, close } = await open({ colorScheme: 'light', viewport: { width: 1280, height: 800 } })
      const focused = () => shown.evaluate(() => document.activeElement?.getAttribute('data-cell'))
      await shown.keyboard.press('b')
      expect(await focused()).toBe('account.signIn/401')
      await shown.keyboard.press('ArrowLeft')
      expect(await focused()).toBe('account.signIn/400')
      await shown.keyboard.press('ArrowRight')
      await shown.keyboard.press('Enter')
      const panel = shown.locator('dialog[open]')
      await panel.waitFor()
      const text = await panel.innerText()
      for (const told of [
        'expected 500 to be 401',
        'POST /auth/sign-in',
        '</script><img src=x>',
        'invalid_credentials',
      ]) {
        expect(text).toContain(told)
      }
      await shown.keyboard.press('Escape')
      await panel.waitFor({ state: 'hidden' })
      expect(await focused()).toBe('account.signIn/401')
      await shown.keyboard.press('/')
      await shown.keyboard.type('getJwks')
      expect(await shown.locator('#map tbody tr:not(.resource)').count()).toBe(1)
      await close()
    })
  })
})
