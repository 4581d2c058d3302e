// What a browser may load and do on our pages, said in Content-Security-Policy.

const join = (directives: readonly string[]): string => directives.join('; ')

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
    ["img-src 'self' data:", ...(allow.imageSources ?? [])].join(' '),
    "connect-src 'self'",
    ...(allow.frames ? ["frame-src 'self'"] : []),
    ...(allow.frameSources?.length ? [['frame-src', ...allow.frameSources].join(' ')] : []),
    ...(allow.formTargets === 'any' ? [] : [["form-action 'self'", ...(allow.formTargets ?? [])].join(' ')]),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ])

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
