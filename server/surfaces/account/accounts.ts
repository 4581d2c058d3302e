import { requireUser } from '../../identity/sessions/callers.ts'
import { issueAudienceToken, listOwnOrganizations } from '../../identity/organizations/accounts.ts'
import {
  changeOrganization,
  deleteOrganization,
  makeTopOrganization,
} from '../../identity/organizations/organizations.ts'
import { requireAccess } from '../../identity/organizations/access.ts'
import type { Handle } from '../handle.ts'
import { fromAccountId, toAccount, toAccountList, toClaims } from './views.ts'

export const listAccounts: Handle<'account.listAccounts'> = async ({ query }, ctx) => {
  const page = { limit: query.limit ?? 100, offset: query.offset ?? 0 }
  return {
    status: 200,
    body: { ...toAccountList(await listOwnOrganizations(ctx, { ...page, cursor: query.cursor })), ...page },
  }
}

export const getAccount: Handle<'account.getAccount'> = async ({ path }, ctx) => ({
  status: 200,
  body: toAccount(await requireAccess(ctx, ctx.db, fromAccountId(path.account_id))),
})

export const createAccount: Handle<'account.createAccount'> = async ({ body }, ctx) => ({
  status: 201,
  body: toAccount(await makeTopOrganization(ctx, { name: body.name })),
})

export const searchAccounts: Handle<'account.searchAccounts'> = async ({ body }, ctx) => {
  const page = { limit: body.limit ?? 100, offset: body.offset ?? 0 }
  const listed = await listOwnOrganizations(ctx, { ...page, cursor: body.cursor, search: body.query })
  return { status: 200, body: { ...toAccountList(listed), ...page } }
}

export const updateAccount: Handle<'account.updateAccount'> = async ({ path, body }, ctx) => {
  const changes = {
    ...(body.name !== undefined && { name: body.name }),
    ...(body.avatar_url !== undefined && { avatarUrl: body.avatar_url }),
  }
  return { status: 200, body: toAccount(await changeOrganization(ctx, fromAccountId(path.account_id), changes)) }
}

export const deleteAccount: Handle<'account.deleteAccount'> = async ({ path }, ctx) => {
  await deleteOrganization(ctx, fromAccountId(path.account_id))
  return { status: 204 }
}

export const issueAccountToken: Handle<'account.issueAccountToken'> = async ({ path, body }, ctx) => {
  const { user, session, environment } = requireUser(ctx)
  const { token, type, expiresInSeconds } = await issueAudienceToken(
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
      token_type: type,
      expires_in: expiresInSeconds,
      account_id: path.account_id,
      audience: body.audience,
    },
  }
}
