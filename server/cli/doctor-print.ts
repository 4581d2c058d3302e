// Which settings are in force. Secrets are shown as set or not.
import type { Config } from '../config.ts'
import type { AdminIssuer } from '../config-project.ts'
import type { ProviderSettings } from '../model/provider.ts'

type Lines = readonly (readonly [name: string, value: string])[]

/** A URL without what opens it. */
const withoutPassword = (text: string): string => {
  if (!URL.canParse(text) || !text.includes('://')) return text
  const url = new URL(text)
  if (url.password) url.password = 'hidden'
  // Others put it into the query.
  for (const name of [...url.searchParams.keys()]) {
    if (/pass|secret|key/i.test(name)) url.searchParams.set(name, 'hidden')
  }
  return url.href
}

const whetherSet = (text: string | null | undefined): string => (text ? '(set)' : '(not set)')

/** By the names of the environment. */
export const settingsInForce = (config: Config): Lines => [
  ['NODE_ENV', config.mode],
  ['HOST', config.host],
  ['PORT', String(config.port)],
  ['METRICS_PORT', config.metricsPort === null ? '(not set)' : String(config.metricsPort)],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', config.isTraced ? '(set)' : '(not set)'],
  ['PUBLIC_URL', config.publicUrl],
  ['ALLOWED_ORIGINS', config.allowedOrigins.join(',') || '(none)'],
  ['TRUSTED_PROXIES', config.trustedProxies.join(',') || '(none)'],
  ['DATABASE_URL', withoutPassword(config.databaseUrl)],
  ['POOL_SIZE', String(config.poolSize)],
  ['COUNTERSIGN_SECRET', whetherSet(config.secret)],
  ['COUNTERSIGN_SECRET_OTHER', whetherSet(config.otherSecret)],
  ['SMTP_URL', config.smtpUrl === null ? '(not set)' : withoutPassword(config.smtpUrl)],
  ['MAIL_FROM', config.mailFrom],
  ['PLATFORM_REGISTRATION', config.platformRegistration],
  ['PROJECT_ENVIRONMENT', config.projectEnvironment ?? '(not set)'],
  ['PROJECT_API_KEY', whetherSet(config.projectApiKey)],
  ['PROJECT_NAME', config.projectBrand.name ?? '(not set)'],
  ['PROJECT_LOGO_URL', config.projectBrand.logoUrl ?? '(not set)'],
  ['PROJECT_ACCENT', config.projectBrand.accent ?? '(not set)'],
  ['ADMIN_ISSUER', config.adminIssuer?.issuer ?? '(not set)'],
  ['ADMIN_AUDIENCE', config.adminIssuer?.audience ?? '(not set)'],
  ...adminKeys(config.adminIssuer),
  ['PROVIDERS', config.allowedProviders?.join(',') ?? '(all that have credentials)'],
  ...Object.entries(config.providers).flatMap(([name, provider]) =>
    providerSettings(provider).map(([part, value]) => [`PROVIDER_${name.toUpperCase()}_${part}`, value] as const),
  ),
  ['DRAIN_SECONDS', String(config.drainSeconds)],
  ['AUDIT_DAYS', String(config.auditDays)],
  ['USED_TOKEN_DAYS', String(config.usedTokenDays)],
  ['HASH_QUEUE', String(config.hashQueue)],
  ['HASH_COST', config.hashCost],
  ['PASSKEY_DOMAIN', config.passkeyDomain],
  ['PASSKEY_ORIGINS', [...config.passkeyOrigins, ...config.passkeyApps].join(',') || '(none)'],
  ['DPOP_NONCE', config.dpopNonce],
  ['LOG_LEVEL', config.logLevel],
  ['DOCS', config.docs ? 'on' : 'off'],
  ['LIMITS', listed(config.limits, ({ max, windowSeconds }) => `${max}/${windowSeconds}`)],
  ['QUOTAS', listed(config.quotas, ({ max }) => String(max))],
]

const adminKeys = (issuer: AdminIssuer | null): Lines => [
  ['ADMIN_JWKS', whetherSet(issuer && !(issuer.keys instanceof URL) ? 'here' : null)],
  ['ADMIN_JWKS_URL', issuer?.keys instanceof URL ? withoutPassword(issuer.keys.href) : '(not set)'],
]

const providerSettings = ({
  clientId,
  clientSecret,
  signingKey,
  issuer,
  idTokenAudiences,
}: ProviderSettings): Lines => [
  ['CLIENT_ID', clientId],
  ...(signingKey
    ? ([
        ['TEAM_ID', signingKey.teamId],
        ['KEY_ID', signingKey.keyId],
        ['PRIVATE_KEY', whetherSet(signingKey.privateKey)],
      ] as const)
    : ([['CLIENT_SECRET', whetherSet(clientSecret)]] as const)),
  ['ISSUER', issuer ?? '(its own)'],
  ...(idTokenAudiences.length === 0 ? [] : ([['ID_TOKEN_AUDIENCES', idTokenAudiences.join(',')]] as const)),
]

const listed = <Bound>(bounds: Readonly<Record<string, Bound>>, say: (bound: Bound) => string): string =>
  Object.entries(bounds)
    .map(([name, bound]) => `${name}=${say(bound)}`)
    .join(',')
