// Who may ask: each kind of credential, made anew in an empty world, with what exists there for its requests to hit.
import {
  alice,
  asCredentials,
  carol,
  dave,
  demo,
  demoApp,
  demoProject,
  machine,
} from '../contract-tests/harness/fixtures/people.ts'
import { basic } from '../contract-tests/harness/requests/request.ts'
import { type State, made, tokenOf, bearer, household } from './fuzz-people.ts'
import { applicationStates } from './fuzz-application-states.ts'

export const states: Readonly<Record<string, State>> = {
  nobody: {
    schemes: [],
    enter: async (seeds) => {
      const { known } = await household(seeds)
      await made(seeds, 'account.signUp', { body: asCredentials(dave) })
      await made(seeds, 'account.sendMagicLink', { body: { client_id: demo.clientId, email: alice.email } })
      const tokens = [
        await tokenOf(seeds, dave.email, 'verify_email_link'),
        await tokenOf(seeds, alice.email, 'magic_link'),
        await tokenOf(seeds, carol.email, 'invitation'),
      ]
      const asked = { 'query.client_id': demo.clientId, 'query.token': tokens, 'body.password': alice.password }
      return { headers: {}, known: { ...known, ...asked } }
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
    unlinked: 'beside what ends the session, the cookie only reads whose it is',
    enter: async (seeds) => {
      const { owner, known } = await household(seeds)
      const csrf = await seeds.csrf()
      const cookie = `refresh_token=${owner.tokens.refresh_token}; csrf_session=${csrf.session}`
      return { headers: { Cookie: cookie, 'X-CSRF-Token': csrf.token }, known }
    },
  },
  'openid-user': {
    schemes: ['oauthBearer'],
    unlinked: 'two ways to ask for the same claims, of whoever asks',
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
  ...applicationStates,
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
    unlinked: 'a profile and its addresses, of whoever asks; the provider in their path is no value of an answer',
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
  'account.endSession',
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
