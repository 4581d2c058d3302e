// Answers that callers may keep for a while (RFC 9110 section 13.1.2).
import type { Context } from '../context.ts'

/** 304 when the caller already has this version, else 200 with the body. */
export const cached = <Body extends object>(
  ctx: Context,
  body: Body,
  ifNoneMatch: string | undefined,
  {
    etag = `"${ctx.secrets.derive('etag', JSON.stringify(body)).slice(0, 22)}"`,
    maxAgeSeconds = 300,
  }: { readonly etag?: string; readonly maxAgeSeconds?: number } = {},
) => {
  const headers = { ETag: etag, 'Cache-Control': `public, max-age=${maxAgeSeconds}` }
  const isKnown = ifNoneMatch?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag) ?? false
  return isKnown ? ({ status: 304, headers } as const) : ({ status: 200, headers, body } as const)
}
