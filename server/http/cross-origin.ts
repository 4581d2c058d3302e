// Which pages of other origins may read our answers (Fetch standard, section 3.2).
import type { Request, Response } from 'express'

const exposed = 'X-Request-Id, X-CSRF-Token, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, ETag'

/** Key sets and discovery are for everyone, without credentials. */
export const allowEveryone = (res: Response): void => {
  res.setHeader('Access-Control-Allow-Origin', '*')
  res.setHeader('Access-Control-Expose-Headers', exposed)
}

export const allowOrigin = (res: Response, origin: string): void => {
  res.setHeader('Access-Control-Allow-Origin', origin)
  res.setHeader('Access-Control-Allow-Credentials', 'true')
  res.setHeader('Access-Control-Expose-Headers', exposed)
}

/** What a page may ask for in the request that follows. */
export const answerPreflight = (res: Response, allow: readonly string[]): void => {
  res.setHeader('Access-Control-Allow-Methods', allow.join(', '))
  res.setHeader(
    'Access-Control-Allow-Headers',
    'Authorization, Content-Type, X-CSRF-Token, X-Publishable-Key, X-Request-Id, If-None-Match',
  )
  res.setHeader('Access-Control-Max-Age', '600')
}

/**
 * The Origin header. Our own pages send no referrer, and browsers call the origin of their forms `null` then;
 * Sec-Fetch-Site says that it is ours.
 */
export const originOf = (req: Request, publicUrl: string): string | null => {
  const origin = req.get('origin') ?? null
  return origin === 'null' && req.get('sec-fetch-site') === 'same-origin' ? publicUrl : origin
}
