// Who may ask: each kind of credential, made anew in an empty world, with what exists there for its requests to hit.
import { setTimeout as pause } from 'node:timers/promises'
import {
  alice,
  bob,
  carol,
  demo,
  demoApp,
  demoPlatform,
  demoProject,
  machine,
} from '../contract-tests/harness/fixtures/people.ts'
import { asUser, dana } from '../contract-tests/harness/seeds/backend.ts'
import { type Sent, basic } from '../contract-tests/harness/requests/request.ts'
import type { OperationId, Wire } from '../generated/operations.ts'
import type { Seeds, SignedIn } from '../contract-tests/harness/seeds/seeds.ts'

export interface Credential {
  /** Sent with every request, to whichever surface; spelled as the contract spells them, or they count as others. */
  readonly headers: Readonly<Record<string, string>>
  /** Values that exist, by where they go: `path.account_id`, `body.email`. Some requests get them, others made-up ones. */
  readonly known: Readonly<Record<string, string | readonly string[] | undefined>>
}

export interface State {
  /** Security schemes this credential is for: their operations are tried hardest in this state. */
  readonly schemes: readonly string[]
  readonly enter: (seeds: Seeds) => Promise<Credential>
}

/** Calls an operation that must succeed, and gives its body. */
const made = async <K extends OperationId, Body>(seeds: Seeds, id: K, sent: Sent<K>): Promise<Body> => {
  const answer = await seeds.call(id, sent)
  if (!answer || answer.status >= 300) throw new Error(`The world could not be made: ${id} answered ${answer?.text}`)
  return answer.body as Body
}

/** The token of a mail. While the server's own round delivers it, it is on its way and not in the mailbox. */
const tokenOf = async (seeds: Seeds, to: string, kind: Wire['Mail']['kind'], tries = 50): Promise<string> => {
  try {
    return (await seeds.mail(to, kind)).token ?? ''
  } catch (error) {
    if (tries === 0) throw error
    await pause(100)
    return tokenOf(seeds, to, kind, tries - 1)
  }
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` })
const keyed = { 'X-Publishable-Key': demoApp.publishableKey }

/** A person with an account that has a member, an invitation and a client. */
const household = async (seeds: Seeds): Promise<{ owner: SignedIn; known: Credential['known'] }> => {
  const owner = await seeds.user(alice)
  const { membershipId } = await seeds.member(owner, bob, 'member')
  const { id: client_id } = await seeds.client(owner)
  const { access_token } = owner.tokens
  const path = { account_id: owner.accountId }
  const body = { email: carol.email, role: 'member' } as const
  const invitation = await made<'account.inviteMember', { readonly id: string }>(seeds, 'account.inviteMember', {
    path,
    bearer: access_token,
    body,
  })
  return {
    owner,
    known: {
      'path.account_id': owner.accountId,
      'path.member_id': membershipId,
      'path.client_id': client_id,
      'path.application_id': owner.profile.application_id,
      'path.invitation_id': invitation.id,
      'body.client_id': demo.clientId,
      'body.email': alice.email,
    },
  }
}

export const states: Readonly<Record<string, State>> = {
  nobody: {
    schemes: [],
    enter: async (seeds) => {
      const { owner, known } = await household(seeds)
      await made(seeds, 'account.sendEmailVerification', { bearer: owner.tokens.access_token })
      await made(seeds, 'account.sendMagicLink', { body: { client_id: demo.clientId, email: alice.email } })
      const tokens = [
        await tokenOf(seeds, alice.email, 'verify_email_link'),
        await tokenOf(seeds, alice.email, 'magic_link'),
        await tokenOf(seeds, carol.email, 'invitation'),
      ]
      return { headers: {}, known: { ...known, 'query.client_id': demo.clientId, 'query.token': tokens } }
    },
  },
  'account-user': {
    schemes: ['accountBearer'],
    enter: async (seeds) => {
      const { owner, known } = await household(seeds)
      return { headers: bearer(owner.tokens.access_token), known }
    },
  },
  'account-browser': {
    schemes: ['accountRefreshCookie'],
    enter: async (seeds) => {
      const { owner, known } = await household(seeds)
      const csrf = await seeds.csrf()
      const cookie = `refresh_token=${owner.tokens.refresh_token}; csrf_session=${csrf.session}`
      return { headers: { Cookie: cookie, 'X-CSRF-Token': csrf.token }, known }
    },
  },
  'openid-user': {
    schemes: ['oauthBearer'],
    enter: async (seeds) => {
      const { known } = await household(seeds)
      return { headers: bearer((await seeds.openIdTokens(alice)).access_token), known }
    },
  },
  'account-machine': {
    schemes: [],
    enter: async (seeds) => {
      const { known } = await household(seeds)
      return { headers: bearer(await seeds.machine()), known }
    },
  },
  'oauth-client': {
    schemes: ['oauthClientBasic'],
    enter: async () => ({
      headers: { Authorization: basic(machine.clientId, machine.clientSecret).authorization },
      known: { 'query.client_id': demo.clientId },
    }),
  },
  'registered-client': {
    schemes: ['oauthRegistration'],
    enter: async (seeds) => {
      const { client_id, registration_access_token: token } = await seeds.registration()
      return { headers: bearer(token), known: { 'path.client_id': client_id, 'body.client_id': client_id } }
    },
  },
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
    enter: async () => ({ headers: { ...keyed, ...bearer(demoApp.secretKey) }, known: {} }),
  },
  'app-backend-alone': {
    schemes: ['appSecretKeyAlone'],
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
  'project-user': {
    schemes: ['projectUser', 'projectBearer'],
    enter: async (seeds) => {
      const { accessToken, user } = await seeds.projectUser(alice)
      return { headers: bearer(accessToken), known: { 'path.userId': user.id } }
    },
  },
  'project-admin': {
    schemes: ['projectAdmin'],
    enter: async (seeds) => {
      const { user } = await seeds.projectUser(alice)
      return { headers: bearer(await seeds.projectAdmin()), known: { 'path.userId': user.id } }
    },
  },
  'project-key': {
    schemes: [],
    enter: async (seeds) => {
      const { user } = await seeds.projectUser(alice)
      return { headers: bearer(demoProject.apiKey), known: { 'path.userId': user.id } }
    },
  },
  'project-guest': {
    schemes: [],
    enter: async () => ({ headers: bearer(demoProject.anonKey), known: {} }),
  },
  directory: {
    schemes: ['scimToken'],
    enter: async (seeds) => {
      const bearerToken = { bearer: demoApp.scimToken }
      const user = await made<'scim.createUser', { readonly id: string }>(seeds, 'scim.createUser', {
        ...bearerToken,
        body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'carroll@example.com' },
      })
      const group = await made<'scim.createGroup', { readonly id: string }>(seeds, 'scim.createGroup', {
        ...bearerToken,
        body: { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Writers' },
      })
      return { headers: bearer(demoApp.scimToken), known: { 'path.userId': user.id, 'path.groupId': group.id } }
    },
  },
  'stand-in': {
    schemes: ['standInToken'],
    enter: async (seeds) => ({
      headers: bearer(await seeds.standInToken('google')),
      known: { 'path.provider': 'google' },
    }),
  },
}

/** What ends the credential that asks, or the world it is from, or has others fail on purpose. These are tried by themselves, after all others. */
export const endings: readonly string[] = [
  'account.signOut',
  'account.refresh',
  'account.changePassword',
  'account.switchAccount',
  'account.deleteAccount',
  'account.deleteClient',
  'account.removeMember',
  'app.logout',
  'app.changePassword',
  'app.deleteMe',
  'app.setActiveOrganization',
  'app.deleteOrganization',
  'app.removeOrgMember',
  'app.cancelInvitation',
  'app.revokeSession',
  'app.revokeAllSessions',
  'app.assignUserRoles',
  'app.updateUser',
  'platform.deleteAppOrganization',
  'platform.removeAppOrgMember',
  'platform.cancelAppInvitation',
  'platform.logout',
  'platform.changePassword',
  'platform.deleteMe',
  'platform.revokeSession',
  'platform.revokeOtherSessions',
  'platform.deleteApplication',
  'platform.rotateAppKeys',
  'project.logout',
  'project.changePassword',
  'project.deleteMe',
  'project.endSession',
  'project.endOtherSessions',
  'project.deleteUsers',
  'project.updateConfig',
  'service.resetSandbox',
  'service.moveClock',
  'service.deleteUser',
  'service.expireSession',
  'service.giveSecondFactor',
  'service.failWebhooks',
]
