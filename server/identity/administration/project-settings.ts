import type { Context } from '../../context.ts'
import type { AuthSettings, Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { exclusively } from '../../storage/database.ts'
import { updateEnvironment } from '../../storage/environments.ts'
import { record } from './audit.ts'
import { requireProject } from './project.ts'
import { requireRedirectUrls } from '../authorization/redirects.ts'

/** Changes settings of the project; those that are not named stay. */
export const updateProjectSettings = async (ctx: Context, changes: Partial<AuthSettings>): Promise<Environment> => {
  requireRedirectUrls(ctx, redirectsIn(changes))
  const { id } = await requireProject(ctx)
  // Two administrators at once: neither takes back what the other one changed.
  return exclusively(ctx.db, `settings ${id}`, async (db) => {
    const { settings } = await requireProject(ctx, db)
    const updated = await updateEnvironment(db, id, {
      settings: { ...settings, ...changes },
      updatedAt: ctx.clock.now(),
    })
    if (!updated) throw new Failure('unavailable')
    await record(ctx, db, 'project.settings_changed', { environmentId: id, data: { names: Object.keys(changes) } })
    return updated
  })
}

const redirectsIn = (changes: Partial<AuthSettings>) => {
  const { verifyEmailRedirectTo, resetPasswordRedirectTo, signInRedirectTo, allowedRedirectUrls = [] } = changes
  const named = Object.entries({ verifyEmailRedirectTo, resetPasswordRedirectTo, signInRedirectTo })
  return [...named, ...allowedRedirectUrls.map((url) => ['allowedRedirectUrls', url] as const)]
}
