import { activateOrganization } from '../../identity/sessions/active-organization.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toTokens } from './signed-in.ts'

export const setActiveOrganization: Handle<'app.setActiveOrganization'> = async ({ body }, ctx) => {
  const { user, environment } = requireUser(ctx)
  const started = await activateOrganization(ctx, policies.app, body.organizationId)
  return { status: 200, body: await toTokens(ctx, { ...started, user, environment }) }
}
