// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as administrators from './administrators.ts'
import * as apiKeys from './api-keys.ts'
import * as appSessions from './app-sessions.ts'
import * as applications from './applications.ts'
import * as clients from './clients.ts'
import * as mfa from './mfa.ts'
import * as permissions from './permissions.ts'
import * as reauthentication from './reauthentication.ts'
import * as roles from './roles.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

export const handlers: Handlers<'platform'> = {
  ...administrators,
  ...apiKeys,
  ...appSessions,
  ...applications,
  ...clients,
  ...mfa,
  ...permissions,
  ...reauthentication,
  ...roles,
  ...sessions,
  ...users,
}
