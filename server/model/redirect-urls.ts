/** Schemes of which a browser runs or shows what the address itself holds. */
const dangerous = /^(javascript|data|vbscript|file|blob|about|filesystem|view-source):/i

/** Whether a browser that follows this address would run or show what it holds. Browsers skip blanks and controls in it. */
export const isRunByBrowsers = (text: string): boolean => dangerous.test(text.replaceAll(/[\0-\x20]/g, ''))

/** Schemes of files, mails and connections: no app answers there, and no browser comes back from them. */
const leadsToNoApp = /^(ftps?|sftp|wss?|ldaps?|mailto|tel|sms|gopher|intent|content|resource|chrome|urn|cid|mid|news):/i
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?([/?]|$)/

/**
 * Whether people may ever be sent there: https, http of this very machine, or the scheme of an app; no fragment
 * (RFC 6749 section 3.1.2), and nothing that two parsers could read in two ways.
 */
export const isRedirectUrl = (text: string): boolean => {
  if (!/^[a-z][a-z0-9+.-]*:[!-~]+$/i.test(text) || /[\\#]/.test(text) || dangerous.test(text)) return false
  if (!URL.canParse(text) || leadsToNoApp.test(text)) return false
  // A parser reads `https:evil` and `https:///evil` as a host too; a person reads them as they stand.
  if (/^https:/i.test(text)) return /^https:\/\/[^/?@]+([/?]|$)/i.test(text)
  return !/^http:/i.test(text) || loopback.test(text)
}
