import type { AuthSettings } from '../model/environment.ts'
import type { PasswordRules } from '../pages/hosted-frame.ts'

/** What a page says of new passwords of an environment. */
export const toPasswordRules = (settings: AuthSettings): PasswordRules => ({
  minLength: settings.passwordMinLength,
  number: settings.requireNumber,
  lowercase: settings.requireLowercase,
  uppercase: settings.requireUppercase,
  special: settings.requireSpecialChar,
})
