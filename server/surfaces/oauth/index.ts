import { callerOfBasic } from '../../identity/authorization/client-authentication.ts'
import { callerOfOpenIdToken } from '../../identity/authorization/userinfo.ts'
import { findBrowserSession } from '../../identity/sessions/browser-sessions.ts'
import { fittingForm } from '../../identity/sessions/csrf.ts'
import { callerOfRegistration } from '../../identity/clients/dynamic-registration.ts'
import { originsOfClients } from '../../identity/clients/origins.ts'
import { clientsById } from '../../identity/clients/request-clients.ts'
import type { SurfaceModule } from '../surface.ts'
import { handlers, resources } from './handlers.ts'

export const oauth = {
  handlers,
  resources,
  schemes: {
    oauthClientBasic: callerOfBasic,
    oauthBearer: callerOfOpenIdToken,
    oauthRegistration: callerOfRegistration,
  },
  origins: originsOfClients,
  clients: clientsById,
  chooseCookies: async (ctx, { values, formToken }) => {
    const chosen: Record<string, string> = {}
    for (const name of ['sign_in_form', 'device_form']) {
      const form = fittingForm(ctx, values.get(name) ?? [], formToken)
      if (form !== undefined) chosen[name] = form
    }
    for (const cookie of values.get('browser_session') ?? []) {
      const live = await findBrowserSession(ctx, cookie)
      const toSignOut = live && fittingForm(ctx, values.get('sign_out_form') ?? [], formToken, live.session.id)
      if (toSignOut !== undefined) return { ...chosen, browser_session: cookie, sign_out_form: toSignOut }
    }
    return chosen
  },
} satisfies SurfaceModule
