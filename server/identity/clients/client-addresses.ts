// What a client may be registered with: addresses that lead to one place and no other.
import { Failure } from '../../model/failure.ts'
import { canonicalOrigin, isLoopbackHost } from '../../model/origins.ts'
import { isAppUrl, isPrivateHost, isRedirectUrl } from '../../model/redirect-urls.ts'

interface Where {
  /** A development server on the network, and the scheme of a development client, are for the sandbox alone. */
  readonly isSandbox?: boolean
}

/**
 * A redirect URI: https, http on a loopback address, or the scheme of an app; no fragment (RFC 6749 section 3.1.2), no
 * wildcard, no name or password, and written as every parser would write it.
 */
export const isRegistrableRedirectUri = (text: string, where: Where = {}): boolean => {
  if (/[#*\\]/.test(text) || !isRedirectUrl(text, where)) return false
  const { href, protocol, username, password } = new URL(text)
  const isWeb = protocol === 'https:' || protocol === 'http:'
  return username === '' && password === '' && (href === text || (isWeb && href === `${text}/`))
}

/**
 * An origin, as a browser says it (RFC 6454 section 6.2): https, http on a loopback address, or that of an app that is no
 * web page.
 */
export const isRegistrableOrigin = (text: string, { isSandbox = false }: Where = {}): boolean => {
  if (!/^[!-~]+$/.test(text) || text.includes('*') || canonicalOrigin(text) !== text || !URL.canParse(text))
    return false
  const { protocol, hostname } = new URL(text)
  if (protocol === 'https:') return true
  if (protocol === 'http:') return isLoopbackHost(hostname) || (isSandbox && isPrivateHost(hostname))
  return isAppUrl(text, { isSandbox })
}

/** Refuses with `invalid_request` and the first that cannot be registered. */
export const requireRegistrable = (
  field: string,
  texts: readonly string[],
  isGood: (text: string) => boolean,
): void => {
  const bad = texts.findIndex((text) => !isGood(text))
  if (bad >= 0) {
    throw new Failure(
      'invalid_request',
      `${field}.${bad}: must be https, http on a loopback address, or the scheme of an app, in plain form`,
    )
  }
}
