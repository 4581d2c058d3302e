// Where a page is from, and which hosts are near.
import { isAppScheme } from './redirect-urls.ts'

const form = /^([a-z][a-z0-9+.-]*):\/\/([^\s/?#@\\]+)$/i

/**
 * An origin as a browser says it (RFC 6454 section 6.2): scheme and host in lower case, without the default port. An app
 * that is no web page has a scheme of its own. Undefined for what is no origin, `null` included.
 */
export const canonicalOrigin = (text: string): string | undefined => {
  const [, scheme = '', host = ''] = form.exec(text) ?? []
  if (/^https?$/i.test(scheme)) return URL.canParse(text) ? new URL(text).origin : undefined
  return isAppScheme(scheme) ? `${scheme}://${host}`.toLowerCase() : undefined
}

/**
 * The origin of pages at an address: on the web, in the web view of an app (`capacitor://localhost`) or in an extension.
 * Undefined where it opens an app, which has none.
 */
export const originOf = (url: string): string | undefined => {
  const [start = ''] =
    /^(https?:\/\/|[a-z][a-z0-9+.-]*:\/\/localhost(?=[/?]|$)|[a-z-]+-extension:\/\/)[^\s/?#\\]*/i.exec(url) ?? []
  return canonicalOrigin(start)
}

/** This very machine, by whatever name (RFC 6761 section 6.3). The host stands as in a URL. */
export const isLoopbackHost = (hostname: string): boolean =>
  /^(localhost|[a-z0-9.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(hostname)

/** A page that this machine serves, on any port: as an origin is said, not as an address. */
export const isLoopbackOrigin = (origin: string): boolean =>
  /^https?:/.test(origin) && canonicalOrigin(origin) === origin && isLoopbackHost(new URL(origin).hostname)
