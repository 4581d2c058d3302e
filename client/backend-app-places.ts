// Who is invited to an application, and its organizations with who belongs to them.
import type { Wire } from '../generated/operations.ts'
import { answered, as, asAt } from './backend-calls.ts'
import type { OfEnvironment } from './backend-platform.ts'
import type { Transport } from './transport.ts'

/** Invitations to an application, and its organizations. */
export interface AppPlaceCalls {
  /** To organizations too, newest first: `GET /api/platform/applications/{appId}/invitations`. */
  listAppInvitations(
    accessToken: string,
    appId: string,
    params?: Omit<OfEnvironment, 'page'>,
  ): Promise<Wire['InvitationList']>
  /** Mails it: `POST /api/platform/applications/{appId}/invitations`. Codes: `email_not_verified`, `too_many_requests`. */
  createAppInvitation(
    accessToken: string,
    appId: string,
    data: Wire['CreateAppInvitation'],
  ): Promise<Wire['InvitationAnswer']>
  /** With a new end: `POST /api/platform/applications/{appId}/invitations/{invitationId}/resend`. */
  resendAppInvitation(accessToken: string, appId: string, invitationId: string): Promise<Wire['InvitationAnswer']>
  /** `DELETE /api/platform/applications/{appId}/invitations/{invitationId}`. */
  cancelAppInvitation(accessToken: string, appId: string, invitationId: string): Promise<Wire['OrganizationDone']>
  /** Newest first: `GET /api/platform/applications/{appId}/organizations`. */
  listAppOrganizations(accessToken: string, appId: string, params?: OfEnvironment): Promise<Wire['OrganizationPage']>
  /** `POST /api/platform/applications/{appId}/organizations`. Codes: `slug_taken`. */
  createAppOrganization(
    accessToken: string,
    appId: string,
    data: Wire['CreateAppOrganization'],
  ): Promise<Wire['OrganizationAnswer']>
  /** `GET /api/platform/applications/{appId}/organizations/{orgId}`. */
  getAppOrganization(accessToken: string, appId: string, orgId: string): Promise<Wire['OrganizationAnswer']>
  /** `PUT /api/platform/applications/{appId}/organizations/{orgId}`. Codes: `slug_taken`. */
  updateAppOrganization(
    accessToken: string,
    appId: string,
    orgId: string,
    data: Wire['UpdateOrganization'],
  ): Promise<Wire['OrganizationAnswer']>
  /** `DELETE /api/platform/applications/{appId}/organizations/{orgId}`. */
  deleteAppOrganization(accessToken: string, appId: string, orgId: string): Promise<Wire['OrganizationDone']>
  /** Longest membership first, by any part of an address or a name: `GET …/organizations/{orgId}/members`. */
  listAppOrgMembers(
    accessToken: string,
    appId: string,
    orgId: string,
    params?: Omit<OfEnvironment, 'environmentId'> & {
      readonly search?: string
      /** The `nextCursor` of the page before. */
      readonly cursor?: string
    },
  ): Promise<Wire['AppOrgMemberPage']>
  /** A user of the environment: `POST …/organizations/{orgId}/members`. Codes: `member_exists`, `email_not_verified`. */
  addAppOrgMember(
    accessToken: string,
    appId: string,
    orgId: string,
    data: Wire['AddOrganizationMember'],
  ): Promise<Wire['OrganizationMemberAnswer']>
  /** By the id of the membership: `PATCH …/organizations/{orgId}/members/{membershipId}`. Codes: `last_owner`. */
  updateAppOrgMember(
    accessToken: string,
    appId: string,
    orgId: string,
    membershipId: string,
    data: Wire['UpdateOrganizationMember'],
  ): Promise<Wire['OrganizationMemberAnswer']>
  /** `DELETE …/organizations/{orgId}/members/{membershipId}`. Codes: `last_owner`. */
  removeAppOrgMember(
    accessToken: string,
    appId: string,
    orgId: string,
    membershipId: string,
  ): Promise<Wire['OrganizationDone']>
  /** Newest first: `GET …/organizations/{orgId}/invitations`. */
  listAppOrgInvitations(
    accessToken: string,
    appId: string,
    orgId: string,
    params?: Omit<OfEnvironment, 'environmentId'> & { readonly cursor?: string },
  ): Promise<Wire['InvitationPage']>
  /** Mails it: `POST …/organizations/{orgId}/invitations`. Codes: `email_not_verified`, `too_many_requests`. */
  createAppOrgInvitation(
    accessToken: string,
    appId: string,
    orgId: string,
    data: Wire['CreateOrgInvitation'],
  ): Promise<Wire['InvitationAnswer']>
}

const root = '/api/platform/applications'
const organization = `${root}/{appId}/organizations/{orgId}` as const

export const createAppPlaceCalls = (api: Transport): AppPlaceCalls => ({
  listAppInvitations: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/invitations`, { ...as(token), params: { path: { appId }, query } })),
  createAppInvitation: (token, appId, body) =>
    answered(api.POST(`${root}/{appId}/invitations`, { ...asAt(token, { appId }), body })),
  resendAppInvitation: (token, appId, invitationId) =>
    answered(api.POST(`${root}/{appId}/invitations/{invitationId}/resend`, asAt(token, { appId, invitationId }))),
  cancelAppInvitation: (token, appId, invitationId) =>
    answered(api.DELETE(`${root}/{appId}/invitations/{invitationId}`, asAt(token, { appId, invitationId }))),

  listAppOrganizations: (token, appId, query = {}) =>
    answered(api.GET(`${root}/{appId}/organizations`, { ...as(token), params: { path: { appId }, query } })),
  createAppOrganization: (token, appId, body) =>
    answered(api.POST(`${root}/{appId}/organizations`, { ...asAt(token, { appId }), body })),
  getAppOrganization: (token, appId, orgId) => answered(api.GET(organization, asAt(token, { appId, orgId }))),
  updateAppOrganization: (token, appId, orgId, body) =>
    answered(api.PUT(organization, { ...asAt(token, { appId, orgId }), body })),
  deleteAppOrganization: (token, appId, orgId) => answered(api.DELETE(organization, asAt(token, { appId, orgId }))),

  listAppOrgMembers: (token, appId, orgId, query = {}) =>
    answered(api.GET(`${organization}/members`, { ...as(token), params: { path: { appId, orgId }, query } })),
  addAppOrgMember: (token, appId, orgId, body) =>
    answered(api.POST(`${organization}/members`, { ...asAt(token, { appId, orgId }), body })),
  updateAppOrgMember: (token, appId, orgId, membershipId, body) =>
    answered(
      api.PATCH(`${organization}/members/{membershipId}`, { ...asAt(token, { appId, orgId, membershipId }), body }),
    ),
  removeAppOrgMember: (token, appId, orgId, membershipId) =>
    answered(api.DELETE(`${organization}/members/{membershipId}`, asAt(token, { appId, orgId, membershipId }))),
  listAppOrgInvitations: (token, appId, orgId, query = {}) =>
    answered(api.GET(`${organization}/invitations`, { ...as(token), params: { path: { appId, orgId }, query } })),
  createAppOrgInvitation: (token, appId, orgId, body) =>
    answered(api.POST(`${organization}/invitations`, { ...asAt(token, { appId, orgId }), body })),
})
