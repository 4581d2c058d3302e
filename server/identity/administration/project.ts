// The project is one environment: which one.
import type { Context, World } from '../../context.ts'
import { type Environment, noProject } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import type { Database } from '../../storage/database.ts'
import { findEnvironment } from '../../storage/environments.ts'
import { sandboxEnvironmentId } from '../../model/sandbox-credentials.ts'

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
export const findProject = async (
  ctx: Pick<Context, 'config' | 'db'>,
  db: Database = ctx.db,
): Promise<Environment | undefined> => {
  const environment = await findEnvironment(db, ctx.config.projectEnvironment ?? sandboxEnvironmentId)
  return environment?.isActive ? environment : undefined
}

/** Whether it is the project's. */
export const isProject = (ctx: Pick<Context, 'config'>, { id }: Environment): boolean =>
  id === (ctx.config.projectEnvironment ?? sandboxEnvironmentId)
