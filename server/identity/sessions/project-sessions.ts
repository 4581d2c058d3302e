// Sessions of the project's users.
import type { Context } from '../../context.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import { requireProject } from '../administration/project.ts'
import { refreshSession } from './refresh.ts'
import { type StartedSession } from './sessions.ts'

/** Exchanges a refresh token of this project. */
export const refreshProjectSession = async (ctx: Context, presented: string): Promise<LiveSession & StartedSession> => {
  const project = await requireProject(ctx)
  const refreshed = await refreshSession(ctx, policies.project, presented)
  if (refreshed.environment.id !== project.id) throw new Failure('invalid_refresh_token')
  return refreshed
}
