import { callerOfBasic } from '../../identity/authorization/client-authentication.ts'
import { callerOfOpenIdToken } from '../../identity/authorization/userinfo.ts'
import { fittingForm } from '../../identity/sessions/csrf.ts'
import { callerOfRegistration } from '../../identity/clients/dynamic-registration.ts'
import { originsOfClients } from '../../identity/clients/origins.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers } from './handlers.ts'

export const oauth = {
  handlers,
  schemes: {
    oauthClientBasic: callerOfBasic,
    oauthBearer: callerOfOpenIdToken,
    oauthRegistration: callerOfRegistration,
  },
  origins: originsOfClients,
  chooseCookies: async (ctx, { values, formToken }) => {
    const chosen: Record<string, string> = {}
    for (const name of ['sign_in_form', 'device_form']) {
      const form = fittingForm(ctx, values.get(name) ?? [], formToken)
      if (form !== undefined) chosen[name] = form
    }
    return chosen
  },
} satisfies SurfaceModule
