import { requireAdministered } from '../../identity/sessions/project-callers.ts'
import { updateProjectSettings } from '../../identity/administration/project-settings.ts'
import { requireProject } from '../../identity/administration/project.ts'
import { cached } from '../cached.ts'
import type { Handle } from '../handle.ts'
import { toConfig, toPublicConfig } from './views.ts'

/** A change must show within five seconds. */
const maxAgeSeconds = 5

export const getPublicConfig: Handle<'project.getPublicConfig'> = async ({ headers }, ctx) =>
  cached(ctx, toPublicConfig(await requireProject(ctx), ctx.providers.connections), headers['if-none-match'], {
    maxAgeSeconds,
  })

export const getConfig: Handle<'project.getConfig'> = async (_request, ctx) => ({
  status: 200,
  body: toConfig(requireAdministered(ctx)),
})

export const updateConfig: Handle<'project.updateConfig'> = async ({ body }, ctx) => {
  const { disableSignup, ...named } = body
  const changes = { ...named, ...(disableSignup !== undefined && { disableSignUp: disableSignup }) }
  return { status: 200, body: toConfig(await updateProjectSettings(ctx, changes)) }
}
