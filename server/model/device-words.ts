// What a device and a network are called by people. Only words: nothing is decided by what a device says of itself.

/** First that fits: many call themselves by the names of others, too. */
const programs = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\/|\bOpera\b/, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\//, 'device_headless'],
  [/\bChrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
  [/\bokhttp\/|\bDart\//, 'device_android_app'],
  [/\bCFNetwork\//, 'device_apple_app'],
  [/\bnode\b|\bundici\b/i, 'device_program'],
] as const

const systems = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac ?OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
] as const

const nameIn = <Name extends string>(names: readonly (readonly [RegExp, Name])[], text: string): Name | undefined =>
  names.find(([pattern]) => pattern.test(text))?.[1]

/** What a device says of itself: a program by its name, or by what kind of one it is (`device_…`), and a system. */
export const deviceOf = (userAgent: string | null) => ({
  program: nameIn(programs, userAgent ?? ''),
  system: nameIn(systems, userAgent ?? ''),
})

/** What devices are called in a language, where they have no name of their own. */
export interface DeviceWording {
  readonly device_unknown: string
  readonly device_program: string
  readonly device_android_app: string
  readonly device_apple_app: string
  readonly device_headless: string
  readonly device_on: (program: string, system: string) => string
}

export const englishDevices: DeviceWording = {
  device_unknown: 'Unknown device',
  device_program: 'A program',
  device_android_app: 'An Android app',
  device_apple_app: 'An Apple app',
  device_headless: 'Chrome without a window',
  device_on: (program, system) => `${program} on ${system}`,
}

type Kind = Exclude<keyof DeviceWording, 'device_on'>

const isKind = (program: string, words: DeviceWording): program is Kind => Object.hasOwn(words, program)

/** `Firefox on Linux`. */
export const deviceWords = (userAgent: string | null, words = englishDevices): string => {
  const { program, system } = deviceOf(userAgent)
  if (program === undefined && system === undefined) return words.device_unknown
  const name = program === undefined ? words.device_program : isKind(program, words) ? words[program] : program
  return system === undefined ? name : words.device_on(name, system)
}

const thisMachine = /^(127\.|::1$|::ffff:127\.)/
const closeBy = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|fe80:|f[cd][0-9a-f]{2}:)/i

/** Where it is from, as seen from who looks. No address tells a town for sure, so none is said. */
export const placeOf = (ip: string | null, looker: string): 'unknown' | 'here' | 'machine' | 'local' | 'other' => {
  if (ip === null) return 'unknown'
  if (ip === looker) return 'here'
  if (thisMachine.test(ip)) return 'machine'
  return closeBy.test(ip) ? 'local' : 'other'
}

const places = {
  unknown: 'Unknown place',
  here: 'This network',
  machine: 'This machine',
  local: 'A local network',
  other: 'Another network',
}

/** The same in words. */
export const placeWords = (ip: string | null, looker: string): string => {
  const place = placeOf(ip, looker)
  return place === 'local' || place === 'other' ? `${places[place]} (${ip})` : places[place]
}
