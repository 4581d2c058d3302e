// The project is one environment: which one, and its users' sessions.
import type { Context, World } from '../../context.ts'
import { type Environment, noProject } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Database } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import type { LiveSession } from '../../storage/sessions.ts'
import { sandboxEnvironmentId } from '../../model/sandbox-credentials.ts'
import { type StartedSession, refreshSession } from '../sessions/sessions.ts'

/** The environment behind the project, read fresh: its settings hold from the next request on, on every instance. */
export const requireProject = async (ctx: Context, db: Database = ctx.db): Promise<Environment> => {
  const environment = await findProject(ctx, db)
  if (!environment) throw new Failure('unavailable', 'No project is set up here.')
  return environment
}

/** Ends the start with a sentence where the settings name an environment that this database does not have. */
export const requireConfiguredProject = async ({ config, db }: World): Promise<void> => {
  const id = config.projectEnvironment
  if (id === null || id === noProject || (await findEnvironment(db, id))) return
  throw new Error(
    `PROJECT_ENVIRONMENT is "${id}", and this database has no such environment: set the id of one, or none until it is made.`,
  )
}

/** The same where a service without a project can go on. */
export const findProject = async (ctx: Context, db: Database = ctx.db): Promise<Environment | undefined> => {
  const environment = await findEnvironment(db, ctx.config.projectEnvironment ?? sandboxEnvironmentId)
  return environment?.isActive ? environment : undefined
}

/** Whether it is the project's. */
export const isProject = (ctx: Pick<Context, 'config'>, { id }: Environment): boolean =>
  id === (ctx.config.projectEnvironment ?? sandboxEnvironmentId)

/** Exchanges a refresh token of this project. */
export const refreshProjectSession = async (ctx: Context, presented: string): Promise<LiveSession & StartedSession> => {
  const project = await requireProject(ctx)
  const refreshed = await refreshSession(ctx, policies.project, presented)
  if (refreshed.environment.id !== project.id) throw new Failure('invalid_refresh_token')
  return refreshed
}
