// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as authorization from './authorization.ts'
import * as devices from './devices.ts'
import * as discovery from './discovery.ts'
import * as logout from './logout.ts'
import * as providers from './providers.ts'
import * as registrations from './registrations.ts'
import * as tokens from './tokens.ts'
import * as userinfo from './userinfo.ts'

export const handlers: Handlers<'oauth'> = {
  ...authorization,
  ...devices,
  ...discovery,
  ...logout,
  ...providers,
  ...registrations,
  ...tokens,
  ...userinfo,
}
