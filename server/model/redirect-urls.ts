/** Schemes of which a browser runs or shows what the address itself holds. */
const dangerous = /^(javascript|data|vbscript|file|blob|about|filesystem|view-source):/i

/** Whether a browser that follows this address would run or show what it holds. Browsers skip blanks and controls in it. */
export const isRunByBrowsers = (text: string): boolean => dangerous.test(text.replaceAll(/[\0-\x20]/g, ''))

/**
 * Schemes that are no app's own: a browser runs or shows what such an address holds, opens it by itself, or hands it to a
 * program of the system.
 */
const common = new Set(
  (
    'about blob cid data feed file filesystem ftp ftps gopher http https ie.http ie.https intent jar javascript ' +
    'livescript mailto mhtml mid ms-its news nntp resource sftp shell sms smsto ssh tel telnet vbscript view-source ' +
    'wais ws wss wyciwyg x-javascript chrome chrome-search edge opera brave devtools moz-icon ms-settings search-ms ' +
    'ldap ldaps content urn res smb jnlp itms-services shortcuts microsoft-edge facetime facetime-audio search ' +
    'calculator chrome-untrusted android-app'
  ).split(' '),
)

/** Of Expo's development client: anybody's app answers to it. */
const developmentSchemes = new Set(['exp', 'exps'])

/** Of the programs and settings of an operating system: what such an address says is done, not read. */
const ofSystems = /^(ms-|x-apple)/i

/** Whether a scheme may be an app's own (RFC 8252 section 7.1). */
export const isAppScheme = (scheme: string): boolean =>
  /^[a-z][a-z0-9+.-]*$/i.test(scheme) && !common.has(scheme.toLowerCase()) && !ofSystems.test(scheme)

/**
 * Whether an address is an app's own: the scheme is a domain name of theirs in reverse (RFC 8252 section 7.1), or a word
 * of its own before `//`. What only runs in development is for the sandbox alone.
 */
export const isAppUrl = (text: string, { isSandbox = false } = {}): boolean => {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):(\/.*)$/i.exec(text) ?? []
  if (!isAppScheme(scheme) || (developmentSchemes.has(scheme.toLowerCase()) && !isSandbox)) return false
  return scheme.includes('.') || /^\/\/[^/]/.test(rest)
}

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?([/?]|$)/

/**
 * Whether people may ever be sent there: https, http of this very machine, or the scheme of an app; no fragment
 * (RFC 6749 section 3.1.2), and nothing that two parsers could read in two ways.
 */
export const isRedirectUrl = (text: string, { isSandbox = false } = {}): boolean => {
  if (!/^[a-z][a-z0-9+.-]*:[!-~]+$/i.test(text) || /[\\#]/.test(text) || !URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  // A parser reads `https:evil` and `https:///evil` as a host too; a person reads them as they stand. Addresses are
  // compared to the letter, so a star for any host would stand for none; and what stands in a policy of ours is no directive.
  if (protocol === 'https:') return /^https:\/\/([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?([/?]|$)/i.test(text)
  if (protocol !== 'http:') return isAppUrl(text, { isSandbox })
  return loopback.test(text) || (isSandbox && username === '' && password === '' && isPrivateHost(hostname))
}

/** Of a network at home or at work, where a phone reaches a development server (RFC 1918, RFC 3927, RFC 6762). */
export const isPrivateHost = (hostname: string): boolean =>
  /^(10(\.\d{1,3}){3}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|192\.168(\.\d{1,3}){2}|169\.254(\.\d{1,3}){2})$/.test(
    hostname,
  ) || /^[a-z0-9-]+\.local$/i.test(hostname)
