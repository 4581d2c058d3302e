import { callerOfAccessToken } from '../../identity/sessions/callers.ts'
import { originsOfEnvironments } from '../../identity/clients/origins.ts'
import { nameEnvironment } from '../../identity/clients/publishable-keys.ts'
import { callerOfSecretKey } from '../../identity/clients/secret-keys.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as activeOrganization from './active-organization.ts'
import * as emailVerifications from './email-verifications.ts'
import * as invitations from './invitations.ts'
import * as members from './members.ts'
import * as mfa from './mfa.ts'
import * as oauth from './oauth.ts'
import * as organizations from './organizations.ts'
import * as ownSessions from './own-sessions.ts'
import * as passwordResets from './password-resets.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

const handlers: Handlers<'app'> = {
  ...users,
  ...sessions,
  ...passwordResets,
  ...emailVerifications,
  ...oauth,
  ...mfa,
  ...ownSessions,
  ...activeOrganization,
  ...organizations,
  ...members,
  ...invitations,
}

export const app = {
  handlers,
  schemes: {
    appPublishableKey: async (ctx, key) => {
      await nameEnvironment(ctx, key)
      return { kind: 'nobody' }
    },
    appSecretKey: callerOfSecretKey,
    appBearer: (ctx, token) => callerOfAccessToken(ctx, token, 'app'),
  },
  origins: originsOfEnvironments,
} satisfies SurfaceModule
