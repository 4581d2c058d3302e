// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as accountViews from './account-views.ts'
import * as accounts from './accounts.ts'
import * as applicationUsers from './application-users.ts'
import * as authenticatorApps from './authenticator-apps.ts'
import * as childAccounts from './child-accounts.ts'
import * as clients from './clients.ts'
import * as consents from './consents.ts'
import * as csrf from './csrf.ts'
import * as emailVerifications from './email-verifications.ts'
import * as identities from './identities.ts'
import * as invitations from './invitations.ts'
import * as loginMethods from './login-methods.ts'
import * as magicLinks from './magic-links.ts'
import * as members from './members.ts'
import * as mfa from './mfa.ts'
import * as notices from './notices.ts'
import * as ownData from './own-data.ts'
import * as ownEmail from './own-email.ts'
import * as ownInvitations from './own-invitations.ts'
import * as ownPage from './own-page.ts'
import * as ownPassword from './own-password.ts'
import * as ownSessions from './own-sessions.ts'
import * as passkeys from './passkeys.ts'
import * as passwordResets from './password-resets.ts'
import * as providers from './providers.ts'
import * as reauthentication from './reauthentication.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'
import * as waitlists from './waitlists.ts'

export const handlers: Handlers<'account'> = {
  ...accountViews,
  ...accounts,
  ...applicationUsers,
  ...authenticatorApps,
  ...childAccounts,
  ...clients,
  ...consents,
  ...csrf,
  ...emailVerifications,
  ...identities,
  ...invitations,
  ...loginMethods,
  ...magicLinks,
  ...members,
  ...mfa,
  ...notices,
  ...ownData,
  ...ownEmail,
  ...ownInvitations,
  ...ownPage,
  ...ownPassword,
  ...ownSessions,
  ...passkeys,
  ...passwordResets,
  ...providers,
  ...reauthentication,
  ...sessions,
  ...users,
  ...waitlists,
}
