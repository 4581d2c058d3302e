// What the environment says about providers: PROVIDERS, and PROVIDER_<NAME>_… for each.
import { readUrl } from './config-addresses.ts'
import { type ProviderName, type ProviderSettings, idTokenProviders, providerNames } from './model/provider.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** `PROVIDERS=google,github`; null when it is not set. */
export const readAllowedProviders = (environment: Environment, problems: string[]): readonly ProviderName[] | null => {
  if (!environment.PROVIDERS) return null
  const names = environment.PROVIDERS.split(',').map((name) => name.trim())
  for (const name of names.filter((name) => !isProvider(name))) {
    problems.push(`PROVIDERS has "${name}": set names of ${providerNames.join(', ')}.`)
  }
  return names.filter(isProvider)
}

const isProvider = (name: string): name is ProviderName => (providerNames as readonly string[]).includes(name)

const partsOf = (name: ProviderName): readonly string[] => [
  ...(name === 'apple' ? ['CLIENT_ID', 'TEAM_ID', 'KEY_ID', 'PRIVATE_KEY'] : ['CLIENT_ID', 'CLIENT_SECRET']),
  'ISSUER',
  ...((idTokenProviders as readonly ProviderName[]).includes(name) ? ['ID_TOKEN_AUDIENCES'] : []),
]

/** A misspelt name would leave a provider switched off without a word. */
const refuseUnknown = (environment: Environment, problems: string[]): void => {
  const known = new Set(
    providerNames.flatMap((name) => partsOf(name).map((part) => `PROVIDER_${name.toUpperCase()}_${part}`)),
  )
  for (const variable of Object.keys(environment)) {
    if (!variable.startsWith('PROVIDER_') || known.has(variable) || !environment[variable]) continue
    const names = providerNames.join(', ').toUpperCase()
    problems.push(`${variable} is no setting: set PROVIDER_NAME_CLIENT_ID and so on, with a name of ${names}.`)
  }
}

/** Client id and secret (for Apple: client id and key) of each provider that has them. */
export const readProviders = (
  environment: Environment,
  isSandbox: boolean,
  problems: string[],
): Partial<Record<ProviderName, ProviderSettings>> => {
  refuseUnknown(environment, problems)
  return Object.fromEntries(
    providerNames.flatMap((name) => {
      const settings = readProvider(environment, name, isSandbox, problems)
      return settings ? [[name, settings]] : []
    }),
  )
}

const readProvider = (
  environment: Environment,
  name: ProviderName,
  isSandbox: boolean,
  problems: string[],
): ProviderSettings | undefined => {
  const nameOf = (part: string) => `PROVIDER_${name.toUpperCase()}_${part}`
  const secretParts = name === 'apple' ? ['TEAM_ID', 'KEY_ID', 'PRIVATE_KEY'] : ['CLIENT_SECRET']
  const needed = ['CLIENT_ID', ...secretParts].map(nameOf)
  const given = [...needed, nameOf('ISSUER'), nameOf('ID_TOKEN_AUDIENCES')].filter((variable) => environment[variable])
  if (given.length === 0) return undefined

  const missing = needed.filter((variable) => !environment[variable])
  for (const variable of missing) {
    problems.push(`${variable} is not set: set it beside ${given[0]}, or leave out both.`)
  }
  const text = (part: string) => environment[nameOf(part)] ?? ''
  const privateKey = text('PRIVATE_KEY').replaceAll('\\n', '\n')
  if (privateKey && !/^-----BEGIN PRIVATE KEY-----\n[\s\S]+\n-----END PRIVATE KEY-----\s*$/.test(privateKey)) {
    problems.push(`${nameOf('PRIVATE_KEY')} is not a key: set the text of the .p8 file, with \\n for its line ends.`)
  }
  return {
    clientId: text('CLIENT_ID'),
    clientSecret: name === 'apple' ? null : text('CLIENT_SECRET'),
    signingKey: name === 'apple' ? { teamId: text('TEAM_ID'), keyId: text('KEY_ID'), privateKey } : null,
    issuer: readIssuer(nameOf('ISSUER'), environment[nameOf('ISSUER')], isSandbox, problems),
    idTokenAudiences: text('ID_TOKEN_AUDIENCES')
      .split(',')
      .map((audience) => audience.trim())
      .filter((audience) => audience !== ''),
  }
}

/** Only the sandbox may speak to a provider without TLS, and only on its own machine. */
const readIssuer = (
  variable: string,
  text: string | undefined,
  isSandbox: boolean,
  problems: string[],
): string | null => {
  if (!text) return null
  const url = readUrl(text, ['https:', 'http:'])
  const isLocal = isSandbox && url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if ((url?.protocol !== 'https:' && !isLocal) || /[@?#]/.test(text)) {
    problems.push(`${variable} is "${text}": set an https address such as https://login.example.com/tenant.`)
  }
  return text.replace(/\/+$/, '')
}
