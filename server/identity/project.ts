// The project is one environment: which one, and its users' sessions.
import type { Context } from '../context.ts'
import type { Environment } from '../model/environment.ts'
import { Failure } from '../model/failure.ts'
import { policies } from '../model/policies.ts'
import type { Database } from '../storage/database.ts'
import { findEnvironment } from '../storage/environments.ts'
import type { LiveSession } from '../storage/sessions.ts'
import { sandboxEnvironmentId } from './sandbox.ts'
import { type StartedSession, refreshSession } from './sessions.ts'

/** The environment behind the project, read fresh: its settings hold from the next request on, on every instance. */
export const requireProject = async (ctx: Context, db: Database = ctx.db): Promise<Environment> => {
  const environment = await findProject(ctx, db)
  if (!environment) throw new Failure('unavailable', 'No project is set up here.')
  return environment
}

/** The same where a service without a project can go on. */
export const findProject = async (ctx: Context, db: Database = ctx.db): Promise<Environment | undefined> => {
  const environment = await findEnvironment(db, ctx.config.projectEnvironment ?? sandboxEnvironmentId)
  return environment?.isActive ? environment : undefined
}

/** Whether it is the project's. */
export const isProject = (ctx: Context, { id }: Environment): boolean =>
  id === (ctx.config.projectEnvironment ?? sandboxEnvironmentId)

/** Whether a page belongs to an app of the project: the addresses that sign-ins may end at say where those live. */
export const isProjectOrigin = async (ctx: Context, origin: string): Promise<boolean> => {
  const environment = await findEnvironment(ctx.db, ctx.config.projectEnvironment ?? sandboxEnvironmentId)
  // The address of an app on a device has the origin null, like a page that hides where it is from.
  const pages = environment?.settings.allowedRedirectUrls.filter((url) => /^https?:/i.test(url)) ?? []
  return pages.some((url) => new URL(url).origin === origin)
}

/** Exchanges a refresh token of this project. */
export const refreshProjectSession = async (ctx: Context, presented: string): Promise<LiveSession & StartedSession> => {
  const project = await requireProject(ctx)
  const refreshed = await refreshSession(ctx, policies.project, presented)
  if (refreshed.environment.id !== project.id) throw new Failure('invalid_refresh_token')
  return refreshed
}
