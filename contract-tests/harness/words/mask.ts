// What a record may keep of a secret: enough to see which one it was, not enough to use it.

const secretName = /pass(word|phrase)$|secret$|token$|code$|verifier$|key$|^otp$|^backup_?codes$/i
const jwt = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g

/** Values that are no secrets, because everybody knows them. */
type Known = ReadonlySet<string>
const nothing: Known = new Set()

const short = (value: string, known: Known = nothing): string =>
  known.has(value) ? value : value.length > 12 ? `${value.slice(0, 4)}…` : '…'

/** A refusal's code is words, and opens nothing. */
export const isSecret = (name: string, value: string): boolean =>
  secretName.test(name) && !(/code$/i.test(name) && /^[A-Za-z_]+$/.test(value))

/** A body of JSON, a form or text, without its secrets. */
export const maskBody = (text: string, known?: Known): string => {
  try {
    return JSON.stringify(maskValue(JSON.parse(text), known))
  } catch {
    return maskForm(text, known).replace(jwt, (token) => short(token))
  }
}

const maskValue = (value: unknown, known?: Known): unknown => {
  if (Array.isArray(value)) return value.map((one) => maskValue(one, known))
  if (typeof value === 'string') return value.replace(jwt, (token) => short(token))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' && isSecret(name, inner) ? short(inner, known) : maskValue(inner, known),
    ]),
  )
}

const maskForm = (text: string, known?: Known): string =>
  text.replace(/(^|[?&])([\w-]+)=([^&\s"<]*)/g, (whole, before: string, name: string, value: string) =>
    isSecret(name, value) && !known?.has(decoded(value)) ? `${before}${name}=${short(value)}` : whole,
  )

/** A field of a form, as it was meant. */
const decoded = (value: string): string => new URLSearchParams(`value=${value}`).get('value') ?? ''

/** The value of a header, without its secrets. */
export const maskHeader = (name: string, value: string, known?: Known): string => {
  if (name === 'authorization' && !value.includes(' ')) return short(value, known)
  if (name === 'authorization') return value.replace(/ .+$/, (credential) => ` ${short(credential.slice(1), known)}`)
  if (name === 'cookie') return value.replace(/=([^;]*)/g, (_, secret: string) => `=${short(secret)}`)
  if (name === 'set-cookie') return value.replace(/=([^;]*)/, (_, secret: string) => `=${secret && short(secret)}`)
  if (/csrf|secret|token/.test(name)) return short(value, known)
  return maskForm(value, known).replace(jwt, (token) => short(token))
}
