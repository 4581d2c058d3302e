// The console is where administrators sign in: an environment like any other, so that their passwords, sessions and
// limits are those of all people. It belongs to a tenant that nobody runs, has no client and no publishable key, and so
// cannot be reached but by the surface that is made for it.
import type { Context, World } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { defaultSettings } from '../../model/policies.ts'
import { insertApplication } from '../../storage/applications.ts'
import { type Database, exclusively } from '../../storage/database.ts'
import { findCachedEnvironment, findEnvironment, insertEnvironment } from '../../storage/environments.ts'
import { insertTenant } from '../../storage/tenants.ts'

/** Nobody's tenant: it is in no list. */
export const consoleTenantId = '01900000-0000-7000-8000-0000000000c1'
const applicationId = '01900000-0000-7000-8000-0000000000c2'
export const consoleEnvironmentId = '01900000-0000-7000-8000-0000000000c3'

/** No tenant of the API can take it: slugs there are letters, digits and hyphens. */
const slug = '_console'

/** Makes the console where there is none yet. Several instances may start at once. */
export const ensureConsole = (world: World): Promise<void> =>
  exclusively(world.db, 'console', async (db) => {
    if (!(await findEnvironment(db, consoleEnvironmentId))) await createConsole(world, db)
  })

export const createConsole = async (world: World, db: Database): Promise<void> => {
  const now = world.clock.now()
  const times = { createdAt: now, updatedAt: now }
  await insertTenant(db, { id: consoleTenantId, name: 'Countersign', slug, plan: 'free', isActive: true, ...times })
  await insertApplication(db, {
    id: applicationId,
    tenantId: consoleTenantId,
    name: 'Countersign',
    slug,
    domain: null,
    logoUrl: null,
    homeUrl: null,
    callbackUrls: null,
    settings: null,
    authConfig: null,
    isActive: true,
    ...times,
  })
  await insertEnvironment(db, {
    id: consoleEnvironmentId,
    applicationId,
    tenantId: consoleTenantId,
    name: 'console',
    isActive: true,
    settings: defaultSettings,
    ...times,
  })
}

/** The environment whose users are the administrators of all tenants. */
export const consoleEnvironment = async (ctx: Pick<Context, 'db'>): Promise<Environment> => {
  const environment = await findCachedEnvironment(ctx.db, consoleEnvironmentId)
  if (!environment) throw new Failure('unavailable')
  return environment
}
