import { requirePublicProfile, selfDescription, updateOwnProfile } from '../../identity/people/profiles.ts'
import { requireProject } from '../../identity/administration/project.ts'
import type { Handle } from '../handle.ts'

export const updateProfile: Handle<'project.updateProfile'> = async ({ body }, ctx) => {
  const user = await updateOwnProfile(ctx, body.profile)
  return { status: 200, body: { id: user.id, profile: selfDescription(user) } }
}

export const getProfile: Handle<'project.getProfile'> = async ({ path }, ctx) => {
  const project = await requireProject(ctx)
  return {
    status: 200,
    body: { id: path.userId, profile: await requirePublicProfile(ctx, project.id, path.userId) },
  }
}
