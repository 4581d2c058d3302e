// A tenant's applications. All that an administrator names is looked up below their own tenant: what is not there does
// not exist.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { roles } from '../../model/organization.ts'
import { defaultSettings } from '../../model/policies.ts'
import { countApiKeys } from '../../storage/api-keys.ts'
import {
  type Application,
  findApplication,
  insertApplication,
  listApplications as listRows,
  updateApplication as updateRow,
} from '../../storage/applications.ts'
import { type Database, exclusively, isUniqueViolation } from '../../storage/database.ts'
import { markApplicationDeleted } from '../../storage/deleted-applications.ts'
import {
  insertEnvironment,
  listEnvironments,
  listEnvironmentsOfTenant,
  updateEnvironment,
} from '../../storage/environments.ts'
import { insertPublishableKey, listCurrentKeys } from '../../storage/publishable-keys.ts'
import { countRoles } from '../../storage/roles.ts'
import { countLiveSessions } from '../../storage/session-lists.ts'
import { countUsers } from '../../storage/users.ts'
import { requireTenant } from './administrators.ts'
import { mergeAuthConfig, settingsOf } from './application-settings.ts'
import { byCaller, record } from './audit.ts'
import { newPublishableKey } from '../clients/publishable-keys.ts'
import { requireRoom } from '../limits/quotas.ts'
import { requireRedirectUrls } from '../authorization/redirects.ts'

/** An application with its environments, and the current key of each. */
export interface Staged {
  readonly application: Application
  readonly stages: readonly { readonly environment: Environment; readonly publishableKey: string }[]
}

const firstEnvironments = ['development', 'production']

export const listApplications = async (ctx: Context): Promise<Staged[]> => {
  const { tenant } = await requireTenant(ctx)
  const applications = await listRows(ctx.db, tenant.id)
  const environments = await listEnvironmentsOfTenant(ctx.db, tenant.id)
  const keys = await keysOf(ctx, environments)
  return applications.map((application) => ({
    application,
    stages: environments.filter(({ applicationId }) => applicationId === application.id).map(keys),
  }))
}

/** With its environments, or `application_not_found`. */
export const requireApplication = async (
  ctx: Context,
  id: string,
): Promise<{ application: Application; environments: Environment[] }> => {
  const { tenant } = await requireTenant(ctx)
  return readApplication(ctx.db, tenant.id, id)
}

const readApplication = async (db: Database, tenantId: string, id: string) => {
  const application = await findApplication(db, tenantId, id)
  if (!application) throw new Failure('application_not_found')
  return { application, environments: await listEnvironments(db, id) }
}

/** Does `work` with an application and its environments as they are while nobody else adds or renames one or changes their rules. */
export const withEnvironmentsOf = async <T>(
  ctx: Context,
  id: string,
  work: (db: Database, current: { application: Application; environments: Environment[] }) => Promise<T>,
): Promise<T> => {
  const { tenant } = await requireTenant(ctx)
  return exclusively(ctx.db, `environments of ${id}`, async (db) => work(db, await readApplication(db, tenant.id, id)))
}

/** One environment of an application, all of them where none is named. */
export const requireEnvironments = async (
  ctx: Context,
  applicationId: string,
  environmentId: string | undefined,
): Promise<[Environment, ...Environment[]]> => {
  const { environments } = await requireApplication(ctx, applicationId)
  const [first, ...others] = environments.filter(({ id }) => environmentId === undefined || id === environmentId)
  if (!first) throw new Failure('environment_not_found')
  return [first, ...others]
}

/** One environment of an application, or `environment_not_found`. */
export const requireEnvironmentOf = async (
  ctx: Context,
  applicationId: string,
  environmentId: string,
): Promise<Environment> => (await requireEnvironments(ctx, applicationId, environmentId))[0]

export const getApplication = async (ctx: Context, id: string): Promise<Staged> => {
  const { application, environments } = await requireApplication(ctx, id)
  return { application, stages: environments.map(await keysOf(ctx, environments)) }
}

export type NewApplication = Pick<
  Application,
  'name' | 'slug' | 'domain' | 'homeUrl' | 'callbackUrls' | 'settings' | 'authConfig'
>

/** With two environments, and a publishable key for each. */
export const createApplication = async (ctx: Context, given: NewApplication): Promise<Staged> => {
  const { tenant } = await requireTenant(ctx)
  requireCallbackUrls(ctx, given)
  const now = ctx.clock.now()
  const times = { createdAt: now, updatedAt: now }
  const application = { ...given, ...times, id: ctx.ids.uuid(), tenantId: tenant.id, logoUrl: null, isActive: true }
  const stages = firstEnvironments.map((name) => {
    const environment: Environment = {
      ...times,
      id: ctx.ids.uuid(),
      applicationId: application.id,
      tenantId: tenant.id,
      name,
      isActive: true,
      settings: settingsOf(defaultSettings, given.authConfig),
    }
    return { environment, key: newPublishableKey(ctx, environment) }
  })
  await exclusively(ctx.db, `applications of ${tenant.id}`, async (db) => {
    requireRoom(ctx, 'applicationsPerTenant', (await listRows(db, tenant.id)).length)
    await insertApplication(db, application).catch((error: unknown) => {
      if (isUniqueViolation(error)) throw new Failure('slug_taken', undefined, { cause: error })
      throw error
    })
    for (const { environment, key } of stages) {
      await insertEnvironment(db, environment)
      await insertPublishableKey(db, key)
    }
    await record(ctx, db, 'application.created', {
      environmentId: null,
      tenantId: tenant.id,
      applicationId: application.id,
      ...byCaller(ctx),
      data: { applicationId: application.id },
    })
  })
  return { application, stages: stages.map(({ environment, key }) => ({ environment, publishableKey: key.key })) }
}

const requireCallbackUrls = (ctx: Context, { callbackUrls }: Partial<NewApplication>): void =>
  requireRedirectUrls(
    ctx,
    (callbackUrls ?? []).map((url, index) => [`callbackUrls.${index}`, url]),
  )

/** What changes; `authConfig` sets the rules that it names in all environments, and null puts all back. */
export const updateApplication = async (
  ctx: Context,
  id: string,
  patch: Partial<Omit<NewApplication, 'slug'> & Pick<Application, 'isActive'>>,
): Promise<Staged> => {
  // Before its addresses are looked at: what is not there is not there.
  await requireApplication(ctx, id)
  requireCallbackUrls(ctx, patch)
  const updatedAt = ctx.clock.now()
  await withEnvironmentsOf(ctx, id, async (db, { application, environments }) => {
    const { authConfig, ...others } = patch
    if (authConfig === undefined) await updateRow(db, id, { ...others, updatedAt })
    else {
      const merged = mergeAuthConfig(application.authConfig, authConfig)
      await updateRow(db, id, { ...others, authConfig: merged, updatedAt })
      for (const environment of environments) {
        const settings = settingsOf(environment.settings, authConfig)
        await updateEnvironment(db, environment.id, { settings, updatedAt })
      }
    }
    await record(ctx, db, 'application.updated', {
      environmentId: null,
      tenantId: application.tenantId,
      applicationId: id,
      ...byCaller(ctx),
      data: { applicationId: id, fields: Object.keys(patch) },
    })
  })
  return getApplication(ctx, id)
}

/** With its environments and all that is in them: nothing of it answers any more, and its rows go in the background. */
export const deleteApplication = (ctx: Context, id: string): Promise<void> =>
  withEnvironmentsOf(ctx, id, async (db, { application: { tenantId } }) => {
    await markApplicationDeleted(db, id, ctx.clock.now())
    await record(ctx, db, 'application.deleted', {
      environmentId: null,
      tenantId,
      applicationId: id,
      ...byCaller(ctx),
      data: { applicationId: id },
    })
  })

export interface ApplicationStats {
  readonly roles: number
  readonly apiKeys: number
  readonly stages: readonly { readonly environment: Environment; readonly users: number; readonly sessions: number }[]
}

export const countApplication = async (ctx: Context, id: string): Promise<ApplicationStats> => {
  const { environments } = await requireApplication(ctx, id)
  const ids = environments.map((environment) => environment.id)
  const stages = []
  for (const environment of environments) {
    const users = await countUsers(ctx.db, environment.id)
    stages.push({ environment, users, sessions: await countLiveSessions(ctx.db, [environment.id], ctx.clock.now()) })
  }
  // Every organization has the same built-in roles beside those that the environments have.
  return { roles: roles.length + (await countRoles(ctx.db, ids)), apiKeys: await countApiKeys(ctx.db, ids), stages }
}

/** Puts to an environment its current key. */
const keysOf = async (ctx: Context, environments: readonly Environment[]) => {
  const ids = environments.map(({ id }) => id)
  const keys = ids.length === 0 ? [] : await listCurrentKeys(ctx.db, ids)
  const byEnvironment = new Map(keys.map(({ environmentId, key }) => [environmentId, key]))
  return (environment: Environment) => ({ environment, publishableKey: byEnvironment.get(environment.id) ?? '' })
}
