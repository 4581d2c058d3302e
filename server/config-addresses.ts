// Where this service is reached, and where it reaches its database and its mail: taken whole, or refused with a sentence.
import ipaddr from 'ipaddr.js'
import { canonicalEmail } from './model/email.ts'
import { canonicalOrigin } from './model/origins.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface AddressConfig {
  /** The only source of URLs in tokens, mails and redirects: an origin, as browsers write it. */
  readonly publicUrl: string
  /** The domain that passkeys belong to: this host, or a domain above it (WebAuthn level 3 section 4, RP ID). */
  readonly passkeyDomain: string
  /** Other sites whose pages may ask for passkeys of that domain, if a client has registered them (WebAuthn level 3 section 5.11). */
  readonly passkeyOrigins: readonly string[]
  /** Apps for Android that may, as they name themselves: by the hash of the key that signed them. */
  readonly passkeyApps: readonly string[]
  /** Hosts of clients that may be in a private network, beside the sandbox. */
  readonly clientHosts: readonly string[]
  readonly databaseUrl: string
  readonly smtpUrl: string | null
  readonly mailFrom: string
}

/** Reads them; each mistake adds a sentence to `problems`. Texts that may hold a password are not repeated. */
export const readAddresses = (
  environment: Environment,
  { isProduction, port }: { isProduction: boolean; port: number },
  problems: string[],
): AddressConfig => ({
  ...readOwnHost(environment, { isProduction, port }, problems),
  ...readPasskeyOrigins(environment.PASSKEY_ORIGINS, isProduction, problems),
  clientHosts: readClientHosts(environment.CLIENT_HOSTS, isProduction, problems),
  databaseUrl: readDatabaseUrl(environment.DATABASE_URL, isProduction, problems),
  smtpUrl: readSmtpUrl(environment.SMTP_URL, isProduction, problems),
  mailFrom: readMailFrom(environment.MAIL_FROM, isProduction, problems),
})

/** A URL, if the text is one as it stands: parsers mend blanks, backslashes and missing slashes in silence. */
export const readUrl = (text: string, protocols: readonly string[]): URL | undefined => {
  const url = /^[a-z]+:\/\/[^/\s\\]+[^\s\\]*$/i.test(text) && URL.canParse(text) ? new URL(text) : undefined
  return url && protocols.includes(url.protocol) && url.hostname !== '' ? url : undefined
}

const readOwnHost = (
  environment: Environment,
  { isProduction, port }: { isProduction: boolean; port: number },
  problems: string[],
): Pick<AddressConfig, 'publicUrl' | 'passkeyDomain'> => {
  const publicUrl = readPublicUrl(environment.PUBLIC_URL, isProduction, port, problems)
  const host = publicUrl === '' ? '' : new URL(publicUrl).hostname
  const domain = environment.PASSKEY_DOMAIN?.toLowerCase() || host
  if (domain !== host && !host.endsWith(`.${domain}`)) {
    problems.push(`PASSKEY_DOMAIN is "${domain}": set the host of PUBLIC_URL, or a domain above it.`)
  }
  return { publicUrl, passkeyDomain: domain }
}

const appForm = /^android:apk-key-hash:[\w-]{43}$/
/** As many as the contract lists. */
const mostOrigins = 100

/** `PASSKEY_ORIGINS=https://shop.example.net,android:apk-key-hash:…` */
const readPasskeyOrigins = (
  text: string | undefined,
  isProduction: boolean,
  problems: string[],
): Pick<AddressConfig, 'passkeyOrigins' | 'passkeyApps'> => {
  const items = (text ? text.split(',') : []).map((item) => item.trim())
  const isOrigin = (item: string) =>
    canonicalOrigin(item) === item && (item.startsWith('https://') || (!isProduction && item.startsWith('http://')))
  for (const item of items.filter((one) => !appForm.test(one) && !isOrigin(one))) {
    problems.push(
      `PASSKEY_ORIGINS has "${item}": set origins with commas, such as https://shop.example.net, and apps as android:apk-key-hash:HASH.`,
    )
  }
  if (items.length > mostOrigins)
    problems.push(`PASSKEY_ORIGINS has ${items.length} entries: set at most ${mostOrigins}.`)
  return { passkeyOrigins: items.filter(isOrigin), passkeyApps: items.filter((item) => appForm.test(item)) }
}

const readPublicUrl = (text: string | undefined, isProduction: boolean, port: number, problems: string[]): string => {
  if (!text && !isProduction) return `http://localhost:${port}`
  if (!text) {
    problems.push('PUBLIC_URL is not set: set the https address that people reach this service at.')
    return ''
  }
  const url = readUrl(text, ['http:', 'https:'])
  if (!url || /[@?#*]/.test(text)) {
    problems.push(`PUBLIC_URL is "${text}": set an address such as https://auth.example.com.`)
  } else if (url.pathname !== '/') {
    problems.push(
      `PUBLIC_URL is "${text}": set an address without a path, such as https://auth.example.com, for the service has a host to itself.`,
    )
  } else if (isProduction && url.protocol !== 'https:') {
    problems.push(`PUBLIC_URL is "${text}": in production it must begin with https://.`)
  }
  return url?.origin ?? ''
}

/** `ALLOWED_ORIGINS=https://app.example.com,https://admin.example.com`. */
export const readAllowedOrigins = (text: string | undefined, isProduction: boolean, problems: string[]): string[] =>
  (text ? text.split(',') : [])
    .map((item) => item.trim())
    .flatMap((item) => {
      const origin = item.includes('*') ? undefined : canonicalOrigin(item)
      if (!origin) {
        problems.push(
          `ALLOWED_ORIGINS has "${item}": set origins with commas, such as https://app.example.com, without a path.`,
        )
      } else if (isProduction && origin.startsWith('http://')) {
        problems.push(`ALLOWED_ORIGINS has "${item}": in production it must begin with https://.`)
      }
      return origin ?? []
    })

/** `CLIENT_HOSTS=suite.example.com,nginx`: what clients of a sandbox name there is fetched wherever it is. */
const readClientHosts = (text: string | undefined, isProduction: boolean, problems: string[]): string[] => {
  const hosts = (text ? text.split(',') : []).map((item) => item.trim().toLowerCase())
  if (hosts.length > 0 && isProduction) {
    problems.push('CLIENT_HOSTS is for the sandbox alone: leave it out in production.')
  }
  for (const host of hosts.filter((item) => !isHost(item))) {
    problems.push(`CLIENT_HOSTS has "${host}": set names of hosts with commas, such as suite.example.com.`)
  }
  return hosts
}

const readDatabaseUrl = (text: string | undefined, isProduction: boolean, problems: string[]): string => {
  const forms = 'set sqlite:PATH, sqlite::memory: or postgres://user:password@host/name.'
  if (!text) {
    if (isProduction) problems.push(`DATABASE_URL is not set: ${forms}`)
    return 'sqlite:.data/countersign.db'
  }
  // Others write sqlite:///PATH; with two slashes they mean a host, and we would take it for a path from the root.
  const isSqlite = /^sqlite:(?!\/\/(?!\/))\S(.*\S)?$/.test(text)
  const postgres = readUrl(text, ['postgres:', 'postgresql:'])
  if (!isSqlite && (!postgres || postgres.hash)) problems.push(`DATABASE_URL is not understood: ${forms}`)
  return text
}

const readSmtpUrl = (text: string | undefined, isProduction: boolean, problems: string[]): string | null => {
  const forms = 'set smtp://user:password@host:port or smtps://….'
  if (!text) {
    // The sandbox shows mail on a page; elsewhere it would be lost without a word.
    if (isProduction) problems.push(`SMTP_URL is not set: ${forms}`)
    return null
  }
  const url = readUrl(text, ['smtp:', 'smtps:'])
  if (!url || url.hash || !/^\/?$/.test(url.pathname)) problems.push(`SMTP_URL is not understood: ${forms}`)
  return text
}

const readMailFrom = (text: string | undefined, isProduction: boolean, problems: string[]): string => {
  const forms = 'set an address that people may answer to, such as Example <no-reply@example.com>.'
  if (!text) {
    if (isProduction) problems.push(`MAIL_FROM is not set: ${forms}`)
    return 'Countersign <no-reply@localhost>'
  }
  // RFC 5322 section 3.4: an address, or a name and an address in angle brackets.
  const inside = /^(?:[^\s<>"(),:;@\\][^<>"(),:;@\\]*\s|"[^"\\]+"\s)?<([^<>]+)>$/.exec(text)?.[1]
  const address = inside ?? text
  if (/\p{C}/u.test(text) || /\s/.test(address) || !canonicalEmail(address))
    problems.push(`MAIL_FROM is "${text}": ${forms}`)
  return text
}

/** A name or an address of this machine, without a port. */
export const isHost = (text: string): boolean => {
  if (/^[\d.]+$/.test(text)) return ipaddr.IPv4.isValidFourPartDecimal(text)
  return text.includes(':') ? ipaddr.IPv6.isValid(text) : /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)
}
