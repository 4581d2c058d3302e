// The environments of an application, for its administrators. They go with their application: by themselves they are only switched off.
import type { Context } from '../../context.ts'
import type { Environment } from '../../model/environment.ts'
import { Failure } from '../../model/failure.ts'
import { defaultSettings } from '../../model/policies.ts'
import { findEnvironment, insertEnvironment, updateEnvironment } from '../../storage/environments.ts'
import { insertPublishableKey, listCurrentKeys } from '../../storage/publishable-keys.ts'
import { newPublishableKey } from '../clients/publishable-keys.ts'
import { requireRoom } from '../limits/quotas.ts'
import { settingsOf } from './application-settings.ts'
import { type Staged, requireEnvironmentOf, withEnvironmentsOf } from './applications.ts'
import { byCaller, record } from './audit.ts'

type Stage = Staged['stages'][number]

/** With a publishable key, by the rules that the application has. `environment_exists` where one has that name. */
export const addEnvironment = async (ctx: Context, applicationId: string, name: string): Promise<Stage> => {
  const now = ctx.clock.now()
  return withEnvironmentsOf(ctx, applicationId, async (db, { application, environments }) => {
    requireNewName(environments, name)
    requireRoom(ctx, 'environmentsPerApplication', environments.length)
    const environment: Environment = {
      id: ctx.ids.uuid(),
      applicationId,
      tenantId: application.tenantId,
      name,
      isActive: true,
      settings: settingsOf(defaultSettings, application.authConfig ?? {}),
      createdAt: now,
      updatedAt: now,
    }
    const made = newPublishableKey(ctx, environment)
    await insertEnvironment(db, environment)
    await insertPublishableKey(db, made)
    await record(ctx, db, 'environment.created', { environmentId: environment.id, ...byCaller(ctx) })
    const whole = await findEnvironment(db, environment.id)
    return { environment: whole ?? environment, publishableKey: made.key }
  })
}

/** `environment_exists` where another one has that name. */
export const changeEnvironment = async (
  ctx: Context,
  applicationId: string,
  id: string,
  patch: Partial<Pick<Environment, 'name' | 'isActive'>>,
): Promise<Stage> => {
  await requireEnvironmentOf(ctx, applicationId, id)
  return withEnvironmentsOf(ctx, applicationId, async (db, { environments }) => {
    const others = environments.filter((environment) => environment.id !== id)
    if (patch.name !== undefined) requireNewName(others, patch.name)
    const environment = await updateEnvironment(db, id, { ...patch, updatedAt: ctx.clock.now() })
    if (!environment) throw new Failure('environment_not_found')
    await record(ctx, db, 'environment.changed', {
      environmentId: id,
      ...byCaller(ctx),
      data: { fields: Object.keys(patch) },
    })
    return { environment, publishableKey: (await listCurrentKeys(db, [id]))[0]?.key ?? '' }
  })
}

const requireNewName = (others: readonly Environment[], name: string): void => {
  if (others.some((environment) => environment.name === name)) throw new Failure('environment_exists')
}
