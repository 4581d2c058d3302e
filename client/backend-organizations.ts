// What end users do with their own sessions, organizations and invitations, by their access token.
import type { Wire } from '../generated/operations.ts'
import { type Further, answered, as, asAt } from './backend-calls.ts'
import type { Transport } from './transport.ts'

/**
 * Each takes the user's access token first. An organization that the user is not in is `not_found`, as a missing one.
 * `owner` decides all, `member` and `viewer` read; nobody gives more than they hold, and there is always an owner.
 */
export interface OrganizationCalls {
  /**
   * Tokens that speak for an organization, or for none: `POST /api/v1/auth/set-active-organization`. The claims `org_id`,
   * `org_slug`, `org_role` and `org_permissions` come and go with it. Codes: `not_found`.
   */
  setActiveOrganization(accessToken: string, organizationId: string | null): Promise<Wire['TokenPair']>
  /** Newest first: `GET /api/v1/sessions`. */
  listSessions(accessToken: string): Promise<Wire['AppSessionList']>
  /** Ended at once: `POST /api/v1/sessions/{sessionId}/revoke`. Codes: `not_found`. */
  revokeSession(accessToken: string, sessionId: string): Promise<Wire['AppMessage']>
  /** All, or all others: `POST /api/v1/sessions/revoke-all`. Codes: `wrong_password`, `too_many_requests`, `overloaded`. */
  revokeAllSessions(accessToken: string, data: Wire['RevokeAllSessions']): Promise<Wire['SessionsRevoked']>
  /** `GET /api/v1/organizations`. */
  listOrganizations(accessToken: string, further?: Further): Promise<Wire['OrganizationList']>
  /** The user becomes its owner: `POST /api/v1/organizations`. Codes: `slug_taken`. */
  createOrganization(accessToken: string, data: Wire['CreateOrganization']): Promise<Wire['OrganizationAnswer']>
  /** `GET /api/v1/organizations/{orgId}`. */
  getOrganization(accessToken: string, orgId: string): Promise<Wire['OrganizationAnswer']>
  /** Changes what is given: `PUT /api/v1/organizations/{orgId}`. Codes: `insufficient_role`, `slug_taken`. */
  updateOrganization(
    accessToken: string,
    orgId: string,
    data: Wire['UpdateOrganization'],
  ): Promise<Wire['OrganizationAnswer']>
  /** With its members and invitations: `DELETE /api/v1/organizations/{orgId}`. Codes: `insufficient_role`. */
  deleteOrganization(accessToken: string, orgId: string): Promise<Wire['OrganizationDone']>
  /** `GET /api/v1/organizations/{orgId}/members`. */
  listOrgMembers(accessToken: string, orgId: string, further?: Further): Promise<Wire['OrganizationMemberList']>
  /** `POST /api/v1/organizations/{orgId}/members`. Codes: `insufficient_role`, `member_exists`. */
  addOrgMember(
    accessToken: string,
    orgId: string,
    data: Wire['AddOrganizationMember'],
  ): Promise<Wire['OrganizationMemberAnswer']>
  /** `PATCH /api/v1/organizations/{orgId}/members/{memberId}`. Codes: `insufficient_role`, `last_owner`. */
  updateOrgMember(
    accessToken: string,
    orgId: string,
    memberId: string,
    data: Wire['UpdateOrganizationMember'],
  ): Promise<Wire['OrganizationMemberAnswer']>
  /** Also for leaving: `DELETE /api/v1/organizations/{orgId}/members/{memberId}`. Codes: `insufficient_role`, `last_owner`. */
  removeOrgMember(accessToken: string, orgId: string, memberId: string): Promise<Wire['OrganizationDone']>
  /** Mails an invitation: `POST /api/v1/organizations/{orgId}/invitations`. Codes: `insufficient_role`, `too_many_requests`. */
  createOrgInvitation(
    accessToken: string,
    orgId: string,
    data: Wire['CreateOrgInvitation'],
  ): Promise<Wire['InvitationAnswer']>
  /** `GET /api/v1/invitations`. */
  listInvitations(accessToken: string, further?: Further): Promise<Wire['InvitationList']>
  /**
   * Mails an invitation to the application itself: `POST /api/v1/invitations`.
   * Codes: `insufficient_role`, `email_not_verified`, `sign_up_disabled`, `too_many_requests`.
   */
  sendInvitation(accessToken: string, data: Wire['SendInvitation']): Promise<Wire['InvitationAnswer']>
  /** For whoever has proven the invited address: `POST /api/v1/invitations/{invitationId}/accept`. Codes: `email_not_verified`. */
  acceptInvitation(accessToken: string, invitationId: string): Promise<Wire['AppMessage']>
  /** Takes one back, or declines one to the caller's proven address: `DELETE /api/v1/invitations/{invitationId}`. */
  cancelInvitation(accessToken: string, invitationId: string): Promise<Wire['OrganizationDone']>
  /** Mails it once more, with a new end: `POST /api/v1/invitations/{invitationId}/resend`. Codes: `too_many_requests`. */
  resendInvitation(accessToken: string, invitationId: string): Promise<Wire['InvitationAnswer']>
}

const sessions = '/api/v1/sessions'
const organizations = '/api/v1/organizations'
const invitations = '/api/v1/invitations'

export const createOrganizationCalls = (api: Transport): OrganizationCalls => ({
  setActiveOrganization: (token, organizationId) =>
    answered(api.POST('/api/v1/auth/set-active-organization', { ...as(token), body: { organizationId } })),

  listSessions: (token) => answered(api.GET(sessions, as(token))),
  revokeSession: (token, sessionId) => answered(api.POST(`${sessions}/{sessionId}/revoke`, asAt(token, { sessionId }))),
  revokeAllSessions: (token, body) => answered(api.POST(`${sessions}/revoke-all`, { ...as(token), body })),

  listOrganizations: (token, query = {}) => answered(api.GET(organizations, { ...as(token), params: { query } })),
  createOrganization: (token, body) => answered(api.POST(organizations, { ...as(token), body })),
  getOrganization: (token, orgId) => answered(api.GET(`${organizations}/{orgId}`, asAt(token, { orgId }))),
  updateOrganization: (token, orgId, body) =>
    answered(api.PUT(`${organizations}/{orgId}`, { ...asAt(token, { orgId }), body })),
  deleteOrganization: (token, orgId) => answered(api.DELETE(`${organizations}/{orgId}`, asAt(token, { orgId }))),

  listOrgMembers: (token, orgId, query = {}) =>
    answered(api.GET(`${organizations}/{orgId}/members`, { ...as(token), params: { path: { orgId }, query } })),
  addOrgMember: (token, orgId, body) =>
    answered(api.POST(`${organizations}/{orgId}/members`, { ...asAt(token, { orgId }), body })),
  updateOrgMember: (token, orgId, memberId, body) => {
    const asked = { ...asAt(token, { orgId, memberId }), body }
    return answered(api.PATCH(`${organizations}/{orgId}/members/{memberId}`, asked))
  },
  removeOrgMember: (token, orgId, memberId) =>
    answered(api.DELETE(`${organizations}/{orgId}/members/{memberId}`, asAt(token, { orgId, memberId }))),

  createOrgInvitation: (token, orgId, body) =>
    answered(api.POST(`${organizations}/{orgId}/invitations`, { ...asAt(token, { orgId }), body })),
  listInvitations: (token, query = {}) => answered(api.GET(invitations, { ...as(token), params: { query } })),
  sendInvitation: (token, body) => answered(api.POST(invitations, { ...as(token), body })),
  acceptInvitation: (token, invitationId) =>
    answered(api.POST(`${invitations}/{invitationId}/accept`, asAt(token, { invitationId }))),
  cancelInvitation: (token, invitationId) =>
    answered(api.DELETE(`${invitations}/{invitationId}`, asAt(token, { invitationId }))),
  resendInvitation: (token, invitationId) =>
    answered(api.POST(`${invitations}/{invitationId}/resend`, asAt(token, { invitationId }))),
})
