import { requireUser } from '../../identity/sessions/callers.ts'
import { requireClient } from '../../identity/clients/clients.ts'
import { requireCsrfOfBrowser } from '../../identity/sessions/csrf.ts'
import { deleteOneself } from '../../identity/people/own-data.ts'
import { profileOf } from '../../identity/people/people.ts'
import { requireRedirectUri } from '../../identity/authorization/redirects.ts'
import { signUpWithPassword } from '../../identity/people/sign-up.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { toCsrfProof } from './csrf-proof.ts'
import { toAuthentication } from './signed-in.ts'
import { toProfile, verificationPending } from './views.ts'

export const signUp: Handle<'account.signUp'> = async ({ body, headers, cookies }, ctx) => {
  const found = await requireClient(ctx, body.client_id)
  await requireCsrfOfBrowser(ctx, toCsrfProof({ cookies, headers, body }))
  const redirectUri = body.redirect_uri ? requireRedirectUri(found.client.redirectUris, body.redirect_uri) : null
  const signedUp = await signUpWithPassword(ctx, policies.account, {
    ...found,
    email: body.email,
    password: body.password,
    firstName: body.given_name ?? null,
    lastName: body.family_name ?? null,
    organizationName: body.account_name ?? null,
    redirectUri,
  })
  if (signedUp.kind === 'verification_required') return { status: 202, body: verificationPending }
  return { status: 201, ...(await toAuthentication(ctx, { ...signedUp, ...found }, cookies)) }
}

export const me: Handle<'account.me'> = async (_request, ctx) => {
  const { user, session, environment, confinedTo } = requireUser(ctx)
  const profile = await profileOf(ctx, user, environment.applicationId, session.organizationId, confinedTo)
  return { status: 200, body: toProfile(profile) }
}

export const deleteMe: Handle<'account.deleteMe'> = async (_request, ctx) => {
  await deleteOneself(ctx)
  return { status: 204 }
}
