// What a client can do with invitations, with the account its session speaks for, and with waitlists.
import type { Wire } from '../generated/operations.ts'
import type { Role } from './accounts.ts'
import type { AsUser, FurtherPage, Page, WithBearer } from './calls.ts'
import type { WithCsrf } from './csrf.ts'
import type { Session } from './session.ts'
import { type Transport, bodyOf } from './transport.ts'

interface OfAccount extends WithBearer {
  /** `acc_…` */
  readonly accountId: string
}

interface OfFeature extends WithBearer {
  /** A name of lower-case letters and digits, such as `bulk-export`. */
  readonly feature: string
}

/** Beside the codes named at each call: `unauthorized`, `invalid_token`, and `account_not_found` for a foreign account. */
export interface InvitationCalls {
  /**
   * Mails an invitation, good for seven days: `POST /api/accounts/{account_id}/invite`. `redirectUri` is where a browser
   * goes on to: an address that is registered for the client.
   * Codes: `insufficient_role`, `invalid_redirect_uri`, `client_not_found`, `too_many_requests` (`retryAfter` in seconds).
   */
  invite(
    guest: { email: string; role: Role; redirectUri?: string; clientId?: string } & OfAccount,
  ): Promise<Wire['AccountInvitation']>
  /** Newest first: `GET /api/accounts/{account_id}/invitations`. Codes: `insufficient_role`. */
  listInvitations(asked: OfAccount & FurtherPage): Promise<Wire['AccountInvitationList']>
  /**
   * Takes a pending invitation, `inv_…`, back: `DELETE /api/accounts/{account_id}/invitations/{invitation_id}`.
   * Codes: `insufficient_role`, `invitation_not_found`.
   */
  revokeInvitation(asked: { invitationId: string } & OfAccount): Promise<void>
  /**
   * Joins with the token of a mailed invitation, and starts the session of the person it is for:
   * `POST /auth/accept-invite`. Codes: `invalid_invitation`, `origin_not_allowed`.
   */
  acceptInvite(asked: { token: string }): Promise<Wire['AuthenticationResult']>
  /** Those that wait for the signed-in user's own address, newest first: `GET /auth/invitations`. */
  listOwnInvitations(asked?: Omit<FurtherPage, 'offset'> & WithBearer): Promise<Wire['OwnInvitationList']>
  /**
   * Joins by one of these, `inv_…`, and the session goes on as it is: `POST /auth/invitations/{invitation_id}/accept`.
   * Codes: `email_not_verified`, `invitation_not_found`, `quota_exceeded`.
   */
  acceptOwnInvitation(asked: { invitationId: string } & WithBearer): Promise<void>
  /** It lets nobody in any more: `DELETE /auth/invitations/{invitation_id}`. Codes: `email_not_verified`, `invitation_not_found`. */
  declineInvitation(asked: { invitationId: string } & WithBearer): Promise<void>
  /**
   * The session speaks for that account from now on; whoever was put there by somebody else takes it as theirs by it: `POST /api/account-views/switch`. The client goes on with the new
   * access token; the refresh token stays.
   */
  switchAccount(asked: OfAccount): Promise<Wire['AccountSwitched']>
  /** What the user waits for in the account of the token: `GET /auth/waitlists`. */
  listWaitlists(page?: Page & WithBearer): Promise<Wire['WaitlistList']>
  /** Whether the user waits for a feature: `GET /auth/waitlists/{feature}`. */
  getWaitlist(asked: OfFeature): Promise<Wire['Waitlist']>
  /** Any number of times: `PUT /auth/waitlists/{feature}`. */
  joinWaitlist(asked: OfFeature): Promise<Wire['Waitlist']>
  /** Any number of times: `DELETE /auth/waitlists/{feature}`. */
  leaveWaitlist(asked: OfFeature): Promise<void>
}

interface Parts {
  readonly api: Transport
  readonly asUser: AsUser
  readonly withCsrf: WithCsrf
  readonly session: Session
}

export const createInvitationCalls = ({ api, asUser, withCsrf, session }: Parts): InvitationCalls => ({
  invite: async ({ accountId, email, role, redirectUri, clientId, ...by }) => {
    const asked = { ...at(accountId), body: { email, role, redirect_uri: redirectUri, client_id: clientId } }
    return bodyOf(await asUser(by, (init) => api.POST('/api/accounts/{account_id}/invite', { ...asked, ...init })))
  },

  listInvitations: async ({ accountId, limit, offset, cursor, ...by }) => {
    const asked = { params: { path: { account_id: accountId }, query: { limit, offset, cursor } } }
    return bodyOf(await asUser(by, (init) => api.GET('/api/accounts/{account_id}/invitations', { ...asked, ...init })))
  },

  revokeInvitation: async ({ accountId, invitationId, ...by }) => {
    const asked = { params: { path: { account_id: accountId, invitation_id: invitationId } } }
    await asUser(by, (init) =>
      api.DELETE('/api/accounts/{account_id}/invitations/{invitation_id}', { ...asked, ...init }),
    )
  },

  acceptInvite: async ({ token }) => {
    const accepted = await withCsrf((headers) => api.POST('/auth/accept-invite', { headers, body: { token } }))
    // Only who asks for text/html gets a page.
    const started = bodyOf(accepted) as Wire['AuthenticationResult']
    session.begin(started.tokens)
    return started
  },

  listOwnInvitations: async ({ limit, cursor, ...by } = {}) => {
    const asked = { params: { query: { limit, cursor } } }
    return bodyOf(await asUser(by, (init) => api.GET('/auth/invitations', { ...asked, ...init })))
  },

  acceptOwnInvitation: async ({ invitationId, ...by }) => {
    const asked = { params: { path: { invitation_id: invitationId } } }
    await asUser(by, (init) => api.POST('/auth/invitations/{invitation_id}/accept', { ...asked, ...init }))
  },

  declineInvitation: async ({ invitationId, ...by }) => {
    const asked = { params: { path: { invitation_id: invitationId } } }
    await asUser(by, (init) => api.DELETE('/auth/invitations/{invitation_id}', { ...asked, ...init }))
  },

  switchAccount: async ({ accountId, ...by }) => {
    const held = session.current()
    const body = { account_id: accountId }
    const switched = bodyOf(await asUser(by, (init) => api.POST('/api/account-views/switch', { body, ...init })))
    if (by.bearerToken === undefined) session.goOn(held, { ...switched.tokens, token_type: 'Bearer' })
    return switched
  },

  listWaitlists: async ({ limit, offset, ...by } = {}) =>
    bodyOf(await asUser(by, (init) => api.GET('/auth/waitlists', { params: { query: { limit, offset } }, ...init }))),

  getWaitlist: async ({ feature, ...by }) =>
    bodyOf(await asUser(by, (init) => api.GET('/auth/waitlists/{feature}', { ...of(feature), ...init }))),

  joinWaitlist: async ({ feature, ...by }) =>
    bodyOf(await asUser(by, (init) => api.PUT('/auth/waitlists/{feature}', { ...of(feature), ...init }))),

  leaveWaitlist: async ({ feature, ...by }) => {
    await asUser(by, (init) => api.DELETE('/auth/waitlists/{feature}', { ...of(feature), ...init }))
  },
})

const at = (accountId: string) => ({ params: { path: { account_id: accountId } } })

const of = (feature: string) => ({ params: { path: { feature } } })
