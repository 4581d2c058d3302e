import type { AuthSettings } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { brokenBound } from '../../model/free-form.ts'
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
  'requireSecondFactor',
  'rememberDeviceDays',
  'clientMetadataDocuments',
] as const satisfies readonly (keyof AuthSettings)[]

/** The settings with what an `authConfig` names in place of theirs; null puts all of it back. */
export const settingsOf = (settings: AuthSettings, authConfig: JsonObject | null): AuthSettings => {
  const source: JsonObject = authConfig ?? { ...defaultSettings }
  const named = decided.filter((key) => source[key] !== undefined)
  return { ...settings, ...Object.fromEntries(named.map((key) => [key, source[key]])) }
}

/** The contract holds each change to them; many changes add up. */
const maxKeys = 100
const bounds = { maxBytes: 4096, maxDepth: 32 }

/** The rules of an application with those of a change in place of theirs, so that a new environment has them all; null takes all away. */
export const mergeAuthConfig = (before: JsonObject | null, change: JsonObject | null): JsonObject | null => {
  if (change === null) return null
  const merged = { ...before, ...change }
  if (Object.keys(merged).length > maxKeys) {
    throw new Failure('invalid_request', `authConfig: must have at most ${maxKeys} keys`)
  }
  if (brokenBound(merged, bounds)) throw new Failure('invalid_request', 'authConfig: must have at most 4 kB as JSON')
  return merged
}
