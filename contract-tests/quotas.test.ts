// No one person fills the service: each kind of thing has a number that it may reach, and a refusal of its own for one more.
import { expect } from 'vitest'
import type { OperationId, Wire } from '../generated/operations.ts'
import { invited as invitedByOrganization, invitedToApp } from './app/invited.ts'
import { asUser, dana, stageOf } from './harness/seeds/backend.ts'
import { type Case, contract, given } from './harness/dsl/index.ts'
import { alice, bob, carol, dave, demoApp, demoPlatform, demoProject } from './harness/fixtures/people.ts'
import { form } from './harness/requests/request.ts'
import type { Seeds, SignedIn } from './harness/seeds/seeds.ts'
import type { Allowed } from './harness/seeds/seed-words.ts'
import { companyWithMember, named } from './scim/directories.ts'

const inside = 'quotas are set from within'

const inAccount = ({ accountId, tokens }: SignedIn) => ({
  path: { account_id: accountId },
  bearer: tokens.access_token,
})

/** What a browser sends with the form of a page of ours. */
const ownPage = { origin: 'null', 'sec-fetch-site': 'same-origin' }

/** A case of one more than a quota of one allows: `make` makes the one. */
const oneMore = <K extends OperationId, Given>(
  name: keyof Allowed,
  make: (seeds: Seeds) => Promise<Given>,
  { send, then }: Pick<Case<K, Given>, 'send' | 'then'>,
): Case<K, unknown> =>
  given<K, Given>(
    async (seeds) => {
      const made = await make(seeds)
      await seeds.allow({ [name]: 1 })
      return made
    },
    { send, expect: { error: 'quota_exceeded', detail: /Quota: 1 / }, inside, ...(then && { then }) },
  )

/** Alice, and the invitation to her account that Carol was mailed. */
const invited = async (seeds: Seeds) => {
  const hers = await seeds.user(alice)
  const body = { email: carol.email, role: 'member' } as const
  await seeds.call('account.inviteMember', { ...inAccount(hers), body })
  return { hers, token: (await seeds.mail(carol.email, 'invitation')).token ?? 'a'.repeat(43) }
}

contract('account.createAccount', {
  'refuses more accounts than one user may make': oneMore('accountsPerUser', (seeds) => seeds.caller(alice), {
    send: ({ tokens }) => ({ bearer: tokens.access_token, body: { name: 'Acme' } }),
    then: async (seeds, _answer, { tokens }) => {
      const bearer = tokens.access_token
      expect((await seeds.call('account.listAccounts', { bearer }))?.body).toMatchObject({ total: 1 })
    },
  }),
})

contract('account.registerAccount', {
  'refuses more accounts than one user may have made': oneMore(
    'accountsPerUser',
    async (seeds) => ({ his: await seeds.user(bob), bearer: await seeds.machine() }),
    {
      send: ({ his, bearer }) => ({
        path: { application_id: his.profile.application_id },
        bearer,
        body: { name: 'Acme', owner: { user_id: his.profile.id } },
      }),
    },
  ),
})

contract('account.createChildAccount', {
  'refuses more accounts than may stand below one': oneMore(
    'childrenPerAccount',
    async (seeds) => {
      const hers = await seeds.user(alice)
      await seeds.account(hers, 'North', hers.accountId)
      return hers
    },
    { send: (hers) => ({ ...inAccount(hers), body: { name: 'South' } }) },
  ),
  'counts what a client of an account makes further below': oneMore(
    'childrenPerAccount',
    async (seeds) => {
      const hers = await seeds.user(alice)
      const { id: client_id, client_secret } = await seeds.client(hers, { type: 'confidential' })
      const body = { grant_type: 'client_credentials', client_id, client_secret: client_secret ?? '' }
      const granted = await seeds.call('oauth.issueToken', { body })
      const bearer = (granted?.body as Wire['OAuthTokens'] | undefined)?.access_token ?? 'example'
      const north = { path: { account_id: hers.accountId }, bearer, body: { name: 'North' } }
      const made = await seeds.call('account.createChildAccount', north)
      return { bearer, id: (made?.body as Wire['Account'] | undefined)?.id ?? hers.accountId }
    },
    { send: ({ bearer, id }) => ({ path: { account_id: id }, bearer, body: { name: 'Further North' } }) },
  ),
})

contract('account.addMember', {
  'refuses more members than an account may have': oneMore(
    'membersPerAccount',
    async (seeds) => ({ hers: await seeds.user(alice), his: await seeds.user(bob) }),
    { send: ({ hers, his }) => ({ ...inAccount(hers), body: { user_id: his.profile.id, role: 'viewer' } }) },
  ),
})

contract('account.inviteMember', {
  'refuses more invitations than may wait at once': oneMore('invitationsPerAccount', invited, {
    send: ({ hers }) => ({ ...inAccount(hers), body: { email: dave.email, role: 'member' } }),
    then: async (seeds, _answer, { hers }) => {
      // The same person again takes the place of their first invitation.
      const again = { ...inAccount(hers), body: { email: carol.email, role: 'member' } as const }
      expect((await seeds.call('account.inviteMember', again))?.status).toBe(201)
    },
  }),
})

contract('account.acceptInvitation', {
  'refuses more members than an account may have, and leaves the invitation as it was': oneMore(
    'membersPerAccount',
    invited,
    {
      send: ({ token }) => ({ body: { token } }),
      then: async (seeds, _answer, { token }) => {
        await seeds.allow({})
        expect((await seeds.call('account.acceptInvitation', { body: { token } }))?.status).toBe(200)
      },
    },
  ),
  'says so on a page': {
    ...oneMore<'account.acceptInvitation', { token: string }>('membersPerAccount', invited, {
      send: ({ token }) => ({ ...form({ token }), headers: { accept: 'text/html', ...ownPage } }),
    }),
    expect: {
      status: 409,
      example: 'refusal_page',
      answer: ({ text }) => expect(text).toContain('Quota: 1 members of one account.'),
    },
  },
})

contract('account.followInvitation', {
  'refuses more members than an account may have': oneMore('membersPerAccount', invited, {
    send: ({ token }) => ({ query: { token }, headers: { accept: 'application/json' } }),
  }),
})

contract('account.createClient', {
  'refuses more clients than an account may have': oneMore(
    'clientsPerAccount',
    async (seeds) => {
      const hers = await seeds.user(alice)
      await seeds.client(hers)
      return hers
    },
    { send: (hers) => ({ ...inAccount(hers), body: { name: 'One more' } }) },
  ),
})

const waiting = async (seeds: Seeds) => {
  const hers = await seeds.caller(alice)
  await seeds.call('account.joinWaitlist', { path: { feature: 'first' }, bearer: hers.tokens.access_token })
  return hers
}

contract('account.joinWaitlist', {
  'refuses more waitlists than one user may be on': oneMore('waitlistsPerUser', waiting, {
    send: ({ tokens }) => ({ path: { feature: 'second' }, bearer: tokens.access_token }),
    then: async (seeds, _answer, { tokens }) => {
      const again = { path: { feature: 'first' }, bearer: tokens.access_token }
      expect((await seeds.call('account.joinWaitlist', again))?.status).toBe(200)
    },
  }),
})

contract('account.signUpForWaitlist', {
  'refuses more waitlists than one user may be on': oneMore('waitlistsPerUser', waiting, {
    send: ({ tokens }) => ({ path: { feature: 'second' }, bearer: tokens.access_token }),
  }),
})

const atOrganization = ({ id }: Wire['Organization']) => ({ path: { orgId: id } })

const acme = async (seeds: Seeds) => {
  const hers = await seeds.appCaller(alice)
  return { hers, org: await seeds.organization(hers), stranger: await seeds.appCaller(bob) }
}

contract('app.createOrganization', {
  'refuses more organizations than one user may make': oneMore('accountsPerUser', acme, {
    send: ({ hers }) => ({ ...asUser(hers), body: { name: 'Initech', slug: 'initech' } }),
  }),
})

contract('app.addOrgMember', {
  'refuses more members than an organization may have': oneMore('membersPerAccount', acme, {
    send: ({ hers, org, stranger }) => ({
      ...asUser(hers),
      ...atOrganization(org),
      body: { userId: stranger.user.id },
    }),
  }),
})

contract('app.createOrgInvitation', {
  'refuses more invitations than may wait at once': oneMore('invitationsPerAccount', invitedByOrganization, {
    send: ({ hers, org }) => ({ ...asUser(hers), ...atOrganization(org), body: { email: dave.email } }),
  }),
})

contract('app.sendInvitation', {
  'refuses more invitations than may wait at once': oneMore('invitationsPerUser', invitedToApp, {
    send: ({ hers }) => ({ ...asUser(hers), body: { email: dave.email } }),
  }),
})

contract('app.acceptInvitation', {
  'refuses more members than an organization may have': oneMore(
    'membersPerAccount',
    async (seeds) => ({ ...(await invitedByOrganization(seeds)), guest: await seeds.appCaller(carol) }),
    { send: ({ guest, id }) => ({ ...asUser(guest), path: { invitationId: id } }) },
  ),
})

const shop = async (seeds: Seeds) => {
  const owner = await seeds.platformCaller(dana)
  return { bearer: owner.access_token, app: await seeds.application(owner) }
}

contract('platform.createApplication', {
  'refuses more applications than a tenant may have': oneMore('applicationsPerTenant', shop, {
    send: ({ bearer }) => ({ bearer, body: { name: 'One more', slug: 'one-more' } }),
  }),
})

contract('platform.createAppEnvironment', {
  'refuses more environments than an application may have': oneMore('environmentsPerApplication', shop, {
    send: ({ bearer, app }) => ({ bearer, path: { appId: app.id }, body: { name: 'One more' } }),
  }),
})

contract('platform.rotateAppKeys', {
  'refuses more keys at once than an environment may have': oneMore('keysPerEnvironment', shop, {
    send: ({ bearer, app }) => ({ bearer, path: { appId: app.id }, body: { environmentId: stageOf(app).id } }),
  }),
})

contract('project.createAnonToken', {
  'refuses more keys than an environment may have': oneMore('keysPerEnvironment', () => Promise.resolve(), {
    send: () => ({ bearer: demoProject.apiKey }),
  }),
})

const admin = async (seeds: Seeds) => {
  const hers = await seeds.appCaller(alice)
  const adminRoleId = await seeds.role(hers, 'all')
  const answer = await seeds.call('app.createRole', { ...asUser(hers), body: { name: 'editor' } })
  const roleId = (answer?.body as Wire['ApplicationRoleAnswer'] | undefined)?.data.id ?? adminRoleId
  const signedIn = (await seeds.call('platform.login', { body: demoPlatform }))?.body
  const bearer = (signedIn as Wire['TokenPair'] | undefined)?.access_token ?? ''
  return { hers, bearer, path: { appId: demoApp.applicationId }, roleIds: [adminRoleId, roleId] }
}

const posts = { name: 'Edit posts', resource: 'posts', action: 'edit' }

contract('app.createRole', {
  'refuses more roles than an environment may have': oneMore('rolesPerEnvironment', admin, {
    send: ({ hers }) => ({ ...asUser(hers), body: { name: 'author' } }),
  }),
})

contract('platform.createAppRole', {
  'refuses more roles than an environment may have': oneMore('rolesPerEnvironment', admin, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'author' } }),
  }),
})

contract('app.createPermission', {
  'refuses more permissions than an environment may have': oneMore('permissionsPerEnvironment', admin, {
    send: ({ hers }) => ({ ...asUser(hers), body: posts }),
  }),
})

contract('platform.createAppPermission', {
  'refuses more permissions than an environment may have': oneMore('permissionsPerEnvironment', admin, {
    send: ({ bearer, path }) => ({ bearer, path, body: posts }),
  }),
})

contract('app.assignUserRoles', {
  'refuses more roles than one user may hold': oneMore('rolesPerUser', admin, {
    send: ({ hers, roleIds }) => ({ ...asUser(hers), path: { userId: hers.user.id }, body: { roleIds } }),
  }),
})

contract('platform.assignAppUserRoles', {
  'refuses more roles than one user may hold': oneMore('rolesPerUser', admin, {
    send: ({ hers, bearer, path, roleIds }) => ({
      bearer,
      path: { ...path, userId: hers.user.id },
      body: { roleIds },
    }),
  }),
})

contract('platform.createAppInvitation', {
  'refuses more invitations than may wait at once': oneMore(
    'invitationsPerUser',
    async (seeds) => {
      const made = await admin(seeds)
      const first = { email: bob.email, environmentId: demoApp.environmentId }
      await seeds.call('platform.createAppInvitation', { bearer: made.bearer, path: made.path, body: first })
      return made
    },
    {
      send: ({ bearer, path }) => ({
        bearer,
        path,
        body: { email: dave.email, environmentId: demoApp.environmentId },
      }),
    },
  ),
})

contract('platform.createAppOrgInvitation', {
  'refuses more invitations than may wait at once': oneMore(
    'invitationsPerAccount',
    async (seeds) => {
      const { bearer, path, hers } = await admin(seeds)
      const { id: orgId } = await seeds.organization(hers)
      const place = { bearer, path: { ...path, orgId } }
      await seeds.call('platform.createAppOrgInvitation', { ...place, body: { email: bob.email } })
      return place
    },
    { send: (place) => ({ ...place, body: { email: dave.email } }) },
  ),
})

contract('platform.createAppOrganization', {
  'refuses more organizations than one user may make': oneMore(
    'accountsPerUser',
    async (seeds) => {
      const made = await admin(seeds)
      await seeds.organization(made.hers)
      return made
    },
    {
      send: ({ hers, bearer, path }) => ({
        bearer,
        path,
        body: { name: 'Two', slug: 'two', environmentId: demoApp.environmentId, ownerId: hers.user.id },
      }),
    },
  ),
})

contract('platform.addAppOrgMember', {
  'refuses more members than an organization may have': oneMore(
    'membersPerAccount',
    async (seeds) => {
      const made = await admin(seeds)
      return { ...made, org: await seeds.organization(made.hers), his: await seeds.appCaller(bob) }
    },
    {
      send: ({ bearer, path, org, his }) => ({
        bearer,
        path: { ...path, orgId: org.id },
        body: { userId: his.user.id },
      }),
    },
  ),
})

contract('scim.createUser', {
  'refuses more members than an organization may have': oneMore('membersPerAccount', companyWithMember, {
    send: ({ token }) => ({ bearer: token, body: named('bob@example.com') }),
    then: async (seeds, _answer, { token }) => {
      const { totalResults } = (await seeds.call('scim.listUsers', { bearer: token }))?.body as Wire['ScimUserList']
      expect(totalResults).toBe(1)
    },
  }),
})
