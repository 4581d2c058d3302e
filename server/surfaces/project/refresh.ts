import { renewSessionCsrf, requireFittingRefreshToken } from '../../identity/sessions/csrf.ts'
import { requireProject } from '../../identity/administration/project.ts'
import { refreshProjectSession } from '../../identity/sessions/project-sessions.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { inBody, inCookies } from './refresh-tokens.ts'
import { toSession } from './signed-in.ts'
import { isWeb } from './views.ts'

export const refresh: Handle<'project.refresh'> = async (request, ctx) => {
  const { query, headers } = request
  const web = isWeb(query.client_type)
  const presented = web
    ? await requireFittingRefreshToken(ctx, inCookies(request), headers['x-csrf-token'])
    : inBody(request)
  if (!presented) throw new Failure('invalid_refresh_token')
  const refreshed = await refreshProjectSession(ctx, presented)
  return { status: 200, ...(await toSession(ctx, refreshed, query.client_type)) }
}

export const getCsrfToken: Handle<'project.getCsrfToken'> = async (request, ctx) => {
  await requireProject(ctx)
  const csrfToken = await renewSessionCsrf(ctx, policies.project.surface, inCookies(request))
  return { status: 200, body: { csrfToken }, headers: { 'X-CSRF-Token': csrfToken } }
}
