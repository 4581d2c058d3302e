// What a record may keep of a secret: enough to see which one it was, not enough to use it.

const secretName = /pass(word|phrase)$|secret$|token$|code$|verifier$|key$|^otp$|^backup_?codes$/i
const jwt = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g

const short = (value: string): string => (value.length > 12 ? `${value.slice(0, 4)}…` : '…')

/** A refusal's code is words, and opens nothing. */
const isSecret = (name: string, value: string): boolean =>
  secretName.test(name) && !(/code$/i.test(name) && /^[A-Za-z_]+$/.test(value))

/** A body of JSON, a form or text, without what opens a door. */
export const maskBody = (text: string): string => {
  try {
    return JSON.stringify(maskValue(JSON.parse(text)))
  } catch {
    return maskForm(text).replace(jwt, short)
  }
}

const maskValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(maskValue)
  if (typeof value === 'string') return value.replace(jwt, short)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      typeof inner === 'string' && isSecret(name, inner) ? short(inner) : maskValue(inner),
    ]),
  )
}

const maskForm = (text: string): string =>
  text.replace(/(^|[?&])([\w-]+)=([^&\s"<]*)/g, (whole, before: string, name: string, value: string) =>
    isSecret(name, value) ? `${before}${name}=${short(value)}` : whole,
  )

/** The value of a header, without what opens a door. */
export const maskHeader = (name: string, value: string): string => {
  if (name === 'authorization') return value.replace(/ .+$/, (credential) => ` ${short(credential.slice(1))}`)
  if (name === 'cookie') return value.replace(/=([^;]*)/g, (_, secret: string) => `=${short(secret)}`)
  if (name === 'set-cookie') return value.replace(/=([^;]*)/, (_, secret: string) => `=${secret && short(secret)}`)
  if (/csrf|secret|token/.test(name)) return short(value)
  return maskForm(value).replace(jwt, short)
}
