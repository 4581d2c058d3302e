import { addEnvironment, changeEnvironment } from '../../identity/administration/environments.ts'
import type { Handle } from '../handle.ts'
import { toStage } from './views.ts'

export const createAppEnvironment: Handle<'platform.createAppEnvironment'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toStage(await addEnvironment(ctx, path.appId, body.name)) },
})

export const updateAppEnvironment: Handle<'platform.updateAppEnvironment'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toStage(await changeEnvironment(ctx, path.appId, path.environmentId, body)) },
})
