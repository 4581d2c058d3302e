// What a browser may load and do on our pages, said in Content-Security-Policy.

const join = (directives: readonly string[]): string => directives.join('; ')

/** One directive with sources that are others': none of them ends it and begins another one (CSP level 3 section 2.2). */
const sourced = (start: string, sources: readonly string[] = []): string =>
  [start, ...sources.filter((source) => /^[^\s;,'"]+$/.test(source))].join(' ')

/**
 * For every page made by `layout`.
 * `frames` allows the mailbox to show a mail in a frame of its own, `frameSources` are origins of apps to show unseen. `formTargets` are origins a form's answer may
 * redirect to: browsers apply form-action to the redirect too. `styleNonce` lets one style element through, `imageSources`
 * are origins of pictures. 'any' is for where nobody knows them, in the sandbox.
 */
export const pagePolicy = (
  allow: {
    frames?: boolean
    frameSources?: readonly string[]
    formTargets?: readonly string[] | 'any'
    styleNonce?: string
    imageSources?: readonly string[]
  } = {},
): string =>
  join([
    "default-src 'none'",
    ["style-src 'self'", ...(allow.styleNonce ? [`'nonce-${allow.styleNonce}'`] : [])].join(' '),
    "script-src 'self'",
    sourced("img-src 'self' data:", allow.imageSources),
    "connect-src 'self'",
    ...(allow.frames ? ["frame-src 'self'"] : []),
    ...(allow.frameSources?.length ? [sourced('frame-src', allow.frameSources)] : []),
    ...(allow.formTargets === 'any' ? [] : [sourced("form-action 'self'", allow.formTargets)]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ])

/** For a page that is an example of the contract: nobody knows where its forms lead. */
export const examplePageHeaders = { 'Content-Security-Policy': pagePolicy({ formTargets: 'any' }) }

/** For a mail's own HTML: it may look as it likes, and do nothing but open links elsewhere. */
export const mailPolicy: string = join([
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src 'self' data:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
])
