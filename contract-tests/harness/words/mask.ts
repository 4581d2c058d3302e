// What a record may keep of a secret: enough to see which one it was, not enough to use it.

// A picture of a second factor's secret is that secret.
const secretName = /pass(word|phrase)$|secret$|token$|ticket$|code$|verifier$|key$|^otp$|^backup_?codes$|^qr_?data$/i
const jwt = /eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g

/** Values that are no secrets, because everybody knows them. */
type Known = ReadonlySet<string>
const nothing: Known = new Set()

const short = (value: string, known: Known = nothing): string =>
  known.has(value) ? value : value.length > 12 ? `${value.slice(0, 4)}…` : '…'

/** A refusal's code is words, and opens nothing. */
export const isSecret = (name: string, value: string): boolean =>
  secretName.test(name) && !(/code$/i.test(name) && /^([a-z]+(_[a-z]+)*|[A-Z]+(_[A-Z]+)*)$/.test(value))

/** As JSON writes it, with no blanks between. */
const withoutBlanks = (json: string): string => json.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\s+/g, '$1')

/** A body of JSON, a form or text, without its secrets. */
export const maskBody = (text: string, known?: Known): string => {
  try {
    const value: unknown = JSON.parse(text)
    // What reading it loses, such as a name that is there twice, may be what a request is about.
    if (JSON.stringify(value) === withoutBlanks(text)) return JSON.stringify(maskValue('', value, known))
  } catch {
    // A form, a page, or JSON that is broken.
  }
  return maskPairs(maskText(text, known), known)
}

const maskValue = (name: string, value: unknown, known?: Known): unknown => {
  if (Array.isArray(value)) return value.map((one) => maskValue(name, one, known))
  if (typeof value === 'string') return isSecret(name, value) ? short(value, known) : maskText(value, known)
  if (typeof value === 'number') return isSecret(name, String(value)) && isLong(value) ? '…' : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([own, inner]) => [own, maskValue(own, inner, known)]))
}

/** A status or an error's number is shorter than what somebody was sent. */
const isLong = (number: number): boolean => number > 99_999

const text = '"([^"\\\\]*(?:\\\\.[^"\\\\]*)*)"'
const pair = new RegExp(`${text}(\\s*:\\s*)(?:${text}|(\\d{6,})|\\[([^[\\]{}]*))`, 'g')
/** Of a page: a field of a form that is filled in. */
const field = /<input\b[^>]*>/g

/** Names and values of JSON that is no JSON, and of fields in a page. */
const maskPairs = (whole: string, known?: Known): string =>
  whole
    .replace(pair, (found, name: string, colon: string, value?: string, number?: string, list?: string) => {
      const hides = (one: string) => (isSecret(name, one) ? short(one, known) : one)
      if (value !== undefined) return `"${name}"${colon}"${hides(value)}"`
      if (number !== undefined) return isSecret(name, number) ? `"${name}"${colon}"…"` : found
      return `"${name}"${colon}[${list!.replace(new RegExp(text, 'g'), (_, one: string) => `"${hides(one)}"`)}`
    })
    .replace(field, (input) => {
      const [, name = ''] = /\bname="([^"]*)"/.exec(input) ?? []
      return input.replace(/(\bvalue=")([^"]*)/, (_, before: string, value: string) =>
        isSecret(name, value) ? before + short(value, known) : before + value,
      )
    })

/** What stands in any text: fields of forms and of addresses, and tokens. */
const maskText = (whole: string, known?: Known): string => maskForm(whole, known).replace(jwt, (token) => short(token))

const maskForm = (text: string, known?: Known): string =>
  text.replace(/(^|[?&])([\w-]+)=([^&\s"<]*)/g, (whole, before: string, name: string, value: string) =>
    isSecret(name, value) && !known?.has(decoded(value)) ? `${before}${name}=${short(value)}` : whole,
  )

/** A field of a form, as it was meant. */
const decoded = (value: string): string => new URLSearchParams(`value=${value}`).get('value') ?? ''

/** The value of a header, without its secrets. */
export const maskHeader = (name: string, value: string, known?: Known): string => {
  const isCredential = /^(proxy-)?authorization$/.test(name)
  if (isCredential && !value.includes(' ')) return short(value, known)
  if (isCredential) return value.replace(/ .+$/, (credential) => ` ${short(credential.slice(1), known)}`)
  if (name === 'cookie') return value.replace(/=([^;]*)/g, (_, secret: string) => `=${short(secret)}`)
  if (name === 'set-cookie') return value.replace(/=([^;]*)/, (_, secret: string) => `=${secret && short(secret)}`)
  if (/csrf|secret|token|api-?key|password/.test(name)) return short(value, known)
  return maskText(value, known)
}
