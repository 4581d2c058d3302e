// The settings of the project surface: which environment it serves, who administers it, and how its pages look.
import { readUrl } from './config-addresses.ts'
import type { Brand } from './model/brand.ts'
import { noProject } from './model/environment.ts'
import { isPictureUrl } from './model/picture-urls.ts'

/** Whose codes make administrators of the project. */
export interface AdminIssuer {
  readonly issuer: string
  readonly audience: string
  /** Where its keys are, or what they are. */
  readonly keys: URL | { readonly keys: readonly object[] }
}

export interface ProjectConfig {
  /** The environment that the project surface serves; null means the sandbox's, and `none` that there is no project. */
  readonly projectEnvironment: string | null
  /** A key of the project, `ik_…`, that stands in no database; null for none. */
  readonly projectApiKey: string | null
  /** Null means nobody, or in the sandbox the sandbox itself. */
  readonly adminIssuer: AdminIssuer | null
  /** What is not set here is the application's, or ours. */
  readonly projectBrand: Partial<Brand>
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads them; each mistake adds a sentence to `problems`. */
export const readProjectConfig = (
  environment: Environment,
  isProduction: boolean,
  problems: string[],
): ProjectConfig => ({
  projectEnvironment: readEnvironmentId(environment.PROJECT_ENVIRONMENT, isProduction, problems),
  projectApiKey: readApiKey(environment.PROJECT_API_KEY, problems),
  adminIssuer: readAdminIssuer(environment, isProduction, problems),
  projectBrand: readBrand(environment, problems),
})

const readBrand = (environment: Environment, problems: string[]): Partial<Brand> => {
  const { PROJECT_NAME: name, PROJECT_LOGO_URL: logo, PROJECT_ACCENT: accent } = environment
  if (name && ([...name].length > 60 || /\p{C}/u.test(name) || name.trim() !== name)) {
    problems.push(`PROJECT_NAME is ${JSON.stringify(name)}: set at most 60 characters, all of which people see.`)
  }
  if (logo && !isPictureUrl(logo)) {
    problems.push(`PROJECT_LOGO_URL is "${logo}": set an address such as https://www.example.com/logo.svg.`)
  }
  if (accent && !/^#[0-9a-f]{6}$/i.test(accent)) {
    problems.push(`PROJECT_ACCENT is "${accent}": set a colour such as #1f6feb.`)
  }
  return { ...(name && { name }), ...(logo && { logoUrl: logo }), ...(accent && { accent }) }
}

/** A new database has no environment yet, so the absence of one has a name too. */
const readEnvironmentId = (text: string | undefined, isProduction: boolean, problems: string[]): string | null => {
  const forms = 'set the id of the environment that /api/auth serves, or none.'
  if (!text && isProduction) problems.push(`PROJECT_ENVIRONMENT is not set: ${forms}`)
  if (text && text !== noProject && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) {
    problems.push(`PROJECT_ENVIRONMENT is "${text}": ${forms}`)
  }
  return text || null
}

const readApiKey = (text: string | undefined, problems: string[]): string | null => {
  if (text && !/^ik_[\w-]{32,100}$/.test(text)) {
    problems.push(
      'PROJECT_API_KEY is too weak: set ik_ and 32 or more random characters, such as from: openssl rand -hex 24',
    )
  }
  return text || null
}

const readAdminIssuer = (environment: Environment, isProduction: boolean, problems: string[]): AdminIssuer | null => {
  const { ADMIN_ISSUER: issuer, ADMIN_AUDIENCE: audience, ADMIN_JWKS: inline, ADMIN_JWKS_URL: address } = environment
  if (!issuer && !audience && !inline && !address) return null
  if (!issuer || !audience || Boolean(inline) === Boolean(address)) {
    problems.push(
      'Administrators by code need ADMIN_ISSUER, ADMIN_AUDIENCE, and either ADMIN_JWKS or ADMIN_JWKS_URL: set all three, or none.',
    )
    return null
  }
  for (const [name, text] of Object.entries({ ADMIN_ISSUER: issuer, ADMIN_AUDIENCE: audience })) {
    // Both are compared to the letter: a blank that nobody sees would refuse every code.
    if (/[\s\p{C}]/u.test(text)) problems.push(`${name} is ${JSON.stringify(text)}: set it without blanks.`)
  }
  const keys = address ? readAddress(address, isProduction) : readKeys(inline ?? '')
  if (keys) return { issuer, audience, keys }
  problems.push(
    address
      ? `ADMIN_JWKS_URL is "${address}": set an address such as https://console.example.com/.well-known/jwks.json.`
      : 'ADMIN_JWKS is not understood: set a JSON Web Key Set of public keys, {"keys":[…]}.',
  )
  return null
}

const readAddress = (text: string, isProduction: boolean): URL | undefined => {
  const url = readUrl(text, isProduction ? ['https:'] : ['https:', 'http:'])
  return url && !/[@#]/.test(text) ? url : undefined
}

/** Public keys alone: a shared secret would let whoever verifies sign too. */
const readKeys = (text: string): { keys: readonly object[] } | undefined => {
  try {
    const { keys } = JSON.parse(text) as { keys?: unknown }
    const isPublic = (key: unknown) =>
      typeof key === 'object' && key !== null && 'kty' in key && key.kty !== 'oct' && !('d' in key)
    return Array.isArray(keys) && keys.length > 0 && keys.every(isPublic) ? { keys: keys as object[] } : undefined
  } catch {
    return undefined
  }
}
