// Model to wire, for the project surface. Every field is named: a spread would one day send a password hash.
import type { Context } from '../../context.ts'
import type { KnownUser } from '../../identity/people/project-users.ts'
import { selfDescription } from '../../identity/people/profiles.ts'
import type { StartedSession } from '../../identity/sessions/sessions.ts'
import { type Environment, isProofRequired } from '../../model/environment.ts'
import type { Wire } from '../handle.ts'

export const toUser = (user: KnownUser): Wire['ProjectUser'] => ({
  id: user.id,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  providers: [...(user.passwordHash ? ['email'] : []), ...user.providers],
  createdAt: new Date(user.createdAt).toISOString(),
  updatedAt: new Date(user.updatedAt).toISOString(),
  profile: selfDescription(user),
  metadata: user.metadata,
})

export const toPublicConfig = (
  { settings }: Environment,
  connections: Context['providers']['connections'],
): Wire['ProjectPublicConfig'] => ({
  oAuthProviders: connections.map(({ provider, standIn }) => ({
    provider: provider.name,
    useSharedKey: standIn !== null,
  })),
  customOAuthProviders: [],
  disableSignup: settings.disableSignUp,
  requireEmailVerification: isProofRequired(settings),
  passwordMinLength: settings.passwordMinLength,
  requireNumber: settings.requireNumber,
  requireLowercase: settings.requireLowercase,
  requireUppercase: settings.requireUppercase,
  requireSpecialChar: settings.requireSpecialChar,
  verifyEmailMethod: settings.verifyEmailMethod,
  resetPasswordMethod: settings.resetPasswordMethod,
})

export const toConfig = ({ id, settings, createdAt, updatedAt }: Environment): Wire['ProjectConfig'] => ({
  id,
  requireEmailVerification: settings.requireEmailVerification,
  passwordMinLength: settings.passwordMinLength,
  requireNumber: settings.requireNumber,
  requireLowercase: settings.requireLowercase,
  requireUppercase: settings.requireUppercase,
  requireSpecialChar: settings.requireSpecialChar,
  verifyEmailMethod: settings.verifyEmailMethod,
  resetPasswordMethod: settings.resetPasswordMethod,
  verifyEmailRedirectTo: settings.verifyEmailRedirectTo,
  resetPasswordRedirectTo: settings.resetPasswordRedirectTo,
  signInRedirectTo: settings.signInRedirectTo,
  allowedRedirectUrls: [...settings.allowedRedirectUrls],
  disableSignup: settings.disableSignUp,
  createdAt: new Date(createdAt).toISOString(),
  updatedAt: new Date(updatedAt).toISOString(),
})

/** Everything that is not said to be mobile or desktop is a browser. */
export const isWeb = (clientType: string | undefined): boolean => !['mobile', 'desktop'].includes(clientType ?? 'web')

const cookie = { name: 'refresh_token', path: '/api/auth', httpOnly: true, sameSite: 'Lax' } as const

export const toRefreshCookie = ({ refreshToken, refreshSeconds }: StartedSession) =>
  ({ ...cookie, value: refreshToken, maxAge: refreshSeconds }) as const

export const clearedRefreshCookie = { ...cookie, value: '', maxAge: 0 } as const
