import { requireUser } from '../../identity/sessions/callers.ts'
import { fittingRefreshToken } from '../../identity/sessions/csrf.ts'
import { endCurrentAdminSession } from '../../identity/administration/project-admin.ts'
import { withOwnProviders } from '../../identity/people/project-users.ts'
import { requireProject } from '../../identity/administration/project.ts'
import { endCurrentSession, endSessionOfRefreshToken } from '../../identity/sessions/sessions.ts'
import { signInWithCode } from '../../identity/sign-in/email-code.ts'
import { signInInSteps } from '../../identity/sign-in/sign-in-steps.ts'
import { requireSignedIn } from '../../identity/sign-in/tickets.ts'
import { Failure } from '../../model/failure.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { cookieNames, inBody, inCookies } from './refresh-tokens.ts'
import { toSession } from './signed-in.ts'
import { clearedRefreshCookie, toUser } from './views.ts'

export const signIn: Handle<'project.signIn'> = async ({ body, query }, ctx) => {
  const environment = await requireProject(ctx)
  const { method = 'password', email, password, otp, name = '' } = body
  if (method === 'otp') {
    if (otp === undefined) throw new Failure('invalid_request', 'otp: is missing')
    const shown = { environment, email, code: otp, name }
    const came = requireSignedIn(await signInWithCode(ctx, policies.project, shown))
    return { status: 200, ...(await toSession(ctx, came, query.client_type)) }
  }
  if (password === undefined) throw new Failure('invalid_request', 'password: is missing')
  const signedIn = requireSignedIn(
    await signInInSteps(ctx, policies.project, { environment, client: null, email, password }),
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
