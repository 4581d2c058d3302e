// Makes any value fit for a log: short, on one line, and without secrets.
import { remember } from '../model/remember.ts'

const MAX_TEXT = 2000
const MAX_ENTRIES = 100
const MAX_DEPTH = 6
const REMOVED = '[hidden]'
const HIDDEN = JSON.stringify(REMOVED)

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

/** What is not printable ASCII, or may be part of a parameter, or has to be escaped in JSON. */
const NOT_PLAIN = /[^ !#-<>-[\]-~]/

/**
 * A value as JSON, with secrets hidden by name, long text cut and control characters spelled out, at every depth. Undefined for what JSON has no
 * word for. In one pass and without a copy: every request is logged.
 */
export const toLogJson = (value: unknown, depth = 0): string | undefined => {
  switch (typeof value) {
    case 'string':
      return textJson(value)
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null'
    case 'boolean':
      return value ? 'true' : 'false'
    case 'bigint':
      return `"${value}"`
    case 'object':
      return value === null ? 'null' : objectJson(value, depth)
    default:
      return undefined
  }
}

/** The fields of an object, each with a comma before it. */
export const fieldsJson = (value: object, depth = 0): string => {
  let json = ''
  let left = MAX_ENTRIES
  for (const name of Object.keys(value)) {
    if (left-- === 0) break
    const item: unknown = (value as Record<string, unknown>)[name]
    const { isSecret, start } = nameOf(name)
    // Whether there is a secret is no secret: null, true and false stay.
    const isHidden = isSecret && item !== null && item !== undefined && typeof item !== 'boolean'
    const said = isHidden ? HIDDEN : toLogJson(item, depth + 1)
    if (said !== undefined) json += start + said
  }
  return json
}

const objectJson = (value: object, depth: number): string => {
  if (depth === MAX_DEPTH) return '"[deep]"'
  if (value instanceof Error) return errorJson(value, depth)
  if (value instanceof Date || value instanceof URL) return textJson(JSON.stringify(value).slice(1, -1))
  if (ArrayBuffer.isView(value)) return `"[${value.byteLength} bytes]"`
  if (!Array.isArray(value)) return `{${fieldsJson(value, depth).slice(1)}}`
  return `[${value
    .slice(0, MAX_ENTRIES)
    .map((item) => toLogJson(item, depth + 1) ?? 'null')
    .join()}]`
}

const nameOf = remember(1000, (name) => ({
  start: `,${textJson(name)}:`,
  isSecret: SECRET_NAME.test(name.toLowerCase().replaceAll(/[_-]/g, '')),
}))

/** An error by its known fields only: drivers hang whole queries and requests on theirs. */
const errorJson = (error: Error & { code?: unknown; errors?: unknown }, depth: number): string => {
  const fields = [
    ['type', textJson(String(error.name))],
    ['message', textJson(String(error.message))],
    ['code', typeof error.code === 'string' ? textJson(error.code) : undefined],
    ['stack', typeof error.stack === 'string' ? stackJson(error.stack) : undefined],
    ['cause', toLogJson(error.cause, depth + 1)],
    ['errors', Array.isArray(error.errors) ? toLogJson(error.errors, depth + 1) : undefined],
  ]
  return `{${fields.flatMap(([name, json]) => (json === undefined ? [] : `"${name}":${json}`)).join()}}`
}

const stackJson = (stack: string): string => JSON.stringify(cut(stack).split('\n').map(oneLine).join('\n'))

const textJson = (text: string): string => {
  // Most text is plain.
  if (text.length <= MAX_TEXT && !NOT_PLAIN.test(text) && !text.includes('eyJ')) return `"${text}"`
  return JSON.stringify(oneLine(text))
}

const oneLine = (text: string): string =>
  cut(text).replaceAll(JWT, REMOVED).replaceAll(SECRET_PARAMETER, `$1${REMOVED}`).replaceAll(UNPRINTABLE, spellOut)

const cut = (text: string) =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… (${text.length} characters)` : text

const spellOut = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
