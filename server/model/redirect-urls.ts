/** Schemes of which a browser runs or shows what the address itself holds. */
const dangerous = /^(javascript|data|vbscript|file|blob|about|filesystem|view-source):/i
const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?([/?]|$)/

/**
 * Whether people may ever be sent there: https, http of this very machine, or the scheme of an app; no fragment
 * (RFC 6749 section 3.1.2), and nothing that two parsers could read in two ways.
 */
export const isRedirectUrl = (text: string): boolean => {
  if (!/^[a-z][a-z0-9+.-]*:[!-~]+$/i.test(text) || /[\\#]/.test(text) || dangerous.test(text)) return false
  if (!URL.canParse(text)) return false
  if (/^https:/i.test(text)) return new URL(text).username === ''
  return !/^http:/i.test(text) || loopback.test(text)
}
