// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as activeOrganization from './active-organization.ts'
import * as authenticatorApps from './authenticator-apps.ts'
import * as emailVerifications from './email-verifications.ts'
import * as identities from './identities.ts'
import * as imports from './imports.ts'
import * as invitations from './invitations.ts'
import * as managedUsers from './managed-users.ts'
import * as members from './members.ts'
import * as mfa from './mfa.ts'
import * as oauth from './oauth.ts'
import * as organizations from './organizations.ts'
import * as ownAccount from './own-account.ts'
import * as ownSessions from './own-sessions.ts'
import * as passkeys from './passkeys.ts'
import * as passwordResets from './password-resets.ts'
import * as permissions from './permissions.ts'
import * as reauthentication from './reauthentication.ts'
import * as roles from './roles.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

export const handlers: Handlers<'app'> = {
  ...activeOrganization,
  ...authenticatorApps,
  ...emailVerifications,
  ...identities,
  ...imports,
  ...invitations,
  ...managedUsers,
  ...members,
  ...mfa,
  ...oauth,
  ...organizations,
  ...ownAccount,
  ...ownSessions,
  ...passkeys,
  ...passwordResets,
  ...permissions,
  ...reauthentication,
  ...roles,
  ...sessions,
  ...users,
}
