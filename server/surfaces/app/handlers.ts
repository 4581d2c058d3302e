// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as activeOrganization from './active-organization.ts'
import * as emailVerifications from './email-verifications.ts'
import * as invitations from './invitations.ts'
import * as members from './members.ts'
import * as mfa from './mfa.ts'
import * as oauth from './oauth.ts'
import * as organizations from './organizations.ts'
import * as ownSessions from './own-sessions.ts'
import * as passwordResets from './password-resets.ts'
import * as reauthentication from './reauthentication.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

export const handlers: Handlers<'app'> = {
  ...activeOrganization,
  ...emailVerifications,
  ...invitations,
  ...members,
  ...mfa,
  ...oauth,
  ...organizations,
  ...ownSessions,
  ...passwordResets,
  ...reauthentication,
  ...sessions,
  ...users,
}
