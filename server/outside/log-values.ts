// Makes any value fit for a log: short, on one line, and without secrets.
import { remember } from '../model/remember.ts'

const MAX_TEXT = 2000
const MAX_ENTRIES = 100
const MAX_DEPTH = 6
const HIDDEN = '[hidden]'

/** Names of secrets, without case, `_` and `-`. */
const SECRET_NAME = new RegExp(
  [
    '(password|passphrase|secret|token|cookie|authorization|credential|assertion|verifier|ticket|otp|jwk)(s|hash)?$',
    '^csrf',
    '(api|secret|private|signing)key$',
    '^(authorization|admin|device|user|recovery|backup|reset|verification|mfa|totp)?codes?$',
    '^link$',
  ].join('|'),
)

/** Secrets in running text: parameters of a URL or form, and JWTs. */
const SECRET_PARAMETER = /\b([\w-]{0,40}(?:token|password|secret|code|otp|csrf)=)[^&#;\s"']+/gi
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g

/** What can break a line, move a terminal's cursor or turn the direction of the text. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** Printable ASCII that can hold neither a parameter nor a JWT. */
const HARMLESS = /^(?:(?!eyJ)[ -<>-~])*$/

/** A copy with secrets hidden by name, long text cut and control characters spelled out, at every depth. */
export const fitForLog = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return oneLine(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth === MAX_DEPTH) return '[deep]'
  if (value instanceof Error) return fitError(value, depth)
  if (value instanceof Date || value instanceof URL) return oneLine(JSON.stringify(value).slice(1, -1))
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((item) => fitForLog(item, depth + 1))
  return fitObject(value, depth)
}

const fitObject = (value: object, depth: number) =>
  Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_ENTRIES)
      .map(([name, item]) => {
        const { isSecret, shown } = nameOf(name)
        // Whether there is a secret is no secret: null, true and false stay.
        const isHidden = isSecret && item !== null && typeof item !== 'boolean'
        return [shown, isHidden ? HIDDEN : fitForLog(item, depth + 1)]
      }),
  )

const nameOf = remember(1000, (name) => ({
  shown: oneLine(name),
  isSecret: SECRET_NAME.test(name.toLowerCase().replaceAll(/[_-]/g, '')),
}))

/** An error by its known fields only: drivers hang whole queries and requests on theirs. */
const fitError = (error: Error & { code?: unknown; errors?: unknown }, depth: number) => ({
  type: oneLine(String(error.name)),
  message: oneLine(String(error.message)),
  ...(typeof error.code === 'string' && { code: oneLine(error.code) }),
  ...(typeof error.stack === 'string' && { stack: cut(error.stack).split('\n').map(oneLine).join('\n') }),
  ...(error.cause !== undefined && { cause: fitForLog(error.cause, depth + 1) }),
  ...(Array.isArray(error.errors) && { errors: fitForLog(error.errors, depth + 1) }),
})

const oneLine = (text: string): string => {
  const short = cut(text)
  // Most text is harmless, and every request is logged.
  if (HARMLESS.test(short)) return short
  return short.replaceAll(JWT, HIDDEN).replaceAll(SECRET_PARAMETER, `$1${HIDDEN}`).replaceAll(UNPRINTABLE, spellOut)
}

const cut = (text: string) =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text

const spellOut = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
