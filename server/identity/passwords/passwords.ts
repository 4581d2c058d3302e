import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Weakness } from '../../model/password-weakness.ts'
import type { Place } from '../../outside/passwords.ts'
import { passwordStrength } from '../../outside/password-strength.ts'
import { findCachedApplication } from '../../storage/applications.ts'
import { findCachedTenant } from '../../storage/tenants.ts'

/** The one form of a password (NIST SP 800-63B-4 section 3.1.1.2). Never trimmed, never cut. */
export const normalPassword = (password: string): string => password.normalize('NFC')

/** Counted in the one form, so that no spelling of a password is too long where another is not (RFC 8265 section 4.2). */
const maxCharacters = 128

/** Refuses a password that is longer than any, before anything is done with it. */
export const requirePasswordLength = (password: string): void => {
  if ([...normalPassword(password)].length <= maxCharacters) return
  throw new Failure('invalid_request', `password: must have at most ${maxCharacters} characters`)
}

/**
 * How many guesses a password must take by estimate, whatever an environment allows. Wrong passwords are refused after a
 * hundred in a row, so that who knows how people choose has one chance in ten thousand; and the API documents' own
 * example, `securepassword123`, takes 6.7 million.
 */
const fewestGuesses = 1_000_000

/** What a password may not be made of: it must come from the request or from who is proven, never from who has the address. */
export interface AboutPerson {
  readonly email: string
  readonly firstName?: string | null
  readonly lastName?: string | null
  readonly organizationName?: string | null
}

/** Refuses a password that the environment does not allow, with `weak_password` and what to change. */
export const requireStrongPassword = async (
  ctx: Context,
  environment: Environment,
  password: string,
  about: AboutPerson,
): Promise<void> => {
  requirePasswordLength(password)
  const weakness = await weaknessOf(ctx, environment, password, about)
  if (weakness) throw new Failure('weak_password', weakness.words, { weakness })
}

/** What the environment does not allow about a password; undefined when it may be used. */
export const weaknessOf = async (
  ctx: Context,
  environment: Environment,
  given: string,
  about: AboutPerson,
): Promise<Weakness | undefined> => {
  const { settings } = environment
  const password = normalPassword(given)
  const count = settings.passwordMinLength
  if ([...password].length < count) return { kind: 'too_short', count, words: `Use at least ${count} characters.` }
  const lacked = kinds.find(({ setting, has }) => settings[setting] && !has.test(password))
  if (lacked) return { kind: lacked.kind, words: `Use at least one ${lacked.name}.` }
  const strength = await passwordStrength()
  if (strength.isCommon(password)) {
    const words = 'This password is too common. Use several words that nobody else would put together.'
    return { kind: 'too_common', words }
  }
  const known = [...(await serviceWords(ctx, environment)), ...wordsAbout(about)]
  if (strength.guesses(password, known) >= fewestGuesses) return undefined
  const words =
    'This password is too easy to guess: use several words that have nothing to do with you or this service.'
  return { kind: 'too_easy', words }
}

/** What an environment may ask for. */
const kinds = [
  { setting: 'requireNumber', has: /\p{N}/u, kind: 'no_number', name: 'digit' },
  { setting: 'requireLowercase', has: /\p{Ll}/u, kind: 'no_lowercase', name: 'lower-case letter' },
  { setting: 'requireUppercase', has: /\p{Lu}/u, kind: 'no_uppercase', name: 'upper-case letter' },
  { setting: 'requireSpecialChar', has: /[^\p{L}\p{N}\s]/u, kind: 'no_special', name: 'special character' },
] as const

/** How the service and the application are called. */
export const serviceWords = async (ctx: Context, { tenantId, applicationId }: Environment): Promise<string[]> => {
  const application = await findCachedApplication(ctx.db, tenantId, applicationId)
  const tenant = await findCachedTenant(ctx.db, tenantId)
  const { publicUrl, projectBrand } = ctx.config
  const names = [
    application?.name,
    application?.slug,
    application?.domain,
    tenant?.name,
    tenant?.slug,
    projectBrand.name,
  ]
  return ['countersign', new URL(publicUrl).hostname, ...names.filter((name) => typeof name === 'string')]
}

const wordsAbout = ({ email, firstName, lastName, organizationName }: AboutPerson): string[] => [
  email,
  email.split('@')[0]!,
  `${firstName ?? ''} ${lastName ?? ''}`.trim(),
  `${lastName ?? ''} ${firstName ?? ''}`.trim(),
  organizationName ?? '',
]

export const hashPassword = (ctx: Context, password: string): Promise<string> =>
  ctx.passwords.hash(normalPassword(password))

/** Takes as long for nobody as for somebody, so that time does not tell who has a password here. */
export const passwordMatches = async (
  ctx: Context,
  password: string,
  hash: string | null,
  by: Pick<Place, 'matches'> = ctx.passwords,
): Promise<boolean> => {
  const matches = await by.matches(normalPassword(password), hash ?? ctx.passwords.nobody)
  return matches && hash !== null
}
