import type { AuthSettings } from '../../model/environment.ts'
import { defaultSettings } from '../../model/policies.ts'
import type { JsonObject } from '../../model/user.ts'

/** What an application's `authConfig` decides; the contract holds each to its type. All other keys have no effect. */
const decided = [
  'requireEmailVerification',
  'disableSignUp',
  'passwordMinLength',
  'requireNumber',
  'requireLowercase',
  'requireUppercase',
  'requireSpecialChar',
  'clientRegistration',
] as const satisfies readonly (keyof AuthSettings)[]

/** The settings with what an `authConfig` names in place of theirs; null puts all of it back. */
export const settingsOf = (settings: AuthSettings, authConfig: JsonObject | null): AuthSettings => {
  const source: JsonObject = authConfig ?? { ...defaultSettings }
  const named = decided.filter((key) => source[key] !== undefined)
  return { ...settings, ...Object.fromEntries(named.map((key) => [key, source[key]])) }
}
