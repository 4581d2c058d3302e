// What a client may be registered with: addresses that lead to one place and no other.
import { Failure } from '../model/failure.ts'

const loopbackHosts = ['localhost', '127.0.0.1', '[::1]']

/**
 * A redirect URI: https, or http on a loopback address; no fragment (RFC 6749 section 3.1.2), no wildcard, no name or
 * password, and written as every parser would write it.
 */
export const isRegistrableRedirectUri = (text: string): boolean => {
  const url = parse(text)
  return url !== undefined && !/[#*\\]/.test(text) && (url.href === text || url.href === `${text}/`)
}

/** An origin, as a browser says it (RFC 6454 section 6.2): https, or http on a loopback address. */
export const isRegistrableOrigin = (text: string): boolean => parse(text)?.origin === text && !text.includes('*')

const parse = (text: string): URL | undefined => {
  const url = /^[!-~]+$/.test(text) && URL.canParse(text) ? new URL(text) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopbackHosts.includes(url.hostname))
  return isSafe && url.username === '' && url.password === '' ? url : undefined
}

/** Refuses with `invalid_request` and the first that cannot be registered. */
export const requireRegistrable = (
  field: string,
  texts: readonly string[],
  isGood: (text: string) => boolean,
): void => {
  const bad = texts.findIndex((text) => !isGood(text))
  if (bad >= 0) {
    throw new Failure('invalid_request', `${field}.${bad}: must be https, or http on a loopback address, in plain form`)
  }
}
