// The cookie of a browser's session at our pages. A link of an app to us shows it, a form of another site does not.
import { policies } from '../model/policies.ts'

const browserCookie = { name: 'browser_session', path: '/oauth2', sameSite: 'Lax', httpOnly: true } as const

export const toBrowserCookie = (value: string) => ({
  ...browserCookie,
  value,
  maxAge: policies.browser.absoluteSeconds,
})

export const clearedBrowserCookie = { ...browserCookie, value: '', maxAge: 0 }
