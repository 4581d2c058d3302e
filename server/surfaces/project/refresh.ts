import { mayUseRefreshCookie } from '../../identity/csrf.ts'
import { refreshProjectSession } from '../../identity/project.ts'
import { Failure } from '../../model/failure.ts'
import type { Handle } from '../handle.ts'
import { inBody, inCookie } from './refresh-tokens.ts'
import { toSession } from './signed-in.ts'
import { isWeb } from './views.ts'

export const refresh: Handle<'project.refresh'> = async (request, ctx) => {
  const { query, headers } = request
  const web = isWeb(query.client_type)
  const presented = web ? inCookie(request) : inBody(request)
  if (!presented) throw new Failure('invalid_refresh_token')
  if (web && !mayUseRefreshCookie(ctx, presented, headers['x-csrf-token'])) throw new Failure('csrf_mismatch')
  const refreshed = await refreshProjectSession(ctx, presented)
  return { status: 200, ...(await toSession(ctx, refreshed, query.client_type)) }
}
