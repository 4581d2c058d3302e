import { requireUser } from '../../identity/sessions/callers.ts'
import { fittingRefreshToken } from '../../identity/sessions/csrf.ts'
import { endCurrentAdminSession } from '../../identity/administration/project-admin.ts'
import { withOwnProviders } from '../../identity/people/project-users.ts'
import { requireProject } from '../../identity/administration/project.ts'
import { endCurrentSession, endSessionOfRefreshToken } from '../../identity/sessions/sessions.ts'
import { requireSignedIn, signInInSteps } from '../../identity/sign-in/sign-in-steps.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { cookieNames, inBody, inCookies } from './refresh-tokens.ts'
import { toSession } from './signed-in.ts'
import { clearedRefreshCookie, toUser } from './views.ts'

export const signIn: Handle<'project.signIn'> = async ({ body, query }, ctx) => {
  const signedIn = requireSignedIn(
    await signInInSteps(ctx, policies.project, {
      environment: await requireProject(ctx),
      client: null,
      email: body.email,
      password: body.password,
    }),
  )
  if (signedIn.kind === 'verification_required') throw new Failure('email_not_verified')
  return { status: 200, ...(await toSession(ctx, signedIn, query.client_type)) }
}

export const getCurrentUser: Handle<'project.getCurrentUser'> = async (_request, ctx) => ({
  status: 200,
  body: { user: { ...toUser(await withOwnProviders(ctx, requireUser(ctx).user)), role: 'authenticated' } },
})

export const logout: Handle<'project.logout'> = async (request, ctx) => {
  // The document answers 200 in any case. Without its CSRF token another page may have sent the cookie: both it and the
  // session stay.
  const byCookie = await fittingRefreshToken(ctx, inCookies(request), request.headers['x-csrf-token'])
  const byBody = inBody(request)
  if (byCookie) await endSessionOfRefreshToken(ctx, policies.project, byCookie)
  if (byBody) await endSessionOfRefreshToken(ctx, policies.project, byBody)
  await endCurrentSession(ctx)
  await endCurrentAdminSession(ctx)
  return {
    status: 200,
    body: { success: true, message: 'Logged out successfully' },
    cookies: cookieNames
      .filter((name) => byCookie !== undefined && request.cookies[name] === byCookie)
      .map((name) => ({ ...clearedRefreshCookie, name })),
  }
}
