import { splitName } from '../../identity/profiles.ts'
import { deleteProjectUsers, listProjectUsers, requireProjectUser } from '../../identity/project-users.ts'
import { requireProject } from '../../identity/project.ts'
import { signUpWithPassword } from '../../identity/sign-up.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { onwardUrl } from './redirects.ts'
import { toSession } from './signed-in.ts'
import { toUser } from './views.ts'

export const register: Handle<'project.register'> = async ({ body, query }, ctx) => {
  const environment = await requireProject(ctx)
  const signedUp = await signUpWithPassword(ctx, policies.project, {
    environment,
    client: null,
    email: body.email,
    password: body.password,
    ...splitName(body.name ?? ''),
    organizationName: null,
    redirectUri: onwardUrl(environment, body.redirectTo, 'verifyEmailRedirectTo'),
  })
  if (signedUp.kind === 'verification_required') {
    return { status: 200, body: { user: null, accessToken: null, requireEmailVerification: true } }
  }
  const session = await toSession(ctx, signedUp, query.client_type)
  return { status: 200, ...session, body: { ...session.body, requireEmailVerification: false } }
}

export const listUsers: Handle<'project.listUsers'> = async ({ query }, ctx) => {
  const page = { offset: query.offset ?? 0, limit: query.limit ?? 10 }
  const { found, total } = await listProjectUsers(ctx, { ...page, ...(query.search && { search: query.search }) })
  return { status: 200, body: { data: found.map(toUser), pagination: { ...page, total } } }
}

export const getUser: Handle<'project.getUser'> = async ({ path }, ctx) => ({
  status: 200,
  body: toUser(await requireProjectUser(ctx, path.userId)),
})

export const deleteUsers: Handle<'project.deleteUsers'> = async ({ body }, ctx) => ({
  status: 200,
  body: { message: 'Users deleted successfully', deletedCount: await deleteProjectUsers(ctx, body.userIds) },
})
