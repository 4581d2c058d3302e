import type { Context } from '../context.ts'
import type { AuthSettings } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import { isCommonPassword } from '../outside/common-passwords.ts'

/** The one form of a password (NIST SP 800-63B-4 section 3.1.1.2). Never trimmed, never cut. */
export const normalPassword = (password: string): string => password.normalize('NFC')

/** Refuses a password that the environment does not allow, with `weak_password` and what to change. */
export const requireStrongPassword = (settings: AuthSettings, password: string, about: { email: string }): void => {
  const problem = weaknessOf(settings, password, about)
  if (problem) throw new Failure('weak_password', problem)
}

/** What the environment does not allow about a password, as one sentence; undefined when it may be used. */
export const weaknessOf = (settings: AuthSettings, given: string, { email }: { email: string }): string | undefined => {
  const password = normalPassword(given)
  if ([...password].length < settings.passwordMinLength) return `Use at least ${settings.passwordMinLength} characters.`
  if (settings.requireNumber && !/\p{N}/u.test(password)) return 'Use at least one digit.'
  if (settings.requireLowercase && !/\p{Ll}/u.test(password)) return 'Use at least one lower-case letter.'
  if (settings.requireUppercase && !/\p{Lu}/u.test(password)) return 'Use at least one upper-case letter.'
  if (settings.requireSpecialChar && !/[^\p{L}\p{N}\s]/u.test(password)) return 'Use at least one special character.'
  const plain = password.toLowerCase()
  if (isCommonPassword(password)) return 'This password is too common.'
  if (plain === email || plain === email.split('@')[0]) return 'Do not use your email as the password.'
  if (plain === 'countersign') return 'Do not use the name of the service as the password.'
  return undefined
}

export const hashPassword = (ctx: Context, password: string): Promise<string> =>
  ctx.passwords.hash(normalPassword(password))

/** Takes as long for nobody as for somebody, so that time does not tell who has a password here. */
export const passwordMatches = async (ctx: Context, password: string, hash: string | null): Promise<boolean> => {
  const matches = await ctx.passwords.matches(normalPassword(password), hash ?? ctx.passwords.nobody)
  return matches && hash !== null
}
