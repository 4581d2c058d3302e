import { issueAccessToken } from '../../identity/sessions/access-tokens.ts'
import { switchOrganization } from '../../identity/organizations/accounts.ts'
import { requireUser } from '../../identity/sessions/callers.ts'
import { clientOfSession } from '../../identity/clients/clients.ts'
import { profileOf } from '../../identity/people/people.ts'
import { policies } from '../../model/policies.ts'
import type { Handle } from '../handle.ts'
import { fromAccountId, toClaims, toProfile } from './views.ts'

export const switchAccount: Handle<'account.switchAccount'> = async ({ body }, ctx) => {
  const { user, environment, confinedTo, keyThumbprint } = requireUser(ctx)
  const session = await switchOrganization(ctx, fromAccountId(body.account_id))
  const profile = await profileOf(ctx, user, environment.applicationId, session.organizationId, confinedTo)
  const { token, type, expiresInSeconds } = await issueAccessToken(ctx, {
    session,
    keyThumbprint,
    audience: ctx.config.publicUrl,
    seconds: (await clientOfSession(ctx, session))?.accessTokenSeconds ?? policies.account.accessSeconds,
    claims: toClaims(user, profile.active, { clientId: session.clientId, applicationId: environment.applicationId }),
  })
  return {
    status: 200,
    body: {
      tokens: { access_token: token, token_type: type, expires_in: expiresInSeconds },
      profile: toProfile(profile),
    },
  }
}
