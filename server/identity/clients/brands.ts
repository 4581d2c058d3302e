// Whose page a person sees.
import type { Context } from '../../context.ts'
import type { Brand } from '../../model/brand.ts'
import type { Environment } from '../../model/environment.ts'
import type { Failure } from '../../model/failure.ts'
import { findCachedApplication } from '../../storage/applications.ts'
import type { Database } from '../../storage/database.ts'
import { findCachedEnvironment } from '../../storage/environments.ts'
import { findProject, isProject } from '../administration/project.ts'

/**
 * Whose a refusal is that a person gets as a page: of the environment that it names, or of the client that the request names.
 * A link that nobody knows any more was the project's, where there is one.
 */
export const findPlaceOfRefusal = async (
  ctx: Context,
  { code, environmentId }: { readonly code: Failure['code']; readonly environmentId?: string | undefined },
): Promise<Environment | undefined> => {
  const id = environmentId ?? ctx.client?.environmentId
  if (id !== undefined) return findCachedEnvironment(ctx.db, id)
  return code === 'invalid_link' || code === 'invalid_invitation' ? findProject(ctx) : undefined
}

/** How pages about an environment look: as its application is called, in the project as the service is set. */
export const brandOf = async (
  ctx: Pick<Context, 'config' | 'db'>,
  environment: Environment,
  db: Database = ctx.db,
): Promise<Brand> => {
  const application = await findCachedApplication(db, environment.tenantId, environment.applicationId)
  const set = isProject(ctx, environment) ? ctx.config.projectBrand : {}
  const { name = application?.name ?? 'this project', logoUrl = application?.logoUrl ?? null, accent = null } = set
  return { name, logoUrl, accent }
}
