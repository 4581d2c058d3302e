// Which pages of other origins may read our answers (Fetch standard, section 3.2).

/** Headers of an answer to come, names in lower case. */
type Headers = Record<string, string>

/** What pages may read of an answer; a list by name, because `*` says nothing where cookies are sent along. */
export const exposedHeaders =
  'X-Request-Id, X-CSRF-Token, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, ETag, DPoP-Nonce, WWW-Authenticate'

/** What pages may send. Monitoring adds some to every request (W3C Trace Context and Baggage), mock and sandbox are told by `Prefer`. */
export const allowedHeaders =
  'Authorization, Content-Type, X-CSRF-Token, DPoP, X-Publishable-Key, X-Request-Id, If-None-Match, baggage, sentry-trace, traceparent, tracestate, Prefer, X-Sandbox-Run'

/** Key sets and discovery are for everyone, without credentials. */
export const allowEveryone = (headers: Headers): void => {
  headers['access-control-allow-origin'] = '*'
  headers['access-control-expose-headers'] = exposedHeaders
}

export const allowOrigin = (headers: Headers, origin: string): void => {
  headers['access-control-allow-origin'] = origin
  headers['access-control-allow-credentials'] = 'true'
  headers['access-control-expose-headers'] = exposedHeaders
}

/** What a page may ask for in the request that follows. */
export const allowRequests = (headers: Headers, allow: readonly string[]): void => {
  headers['access-control-allow-methods'] = allow.join(', ')
  headers['access-control-allow-headers'] = allowedHeaders
  headers['access-control-max-age'] = '600'
}
