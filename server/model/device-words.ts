// What a device and a network are called by people. Only words: nothing is decided by what a device says of itself.

/** First that fits: many call themselves by the names of others, too. */
const programs: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\//, 'Chrome without a window'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
  [/\bokhttp\/|\bDart\//, 'An Android app'],
  [/\bCFNetwork\//, 'An Apple app'],
  [/\bnode\b|\bundici\b/i, 'A program'],
]

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac ?OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

const nameIn = (names: typeof programs, text: string): string | undefined =>
  names.find(([pattern]) => pattern.test(text))?.[1]

/** `Firefox on Linux`. */
export const deviceWords = (userAgent: string | null): string => {
  const program = nameIn(programs, userAgent ?? '')
  const system = nameIn(systems, userAgent ?? '')
  if (program === undefined && system === undefined) return 'Unknown device'
  return system === undefined ? program! : `${program ?? 'A program'} on ${system}`
}

const thisMachine = /^(127\.|::1$|::ffff:127\.)/
const closeBy = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|fe80:|f[cd][0-9a-f]{2}:)/i

/** Where it is from, as seen from who looks. No address tells a town for sure, so none is said. */
export const placeWords = (ip: string | null, looker: string): string => {
  if (ip === null) return 'Unknown place'
  if (ip === looker) return 'This network'
  if (thisMachine.test(ip)) return 'This machine'
  return closeBy.test(ip) ? `A local network (${ip})` : `Another network (${ip})`
}
