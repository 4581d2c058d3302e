import { Failure } from '../model/failure.ts'

/** http on this very machine, where a native app listens on whichever port is free (RFC 8252 section 7.3). */
const loopback = /^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::\d{1,5})?(\/[^\\\s]*)?$/

const withoutPort = (uri: string): string | undefined => {
  const [, host, path = ''] = loopback.exec(uri) ?? []
  return host && host + path
}

/**
 * Whether an address is on the list, to the letter: no parser that could read it another way than a browser has a say.
 * Only the port of a loopback address may vary.
 */
export const isAllowedRedirect = (allowed: readonly string[], uri: string): boolean => {
  const plain = withoutPort(uri)
  return allowed.includes(uri) || (plain !== undefined && allowed.some((one) => withoutPort(one) === plain))
}

/** Null stays null. Refuses with `redirect_not_allowed`. */
export const requireRedirect = (allowed: readonly string[], uri: string | undefined | null): string | null => {
  if (uri === undefined || uri === null) return null
  if (!isAllowedRedirect(allowed, uri)) throw new Failure('redirect_not_allowed')
  return uri
}
