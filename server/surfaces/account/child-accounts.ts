import { listOrganizationsBelow } from '../../identity/organizations/accounts.ts'
import { makeChild } from '../../identity/organizations/organizations.ts'
import type { Handle } from '../handle.ts'
import { fromAccountId, toAccount, toAccountList } from './views.ts'

export const listChildAccounts: Handle<'account.listChildAccounts'> = async ({ path, query }, ctx) => {
  const page = { limit: query.limit ?? 100, offset: query.offset ?? 0 }
  const listed = await listOrganizationsBelow(ctx, fromAccountId(path.account_id), { ...page, cursor: query.cursor })
  return { status: 200, body: { ...toAccountList(listed), ...page } }
}

export const createChildAccount: Handle<'account.createChildAccount'> = async ({ path, body }, ctx) => ({
  status: 201,
  body: toAccount(await makeChild(ctx, fromAccountId(path.account_id), body.name)),
})
