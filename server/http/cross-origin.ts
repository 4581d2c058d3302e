// Which pages of other origins may read our answers (Fetch standard, section 3.2).

/** Headers of an answer to come, names in lower case. */
type Headers = Map<string, string>

const exposed = 'X-Request-Id, X-CSRF-Token, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, ETag'

/** Key sets and discovery are for everyone, without credentials. */
export const allowEveryone = (headers: Headers): void => {
  headers.set('access-control-allow-origin', '*')
  headers.set('access-control-expose-headers', exposed)
}

export const allowOrigin = (headers: Headers, origin: string): void => {
  headers.set('access-control-allow-origin', origin)
  headers.set('access-control-allow-credentials', 'true')
  headers.set('access-control-expose-headers', exposed)
}

/** What a page may ask for in the request that follows. */
export const allowRequests = (headers: Headers, allow: readonly string[]): void => {
  headers.set('access-control-allow-methods', allow.join(', '))
  headers.set(
    'access-control-allow-headers',
    'Authorization, Content-Type, X-CSRF-Token, X-Publishable-Key, X-Request-Id, If-None-Match',
  )
  headers.set('access-control-max-age', '600')
}
