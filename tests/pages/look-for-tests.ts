// What a test can see of a page: contrast, focus, overflow, complaints of the browser.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Opens a path in a fresh browser profile. `complaints` collects errors, refused loads and foreign requests. */
export const visit = async (browser: Browser, url: string, options: BrowserContextOptions = {}) => {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(url).origin) complaints.push(`foreign: ${request.url()}`)
  })
  await page.goto(url, { waitUntil: 'load' })
  return { page, complaints, close: () => context.close() }
}

/** How many CSS pixels the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Texts whose contrast is below WCAG 2.2 AA (4.5, or 3 for large text), with their ratio. */
export const faintTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const parse = (color: string): [number, number, number, number] => {
      const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number)
      return [red, green, blue, alpha]
    }
    const luminance = ([red, green, blue]: readonly number[]): number => {
      const [r = 0, g = 0, b = 0] = [red, green, blue].map((channel = 0) => {
        const part = channel / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const over = (top: readonly number[], below: readonly number[]): number[] =>
      [0, 1, 2].map((index) => (top[index] ?? 0) * (top[3] ?? 1) + (below[index] ?? 0) * (1 - (top[3] ?? 1)))
    const lineage = (element: Element): Element[] =>
      element.parentElement ? [...lineage(element.parentElement), element] : [element]
    const background = (element: Element): number[] =>
      lineage(element).reduce<number[]>(
        (below, next) => over(parse(getComputedStyle(next).backgroundColor), below),
        [255, 255, 255],
      )
    const faint: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement
      const text = walker.currentNode.textContent?.trim()
      if (!element || !text || !element.checkVisibility({ visibilityProperty: true })) continue
      if (element.closest('noscript, .unseen, .skip, option')) continue
      const style = getComputedStyle(element)
      const opacity = lineage(element).reduce((product, next) => product * Number(getComputedStyle(next).opacity), 1)
      const behind = background(element)
      const [red, green, blue, alpha] = parse(style.color)
      const light = luminance(over([red, green, blue, alpha * opacity], behind))
      const ground = luminance(behind)
      const ratio = (Math.max(light, ground) + 0.05) / (Math.min(light, ground) + 0.05)
      const size = parseFloat(style.fontSize)
      const enough = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
      if (ratio < enough) faint.push(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`)
    }
    return faint
  })

/** What axe finds on the page, which has to be open with `bypassCSP`. */
export const violationsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults>('axe.run()')
  return violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join()).join()}`)
}

/** What axe finds on a wide screen, texts that are faint there, and whether the page is too wide for 320 pixels. */
export const faultsOf = async (page: Page): Promise<string[]> => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const found = [...(await violationsOf(page)), ...(await faintTexts(page)).map((text) => `faint ${text}`)]
  await page.setViewportSize({ width: 320, height: 640 })
  return (await overflow(page)) > 0 ? [...found, 'too wide'] : found
}

/** Walks the page with Tab. Says which controls were not reached, and which showed no focus. */
export const walkByKeyboard = async (
  page: Page,
): Promise<{ reached: number; missed: string[]; unmarked: string[] }> => {
  const expected = await page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, [tabindex="0"]')
    const usable = [...controls].filter(
      (control) =>
        control.checkVisibility({ visibilityProperty: true }) &&
        control.tabIndex >= 0 &&
        // It does nothing, by mouse or key.
        !control.matches(':disabled') &&
        !(control instanceof HTMLInputElement && control.type === 'hidden'),
    )
    usable.forEach((control, index) => (control.dataset.walk = `${index} ${control.outerHTML.slice(0, 80)}`))
    return usable.map((control) => control.dataset.walk ?? '')
  })
  const reached = new Set<string>()
  const unmarked: string[] = []
  // A frame takes some stops of its own, and more while it loads.
  for (let pressed = 0; reached.size < expected.length && pressed < expected.length + 20; pressed += 1) {
    await page.keyboard.press('Tab')
    const { name, marked } = await page.evaluate(() => {
      const control = document.activeElement as HTMLElement
      const { outlineStyle, outlineWidth } = getComputedStyle(control)
      return { name: control.dataset.walk, marked: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 }
    })
    if (!name) continue
    reached.add(name)
    if (!marked) unmarked.push(name)
  }
  return { reached: reached.size, missed: expected.filter((name) => !reached.has(name)), unmarked }
}
