import { splitName } from '../../identity/people/profiles.ts'
import { requireProject } from '../../identity/administration/project.ts'
import { signUpWithPassword } from '../../identity/people/sign-up.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { onwardUrl } from './redirects.ts'
import { toSession } from './signed-in.ts'

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
    return { status: 200, body: { accessToken: null, requireEmailVerification: true } }
  }
  const session = await toSession(ctx, signedUp, query.client_type)
  return { status: 200, ...session, body: { ...session.body, requireEmailVerification: false } }
}
