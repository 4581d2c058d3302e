// Where a browser may be sent with something worth stealing.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { isRedirectUrl } from '../../model/redirect-urls.ts'

/** A loopback address of this machine over http, its port, and the rest (RFC 8252 section 7.3). */
const loopback = /^(http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::(\d{1,5}))?((?:[/?][^#]*)?)$/

/**
 * The given URI, if it is one of the allowed ones to the letter; only the port of a loopback address may differ
 * (RFC 9700 section 2.1). Anything else is refused, and nobody is sent there.
 */
export const requireRedirectUri = (allowed: readonly string[], given: string): string => {
  if (!isAllowedRedirect(allowed, given)) throw new Failure('invalid_redirect_uri')
  return given
}

/** Refuses with `invalid_request`, and its name, the first address that nobody may ever be sent to. */
export const requireRedirectUrls = (
  { sandbox }: Pick<Context, 'sandbox'>,
  named: readonly (readonly [string, string | null | undefined])[],
): void => {
  for (const [name, url] of named) {
    if (url && !isRedirectUrl(url, { isSandbox: sandbox !== null })) {
      throw new Failure(
        'invalid_request',
        `${name}: must be https, loopback http or the scheme of an app, without a fragment, a name or a wildcard host`,
      )
    }
  }
}

/** Whether `requireRedirectUri` lets it through. */
export const isAllowedRedirect = (allowed: readonly string[], given: string): boolean => {
  const portless = withoutLoopbackPort(given)
  return allowed.some((uri) => uri === given || (portless !== undefined && portless === withoutLoopbackPort(uri)))
}

/** Compared as texts: no parser's idea of a URL can differ from the browser's. */
const withoutLoopbackPort = (uri: string): string | undefined => {
  const [, host, port, rest] = loopback.exec(uri) ?? []
  return host && Number(port ?? 80) <= 65_535 && isPlain(uri) ? `${host}${rest}` : undefined
}

const isPlain = (uri: string): boolean => /^[!-~]+$/.test(uri) && !uri.includes('\\')

type Values = Readonly<Record<string, string | null | undefined>>

const encoded = (values: Values): string =>
  new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value]])),
  ).toString()

/** The URI with more in its query; what it has already stays (RFC 6749 section 4.1.2). Absent values are left out. */
export const withQuery = (uri: string, values: Values): string => {
  const more = encoded(values)
  return more === '' ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${more}`
}

/** The same in the fragment, which no redirect URI has (RFC 6749 section 3.1.2). */
export const withFragment = (uri: string, values: Values): string => `${uri}#${encoded(values)}`
