import { requireUser } from '../../identity/callers.ts'
import { requireClient } from '../../identity/clients.ts'
import { renewCsrf } from '../../identity/csrf.ts'
import { profileOf } from '../../identity/people.ts'
import { signUpWithPassword } from '../../identity/sign-up.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toAuthentication } from './signed-in.ts'
import { toProfile } from './views.ts'

export const signUp: Handle<'account.signUp'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  const csrf = renewCsrf(ctx, { session: cookies.csrf_session, token: headers['x-csrf-token'] ?? body.csrf_token })
  const started = await signUpWithPassword(ctx, policies.account, {
    ...found,
    email: body.email,
    password: body.password,
    firstName: body.given_name ?? null,
    lastName: body.family_name ?? null,
    organizationName: body.account_name ?? null,
  })
  return { status: 201, ...(await toAuthentication(ctx, { ...started, ...found }, csrf)) }
}

export const me: Handle<'account.me'> = async (_request, ctx) => {
  const { user, session, environment } = requireUser(ctx)
  return { status: 200, body: toProfile(await profileOf(ctx, user, environment.applicationId, session.organizationId)) }
}
