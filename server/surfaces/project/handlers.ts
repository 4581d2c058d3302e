// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as admin from './admin.ts'
import * as authenticatorApps from './authenticator-apps.ts'
import * as config from './config.ts'
import * as emailVerifications from './email-verifications.ts'
import * as hostedPasskey from './hosted-passkey.ts'
import * as hostedPassword from './hosted-password.ts'
import * as hostedSecondFactor from './hosted-second-factor.ts'
import * as hostedSignIn from './hosted-sign-in.ts'
import * as hostedSignUp from './hosted-sign-up.ts'
import * as hostedVerification from './hosted-verification.ts'
import * as idTokens from './id-tokens.ts'
import * as identities from './identities.ts'
import * as mfa from './mfa.ts'
import * as oauth from './oauth.ts'
import * as oauthCallbacks from './oauth-callbacks.ts'
import * as oauthCodes from './oauth-codes.ts'
import * as ownAccount from './own-account.ts'
import * as ownSessions from './own-sessions.ts'
import * as passkeys from './passkeys.ts'
import * as passwordResets from './password-resets.ts'
import * as profiles from './profiles.ts'
import * as reauthentication from './reauthentication.ts'
import * as refresh from './refresh.ts'
import * as registrations from './registrations.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

export const handlers: Handlers<'project'> = {
  ...admin,
  ...authenticatorApps,
  ...config,
  ...emailVerifications,
  ...hostedPasskey,
  ...hostedPassword,
  ...hostedSecondFactor,
  ...hostedSignIn,
  ...hostedSignUp,
  ...hostedVerification,
  ...idTokens,
  ...identities,
  ...mfa,
  ...oauth,
  ...oauthCallbacks,
  ...oauthCodes,
  ...ownAccount,
  ...ownSessions,
  ...passkeys,
  ...passwordResets,
  ...profiles,
  ...reauthentication,
  ...refresh,
  ...registrations,
  ...sessions,
  ...users,
}
