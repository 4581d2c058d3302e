// Settings of this process, from the environment: parsed once, frozen, refused with a sentence that says what to set.
import ipaddr from 'ipaddr.js'
import { type AddressConfig, isHost, readAddresses, readAllowedOrigins } from './config-addresses.ts'
import { type ProjectConfig, readProjectConfig } from './config-project.ts'
import { readAllowedProviders, readProviders } from './config-providers.ts'
import { type LimitName, type Limits, limits } from './model/limits.ts'
import type { ProviderName, ProviderSettings } from './model/provider.ts'
import { type Quota, type QuotaName, type Quotas, quotas } from './model/quotas.ts'

export interface Config extends ProjectConfig, AddressConfig {
  readonly mode: 'sandbox' | 'production'
  readonly port: number
  /** Address to listen on: this machine alone, unless told otherwise. */
  readonly host: string
  /** Whose pages may ask for everything that the service's own may, but what is this machine's alone; in canonical form. */
  readonly allowedOrigins: readonly string[]
  /** The mock beside this service, for the sandbox's landing page. */
  readonly mockUrl: string
  /** Whether this is the mock: its pages say so. */
  readonly isMock: boolean
  /** At least 32 characters; seals keys and mails, derives CSRF and refresh tokens. */
  readonly secret: string
  /** Opens, too, while the secret is being changed. */
  readonly otherSecret: string | null
  /** Addresses or ranges of proxies whose X-Forwarded-For counts. */
  readonly trustedProxies: readonly string[]
  readonly logLevel: LogLevel
  /** How many password hashes may wait before sign-ins are told to come back. */
  readonly hashQueue: number
  /** What a new password hash costs: as OWASP recommends, or next to nothing, for suites that make people by the thousand. */
  readonly hashCost: HashCost
  /** Whether a DPoP proof has to name a nonce of ours, or only may (RFC 9449 section 8). */
  readonly dpopNonce: (typeof dpopNonces)[number]
  readonly limits: Limits
  /** How many of a kind there may be. */
  readonly quotas: Quotas
  /** Credentials for providers; in the sandbox those without have a stand-in. */
  readonly providers: Readonly<Partial<Record<ProviderName, ProviderSettings>>>
  /** Which providers may be used; null means all that can be. */
  readonly allowedProviders: readonly ProviderName[] | null
  /** Whether anybody may register a tenant; else the operator makes them. */
  readonly platformRegistration: 'open' | 'closed'
  /** Connections to PostgreSQL that this instance may hold. */
  readonly poolSize: number
  /** How long the listener stays open once the service says that it is not ready. */
  readonly drainSeconds: number
  /** Where metrics are served; null for nowhere. */
  readonly metricsPort: number | null
  /** Whether one of OpenTelemetry's own variables says where traces go. */
  readonly isTraced: boolean
  /** How long what has happened stays written down. */
  readonly auditDays: number
  /** How long a refresh token that was used is known for one: until then, who shows it ends its session. */
  readonly usedTokenDays: number
  /** Whether the reference is served at /docs. */
  readonly docs: boolean
}

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
const dpopNonces = ['offered', 'required'] as const
const hashCosts = ['recommended', 'low'] as const
export type HashCost = (typeof hashCosts)[number]
type LogLevel = (typeof logLevels)[number]
type Environment = Readonly<Record<string, string | undefined>>

/** Reads the settings: all of them, or one sentence a mistake. */
export const readConfig = (environment: Environment): { config: Config } | { problems: string[] } => {
  const problems: string[] = []
  const read = createReader(environment, problems)
  if (environment.HOST && !isHost(environment.HOST)) {
    problems.push(`HOST is "${environment.HOST}": set a name or an address of this machine, such as 127.0.0.1.`)
  }
  const mode = read.mode()
  const port = read.integer('PORT', 3000, 0, 65535)
  const config: Config = {
    mode,
    port,
    host: environment.HOST || '127.0.0.1',
    ...readAddresses(environment, { isProduction: mode === 'production', port }, problems),
    allowedOrigins: readAllowedOrigins(environment.ALLOWED_ORIGINS, mode === 'production', problems),
    isMock: false,
    mockUrl: `http://localhost:${read.integer('MOCK_PORT', 4010, 0, 65535)}`,
    secret: read.secret(mode),
    otherSecret: read.otherSecret(),
    trustedProxies: read.proxies(),
    logLevel: read.oneOf('LOG_LEVEL', logLevels, 'info'),
    hashQueue: read.integer('HASH_QUEUE', 64, 1, 10_000),
    hashCost: read.hashCost(mode),
    dpopNonce: read.oneOf('DPOP_NONCE', dpopNonces, 'offered'),
    limits: read.limits(mode),
    quotas: read.quotas(),
    ...readProjectConfig(environment, mode === 'production', problems),
    providers: readProviders(environment, mode === 'sandbox', problems),
    allowedProviders: readAllowedProviders(environment, problems),
    platformRegistration: read.oneOf(
      'PLATFORM_REGISTRATION',
      ['open', 'closed'],
      mode === 'production' ? 'closed' : 'open',
    ),
    // A transaction holds one connection while it waits, and others must go on.
    poolSize: read.integer('POOL_SIZE', 10, 4, 1000),
    drainSeconds: read.integer('DRAIN_SECONDS', mode === 'production' ? 5 : 0, 0, 600),
    metricsPort: read.metricsPort(port),
    isTraced: isTraced(environment),
    auditDays: read.integer('AUDIT_DAYS', 365, 1, 3650),
    // The longest that a session lives: none of its tokens is forgotten before it is over.
    usedTokenDays: read.integer('USED_TOKEN_DAYS', 90, 1, 3650),
    docs: read.oneOf('DOCS', ['on', 'off'], 'on') === 'on',
  }
  return problems.length > 0 ? { problems } : { config: Object.freeze(config) }
}

/** Of the variables that every program with OpenTelemetry reads; all others of them its packages read themselves. */
const isTraced = (environment: Environment): boolean =>
  Boolean(environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) &&
  environment.OTEL_TRACES_EXPORTER !== 'none' &&
  environment.OTEL_SDK_DISABLED?.toLowerCase() !== 'true'

const createReader = (environment: Environment, problems: string[]) => {
  const integer = (name: string, fallback: number, min: number, max: number): number => {
    const text = environment[name]
    if (!text) return fallback
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    problems.push(`${name} is "${text}": set a whole number from ${min} to ${max}.`)
    return fallback
  }
  const oneOf = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const text = environment[name]
    if (!text) return fallback
    const found = choices.find((choice) => choice === text)
    if (!found) problems.push(`${name} is "${text}": set one of ${choices.join(', ')}.`)
    return found ?? fallback
  }
  const metricsPort = (port: number): number | null => {
    if (!environment.METRICS_PORT) return null
    const value = integer('METRICS_PORT', 0, 0, 65535)
    if (value !== 0 && value === port) {
      problems.push(`METRICS_PORT is "${value}": set another one than PORT, which strangers reach.`)
    }
    return value
  }
  const list = (name: string): string[] => {
    const text = environment[name]
    return text ? text.split(',').map((item) => item.trim()) : []
  }

  /** A misspelt `production` must not open a sandbox, whose secret everybody knows. */
  const mode = (): Config['mode'] => {
    const text = environment.NODE_ENV ?? ''
    if (!['', 'production', 'development', 'test'].includes(text)) {
      problems.push(`NODE_ENV is "${text}": set production, or leave it out for the sandbox.`)
    }
    return text === 'production' ? 'production' : 'sandbox'
  }
  const hashCost = (mode: Config['mode']): HashCost => {
    const cost = oneOf('HASH_COST', hashCosts, 'recommended')
    if (cost === 'low' && mode === 'production') {
      problems.push(
        'HASH_COST is "low": leave it out in production, where whoever steals the hashes would guess passwords.',
      )
    }
    return cost
  }
  const proxies = (): string[] => {
    const all = list('TRUSTED_PROXIES')
    for (const item of all.filter((item) => !isProxy(item))) {
      problems.push(
        `TRUSTED_PROXIES has "${item}": set addresses or ranges of your own proxies, such as 10.0.0.0/8, or loopback.`,
      )
    }
    return all
  }
  const secret = (mode: Config['mode']): string => {
    const text = environment.COUNTERSIGN_SECRET ?? ''
    if (mode === 'sandbox') return text || 'sandbox: everyone may know this, nothing here is real'
    if (!text) {
      problems.push(
        'COUNTERSIGN_SECRET is not set: set 32 or more random characters, such as from: openssl rand -base64 32',
      )
    } else if (text.length < 32 || new Set(text).size < 12 || /change|secret|password|example|sandbox/i.test(text)) {
      problems.push(
        'COUNTERSIGN_SECRET is too weak: set 32 or more random characters, such as from: openssl rand -base64 32',
      )
    }
    return text
  }
  const otherSecret = (): string | null => {
    const text = environment.COUNTERSIGN_SECRET_OTHER
    if (!text) return null
    if (text.length < 32 || new Set(text).size < 12 || text === environment.COUNTERSIGN_SECRET) {
      problems.push(
        'COUNTERSIGN_SECRET_OTHER is no other secret: set the one before or the one after COUNTERSIGN_SECRET, or leave it out.',
      )
    }
    return text
  }
  /** `LIMITS=signUpPerIp=100/3600,signInPerUser=20/900`: tries per seconds. */
  const readLimits = (mode: Config['mode']): Limits => {
    // Developers sign up many users and ask for many mails from one machine; in production that is an attack.
    const read: Record<LimitName, (typeof limits)[LimitName]> = { ...limits }
    if (mode === 'sandbox') {
      read.signUpPerIp = { ...limits.signUpPerIp, max: 100 }
      // A suite registers clients for each of its tests.
      read.registrationsPerIp = { ...limits.registrationsPerIp, max: 10_000 }
      read.clientDocumentsPerIp = { ...limits.clientDocumentsPerIp, max: 10_000 }
      read.mailsPerIp = { ...limits.mailsPerIp, max: 300 }
      // Suites and load tests call by one user.
      read.callsPerUser = { ...limits.callsPerUser, max: 60_000 }
      read.callsPerKey = { ...limits.callsPerKey, max: 60_000 }
    }
    const seen = new Set<string>()
    for (const item of list('LIMITS')) {
      const [, name, max, seconds] = /^(\w+)=(\d+)\/(\d+)$/.exec(item) ?? []
      const known = name && Object.hasOwn(limits, name) ? (name as LimitName) : undefined
      // The upper bounds are those of RateLimit-Limit and RateLimit-Reset in the contract.
      const isSane = Number(max) >= 1 && Number(max) <= 100_000 && Number(seconds) >= 1 && Number(seconds) <= 86_400
      if (name && seen.has(name)) {
        problems.push(`LIMITS has ${name} more than once: set it once.`)
      } else if (!known || !isSane) {
        problems.push(`LIMITS has "${item}": set NAME=TRIES/SECONDS with a name of ${Object.keys(limits).join(', ')}.`)
      } else {
        seen.add(known)
        read[known] = { ...limits[known], max: Number(max), windowSeconds: Number(seconds) }
      }
    }
    return read
  }
  /** `QUOTAS=accountsPerUser=10,sessionsPerUser=20`. */
  const readQuotas = (): Quotas => {
    const read: Record<QuotaName, (typeof quotas)[QuotaName]> = { ...quotas }
    for (const item of list('QUOTAS')) {
      const [, name, max] = /^(\w+)=(\d{1,6})$/.exec(item) ?? []
      const known = name && Object.hasOwn(quotas, name) ? (name as QuotaName) : undefined
      if (!known || Number(max) < 1) {
        problems.push(`QUOTAS has "${item}": set NAME=NUMBER with a name of ${Object.keys(quotas).join(', ')}.`)
        continue
      }
      const { most = Infinity }: Quota = quotas[known]
      if (Number(max) > most) problems.push(`QUOTAS has "${item}": set ${known} to at most ${most}, which lists hold.`)
      else read[known] = { ...quotas[known], max: Number(max) }
    }
    return read
  }
  return {
    integer,
    hashCost,
    oneOf,
    metricsPort,
    mode,
    proxies,
    secret,
    otherSecret,
    limits: readLimits,
    quotas: readQuotas,
  }
}

/** A range of everybody would let every caller choose their address. */
const isProxy = (text: string): boolean =>
  ['loopback', 'linklocal', 'uniquelocal'].includes(text) ||
  // `10.1` and `0x7f.1` are addresses to some: not to us.
  (/^(\d+\.\d+\.\d+\.\d+|[^/]*:[^/]*)(\/\d{1,3})?$/.test(text) &&
    (ipaddr.isValid(text) || (ipaddr.isValidCIDR(text) && ipaddr.parseCIDR(text)[1] > 0)))
