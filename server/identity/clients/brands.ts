// Whose page a person sees.
import type { Context } from '../../context.ts'
import type { Brand } from '../../model/brand.ts'
import type { Environment } from '../../model/environment.ts'
import { findApplication } from '../../storage/applications.ts'
import { isProject } from '../administration/project.ts'

/** How pages about an environment look: as its application is called, in the project as the service is set. */
export const brandOf = async (ctx: Context, environment: Environment): Promise<Brand> => {
  const application = await findApplication(ctx.db, environment.tenantId, environment.applicationId)
  const set = isProject(ctx, environment) ? ctx.config.projectBrand : {}
  const { name = application?.name ?? 'this project', logoUrl = application?.logoUrl ?? null, accent = null } = set
  return { name, logoUrl, accent }
}
