import {
  callerOfProjectAdmin,
  callerOfProjectCredential,
  callerOfProjectUser,
} from '../../identity/sessions/project-callers.ts'
import { fittingForm, fittingRefreshToken } from '../../identity/sessions/csrf.ts'
import { originsOfProject } from '../../identity/clients/origins.ts'
import type { SurfaceModule } from '../surface.ts'
import { cookieNames } from './refresh-tokens.ts'
import { handlers, resources } from './handlers.ts'

export const project = {
  handlers,
  resources,
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
