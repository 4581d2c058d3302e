import { requireUser } from '../../identity/callers.ts'
import { issueAudienceToken, listOwnOrganizations, requireOwnOrganization } from '../../identity/accounts.ts'
import type { Handle } from '../handle.ts'
import { fromAccountId, toAccount, toClaims } from './views.ts'

export const listAccounts: Handle<'account.listAccounts'> = async ({ query }, ctx) => {
  const page = { limit: query.limit ?? 50, offset: query.offset ?? 0 }
  const { found, total } = await listOwnOrganizations(ctx, page)
  return { status: 200, body: { data: found.map(toAccount), total, ...page } }
}

export const getAccount: Handle<'account.getAccount'> = async ({ path }, ctx) => ({
  status: 200,
  body: toAccount(await requireOwnOrganization(ctx, fromAccountId(path.account_id))),
})

export const issueAccountToken: Handle<'account.issueAccountToken'> = async ({ path, body }, ctx) => {
  const { user, session, environment } = requireUser(ctx)
  const { token, expiresInSeconds } = await issueAudienceToken(
    ctx,
    fromAccountId(path.account_id),
    body.audience,
    (membership) =>
      toClaims(user, membership, { clientId: session.clientId, applicationId: environment.applicationId }),
  )
  return {
    status: 200,
    body: {
      access_token: token,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      account_id: path.account_id,
      audience: body.audience,
    },
  }
}
