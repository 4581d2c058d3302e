// What a client can do with accounts: the accounts themselves, who is in them, and which one the session speaks for.
import type { Wire } from '../generated/operations.ts'
import type { AsUser, FurtherPage, WithBearer } from './calls.ts'
import { type Transport, bodyOf } from './transport.ts'

/** `owner` decides all; `member` may make accounts below; `viewer` only reads. */
export type Role = Wire['Role']

interface OfAccount extends WithBearer {
  /** `acc_…` */
  readonly accountId: string
}

interface OfMember extends OfAccount {
  /** `mbr_…` */
  readonly memberId: string
}

/** Beside the codes named at each call: `unauthorized`, `invalid_token`, and `account_not_found` for a foreign account. */
export interface AccountCalls {
  /** An account of the user's own, below no other: `POST /api/accounts`. */
  createAccount(account: { name: string } & WithBearer): Promise<Wire['Account']>
  /** The user's accounts that have `query` in their name: `POST /api/accounts/search`. */
  searchAccounts(asked: { query: string } & FurtherPage & WithBearer): Promise<Wire['AccountList']>
  /**
   * Changes what is given; `null` clears: `PATCH /api/accounts/{account_id}` (RFC 7396).
   * Codes: `insufficient_role`.
   */
  updateAccount(changes: { name?: string | null; avatarUrl?: string | null } & OfAccount): Promise<Wire['Account']>
  /** `DELETE /api/accounts/{account_id}`. Codes: `insufficient_role`, `account_has_children`. */
  deleteAccount(asked: OfAccount): Promise<void>
  /** The accounts below one: `GET /api/accounts/{account_id}/accounts`. */
  listChildAccounts(asked: OfAccount & FurtherPage): Promise<Wire['AccountList']>
  /** `POST /api/accounts/{account_id}/accounts`. Codes: `insufficient_role`. */
  createChildAccount(child: { name: string } & OfAccount): Promise<Wire['Account']>
  /** Oldest first: `GET /api/accounts/{account_id}/members`. */
  listMembers(asked: OfAccount & FurtherPage): Promise<Wire['AccountMemberList']>
  /** Those with `query` in their name: `POST /api/accounts/{account_id}/members/search`. */
  searchMembers(asked: { query: string } & OfAccount & FurtherPage): Promise<Wire['AccountMemberList']>
  /**
   * A user, `uid_…`, becomes a member: `POST /api/accounts/{account_id}/members`.
   * Codes: `insufficient_role`, `user_not_found`, `member_exists`.
   */
  addMember(member: { userId: string; role: Role } & OfAccount): Promise<Wire['AccountMember']>
  /**
   * `PATCH /api/accounts/{account_id}/members/{member_id}`.
   * Codes: `insufficient_role`, `member_not_found`, `last_owner`.
   */
  updateMember(member: { role: Role } & OfMember): Promise<Wire['AccountMember']>
  /**
   * Also for leaving: `DELETE /api/accounts/{account_id}/members/{member_id}`.
   * Codes: `insufficient_role`, `member_not_found`, `last_owner`.
   */
  removeMember(asked: OfMember): Promise<void>
  /**
   * A user of the application, for machines: `POST /api/applications/{application_id}/users`.
   * Codes: `machine_required`, `application_not_found`, `user_exists`.
   */
  createApplicationUser(
    user: { applicationId: string; email?: string; givenName?: string; familyName?: string } & WithBearer,
  ): Promise<Wire['ApplicationUser']>
  /**
   * An account and its first owner, by `userId` or by a new `email`, for machines:
   * `POST /api/applications/{application_id}/register`.
   * Codes: `machine_required`, `application_not_found`, `user_not_found`, `user_exists`.
   */
  registerAccount(
    account: { applicationId: string; name: string; owner: { userId: string } | { email: string } } & WithBearer,
  ): Promise<Wire['AccountRegistered']>
}

export const createAccountCalls = (api: Transport, asUser: AsUser): AccountCalls => ({
  createAccount: async ({ name, ...by }) =>
    bodyOf(await asUser(by, (init) => api.POST('/api/accounts', { body: { name }, ...init }))),

  searchAccounts: async ({ query, limit, offset, cursor, ...by }) =>
    bodyOf(
      await asUser(by, (init) => api.POST('/api/accounts/search', { body: { query, limit, offset, cursor }, ...init })),
    ),

  updateAccount: async ({ accountId, name, avatarUrl, ...by }) => {
    const asked = { ...at(accountId), body: { name, avatar_url: avatarUrl } }
    return bodyOf(await asUser(by, (init) => api.PATCH('/api/accounts/{account_id}', { ...asked, ...init })))
  },

  deleteAccount: async ({ accountId, ...by }) => {
    await asUser(by, (init) => api.DELETE('/api/accounts/{account_id}', { ...at(accountId), ...init }))
  },

  listChildAccounts: async ({ accountId, limit, offset, cursor, ...by }) => {
    const asked = { params: { path: { account_id: accountId }, query: { limit, offset, cursor } } }
    return bodyOf(await asUser(by, (init) => api.GET('/api/accounts/{account_id}/accounts', { ...asked, ...init })))
  },

  createChildAccount: async ({ accountId, name, ...by }) => {
    const asked = { ...at(accountId), body: { name } }
    return bodyOf(await asUser(by, (init) => api.POST('/api/accounts/{account_id}/accounts', { ...asked, ...init })))
  },

  listMembers: async ({ accountId, limit, offset, cursor, ...by }) => {
    const asked = { params: { path: { account_id: accountId }, query: { limit, offset, cursor } } }
    return bodyOf(await asUser(by, (init) => api.GET('/api/accounts/{account_id}/members', { ...asked, ...init })))
  },

  searchMembers: async ({ accountId, query, limit, offset, cursor, ...by }) => {
    const asked = { ...at(accountId), body: { query, limit, offset, cursor } }
    return bodyOf(
      await asUser(by, (init) => api.POST('/api/accounts/{account_id}/members/search', { ...asked, ...init })),
    )
  },

  addMember: async ({ accountId, userId, role, ...by }) => {
    const asked = { ...at(accountId), body: { user_id: userId, role } }
    return bodyOf(await asUser(by, (init) => api.POST('/api/accounts/{account_id}/members', { ...asked, ...init })))
  },

  updateMember: async ({ accountId, memberId, role, ...by }) => {
    const asked = { ...member(accountId, memberId), body: { role } }
    return bodyOf(
      await asUser(by, (init) => api.PATCH('/api/accounts/{account_id}/members/{member_id}', { ...asked, ...init })),
    )
  },

  removeMember: async ({ accountId, memberId, ...by }) => {
    const asked = member(accountId, memberId)
    await asUser(by, (init) => api.DELETE('/api/accounts/{account_id}/members/{member_id}', { ...asked, ...init }))
  },

  createApplicationUser: async ({ applicationId, email, givenName, familyName, ...by }) => {
    const body = { status: 'active' as const, email, given_name: givenName, family_name: familyName }
    const asked = { params: { path: { application_id: applicationId } }, body }
    return bodyOf(
      await asUser(by, (init) => api.POST('/api/applications/{application_id}/users', { ...asked, ...init })),
    )
  },

  registerAccount: async ({ applicationId, name, owner, ...by }) => {
    const body = { name, owner: 'userId' in owner ? { user_id: owner.userId } : { email: owner.email } }
    const asked = { params: { path: { application_id: applicationId } }, body }
    return bodyOf(
      await asUser(by, (init) => api.POST('/api/applications/{application_id}/register', { ...asked, ...init })),
    )
  },
})

const at = (accountId: string) => ({ params: { path: { account_id: accountId } } })

const member = (accountId: string, memberId: string) => ({
  params: { path: { account_id: accountId, member_id: memberId } },
})
