// Who may ask for an application: its people, its backend, and its administrators.
import { alice, bob, carol, demoApp, demoPlatform } from '../contract-tests/harness/fixtures/people.ts'
import { asUser, dana } from '../contract-tests/harness/seeds/backend.ts'
import { type State, bearer, keyed, made } from './fuzz-people.ts'

export const applicationStates: Readonly<Record<string, State>> = {
  'app-guest': {
    schemes: ['appPublishableKey'],
    enter: async (seeds) => {
      await seeds.appUser(alice)
      return { headers: keyed, known: { 'body.email': alice.email, 'body.password': alice.password } }
    },
  },
  'app-user': {
    schemes: ['appBearer'],
    enter: async (seeds) => {
      const owner = await seeds.appUser(alice)
      const { id: orgId } = await seeds.organization(owner)
      const member = await seeds.organizationMember(owner, orgId, bob, 'member')
      await seeds.role(owner, 'all')
      const roleId = await seeds.role(member, ['users:read'])
      const posts = { name: 'Edit posts', resource: 'posts', action: 'edit' }
      const { data: permission } = await made<'app.createPermission', { readonly data: { readonly id: string } }>(
        seeds,
        'app.createPermission',
        { ...asUser(owner), body: posts },
      )
      const { data: invitation } = await made<'app.createOrgInvitation', { readonly data: { readonly id: string } }>(
        seeds,
        'app.createOrgInvitation',
        { ...asUser(owner), path: { orgId }, body: { email: carol.email, role: 'member' } },
      )
      return {
        headers: { ...keyed, ...bearer(owner.access_token) },
        known: {
          'path.orgId': orgId,
          'path.memberId': member.memberId,
          'path.invitationId': invitation.id,
          'path.userId': member.user.id,
          'path.roleId': roleId,
          'path.permissionId': permission.id,
        },
      }
    },
  },
  'app-backend': {
    schemes: ['appSecretKey'],
    unlinked: 'the key exchanges a code that a person has brought, and nothing else',
    enter: async () => ({ headers: { ...keyed, ...bearer(demoApp.secretKey) }, known: {} }),
  },
  'app-backend-alone': {
    schemes: ['appSecretKeyAlone'],
    unlinked: 'the key imports people, and finds none of them by an id of ours',
    enter: () => Promise.resolve({ headers: { 'X-Publishable-Key': demoApp.secretKey }, known: {} }),
  },
  'platform-administrator': {
    schemes: ['platformBearer', 'platformReader', 'platformSessionBearer'],
    enter: async (seeds) => {
      const { access_token } = await seeds.administrator(dana)
      const application = await seeds.application({ access_token })
      const { id: appId, environments } = application
      const environmentId = environments[0]?.id
      const { data: user } = await made<'platform.createAppUser', { readonly data: { readonly id: string } }>(
        seeds,
        'platform.createAppUser',
        { path: { appId }, bearer: access_token, body: { ...bob, environmentId: environmentId ?? '' } },
      )
      const asked = { bearer: access_token, path: { appId } }
      const { data: role } = await made<'platform.createAppRole', { readonly data: { readonly id: string } }>(
        seeds,
        'platform.createAppRole',
        { ...asked, body: { name: 'editor' } },
      )
      const acme = { name: 'Acme', slug: 'acme', environmentId: environmentId ?? '' }
      const { data: org } = await made<'platform.createAppOrganization', { readonly data: { readonly id: string } }>(
        seeds,
        'platform.createAppOrganization',
        { ...asked, body: acme },
      )
      const { data: member } = await made<'platform.addAppOrgMember', { readonly data: { readonly id: string } }>(
        seeds,
        'platform.addAppOrgMember',
        { bearer: access_token, path: { appId, orgId: org.id }, body: { userId: user.id } },
      )
      return {
        headers: bearer(access_token),
        known: {
          'path.appId': appId,
          'path.orgId': org.id,
          'path.membershipId': member.id,
          'path.roleId': role.id,
          'path.userId': user.id,
          'path.environmentId': environmentId,
          'query.environmentId': environmentId,
          'body.environmentId': environmentId,
        },
      }
    },
  },
  'platform-owner': {
    schemes: [],
    enter: async (seeds) => {
      const { access_token } = await made<'platform.login', { readonly access_token: string }>(
        seeds,
        'platform.login',
        {
          body: demoPlatform,
        },
      )
      return {
        headers: bearer(access_token),
        known: { 'path.appId': demoApp.applicationId, 'body.environmentId': demoApp.environmentId },
      }
    },
  },
}
