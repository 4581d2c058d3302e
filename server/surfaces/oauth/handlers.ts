// generated, do not edit: npm run generate
import type { Handlers } from '../handle.ts'
import * as authorization from './authorization.ts'
import * as devices from './devices.ts'
import * as discovery from './discovery.ts'
import * as hostedPasskey from './hosted-passkey.ts'
import * as hostedPassword from './hosted-password.ts'
import * as hostedSecondFactor from './hosted-second-factor.ts'
import * as hostedSignInLink from './hosted-sign-in-link.ts'
import * as hostedSignUp from './hosted-sign-up.ts'
import * as hostedVerification from './hosted-verification.ts'
import * as logout from './logout.ts'
import * as providers from './providers.ts'
import * as pushedRequests from './pushed-requests.ts'
import * as registrations from './registrations.ts'
import * as tokens from './tokens.ts'
import * as userinfo from './userinfo.ts'

export const handlers: Handlers<'oauth'> = {
  ...authorization,
  ...devices,
  ...discovery,
  ...hostedPasskey,
  ...hostedPassword,
  ...hostedSecondFactor,
  ...hostedSignInLink,
  ...hostedSignUp,
  ...hostedVerification,
  ...logout,
  ...providers,
  ...pushedRequests,
  ...registrations,
  ...tokens,
  ...userinfo,
}
