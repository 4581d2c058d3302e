import {
  callerOfProjectAdmin,
  callerOfProjectCredential,
  callerOfProjectUser,
} from '../../identity/sessions/project-callers.ts'
import { fittingForm, fittingRefreshToken } from '../../identity/sessions/csrf.ts'
import { originsOfProject } from '../../identity/clients/origins.ts'
import type { Handlers } from '../handle.ts'
import type { SurfaceModule } from '../surface.ts'
import * as admin from './admin.ts'
import * as config from './config.ts'
import * as emailVerifications from './email-verifications.ts'
import * as hostedPassword from './hosted-password.ts'
import * as hostedSignIn from './hosted-sign-in.ts'
import * as hostedSignUp from './hosted-sign-up.ts'
import * as hostedVerification from './hosted-verification.ts'
import * as oauth from './oauth.ts'
import * as oauthCallbacks from './oauth-callbacks.ts'
import * as oauthCodes from './oauth-codes.ts'
import * as passwordResets from './password-resets.ts'
import * as profiles from './profiles.ts'
import * as refresh from './refresh.ts'
import { cookieNames } from './refresh-tokens.ts'
import * as registrations from './registrations.ts'
import * as sessions from './sessions.ts'
import * as users from './users.ts'

const handlers: Handlers<'project'> = {
  ...registrations,
  ...users,
  ...sessions,
  ...refresh,
  ...profiles,
  ...config,
  ...emailVerifications,
  ...passwordResets,
  ...oauth,
  ...oauthCallbacks,
  ...oauthCodes,
  ...hostedSignIn,
  ...hostedSignUp,
  ...hostedVerification,
  ...hostedPassword,
  ...admin,
}

export const project = {
  handlers,
  schemes: {
    projectUser: callerOfProjectUser,
    projectAdmin: callerOfProjectAdmin,
    projectBearer: callerOfProjectCredential,
  },
  origins: originsOfProject,
  chooseCookies: async (ctx, { values, csrfToken, formToken }) => {
    const chosen: Record<string, string> = {}
    const held = cookieNames.flatMap((name) => (values.get(name) ?? []).map((value) => ({ name, value })))
    const fitting = await fittingRefreshToken(
      ctx,
      held.map(({ value }) => value),
      csrfToken,
    )
    for (const { name, value } of held) if (value === fitting) chosen[name] = value
    const form = fittingForm(ctx, values.get('hosted_form') ?? [], formToken)
    return form === undefined ? chosen : { ...chosen, hosted_form: form }
  },
} satisfies SurfaceModule
