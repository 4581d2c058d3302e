// The system's Chromium, for tests of what a person sees.
import { accessSync, constants, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What costs time and nobody sees here: the popup of each window's address line, a page of Chromium's own, and a process in reserve. */
const unseen = ['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'SpareRendererForSitePerProcess']

/** What Playwright switches off: of several such lists Chromium takes the last, so that ours has to have its names too. */
const switchedOff = (): readonly string[] => {
  const place = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'))
  const [, list] = /disabledFeatures = \[([^\]]+)\]/.exec(readFileSync(join(place, 'lib/coreBundle.js'), 'utf8')) ?? []
  const names = [...(list ?? '').matchAll(/"(\w+)"/g)].map(([, name]) => name!)
  if (!names.includes('HttpsUpgrades')) throw new Error('Playwright no longer says where it did what it switches off.')
  return names
}

/**
 * Starts Chromium from CHROMIUM_PATH or its usual places. Where there is none, says so and returns undefined, so that
 * a suite can be skipped; throws when CI is set, because there nothing may be skipped.
 */
export const openBrowser = async (
  environment = process.env,
  { args = [] }: { readonly args?: readonly string[] } = {},
): Promise<Browser | undefined> => {
  const executablePath = environment.CHROMIUM_PATH ?? places.find(isExecutable)
  if (!executablePath) {
    const sentence = 'No Chromium found, so the page tests cannot run. Install chromium or set CHROMIUM_PATH.'
    if (environment.CI) throw new Error(sentence)
    console.warn(sentence)
    return undefined
  }
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--disable-features=${[...switchedOff(), ...unseen].join(',')}`,
      ...args,
    ],
  })
}
