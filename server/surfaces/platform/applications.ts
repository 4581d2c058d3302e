import {
  countApplication,
  createApplication as create,
  deleteApplication as remove,
  getApplication as get,
  listApplications as list,
  updateApplication as update,
} from '../../identity/administration/applications.ts'
import { countActivity } from '../../identity/administration/audit-log.ts'
import type { Handle } from '../handle.ts'
import { boundFreeForm } from '../list-bounds.ts'
import { toApplication, toStats } from './views.ts'

export const listApplications: Handle<'platform.listApplications'> = async (_request, ctx) => ({
  status: 200,
  body: { data: boundFreeForm((await list(ctx)).map(toApplication), 'settings', 'authConfig') },
})

export const createApplication: Handle<'platform.createApplication'> = async ({ body }, ctx) => ({
  status: 200,
  body: {
    data: toApplication(
      await create(ctx, {
        name: body.name,
        slug: body.slug,
        domain: body.domain ?? null,
        homeUrl: body.homeUrl ?? null,
        callbackUrls: body.callbackUrls ?? null,
        settings: body.settings ?? null,
        authConfig: body.authConfig ?? null,
      }),
    ),
  },
})

export const getApplication: Handle<'platform.getApplication'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toApplication(await get(ctx, path.appId)) },
})

export const updateApplication: Handle<'platform.updateApplication'> = async ({ path, body }, ctx) => ({
  status: 200,
  body: { data: toApplication(await update(ctx, path.appId, body)) },
})

export const deleteApplication: Handle<'platform.deleteApplication'> = async ({ path }, ctx) => {
  await remove(ctx, path.appId)
  return { status: 200, body: { success: true } }
}

export const getApplicationStats: Handle<'platform.getApplicationStats'> = async ({ path }, ctx) => ({
  status: 200,
  body: { data: toStats(await countApplication(ctx, path.appId)) },
})

export const getApplicationActivity: Handle<'platform.getApplicationActivity'> = async ({ path, query }, ctx) => ({
  status: 200,
  body: { data: await countActivity(ctx, path.appId, query.environmentId, query.days ?? 30) },
})
