import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, demoApp, keyed } from '../harness/fixtures/people.ts'
import {
  bearer,
  company,
  companyWithMember,
  liddell,
  named,
  nobody,
  patch,
  provision,
  readUser,
  withUser,
} from './directories.ts'

const userNames = (body: unknown) => (body as Wire['ScimUserList']).Resources.map(({ userName }) => userName)

contract('scim.listUsers', {
  'finds by a filter, and gives a page': given(
    async (seeds) => {
      for (const name of ['ada', 'bea', 'cleo']) await provision(seeds, bearer, named(`${name}@example.com`))
      await provision(seeds, bearer, named('dora', { externalId: 'x-1', active: false }))
    },
    {
      send: () => ({ bearer, query: { filter: 'userName sw "D" or (emails co "EA@" and active eq true)' } }),
      expect: { status: 200, example: 'users' },
      then: async (seeds, answer) => {
        expect(userNames(answer.body)).toEqual(['bea@example.com', 'dora'])
        const find = async (query: Record<string, string | number>) =>
          (await seeds.call('scim.listUsers', { bearer, query }))?.body as Wire['ScimUserList']
        expect(userNames(await find({ filter: 'externalId eq "x-1"' }))).toEqual(['dora'])
        expect(userNames(await find({ filter: 'externalId eq "X-1"' }))).toEqual([])
        expect(userNames(await find({ filter: 'not (active eq true)' }))).toEqual(['dora'])
        expect(userNames(await find({ filter: 'emails[type eq "work"].value eq "ADA@example.com"' }))).toHaveLength(1)
        // What means something in a pattern means itself.
        expect(userNames(await find({ filter: 'userName co "%" or userName co "_"' }))).toEqual([])
        expect(await find({ startIndex: 2, count: 2, attributes: 'userName' })).toMatchObject({
          totalResults: 4,
          startIndex: 2,
          itemsPerPage: 2,
          Resources: [
            { schemas: expect.any(Array), id: expect.any(String), userName: 'bea@example.com' },
            { schemas: expect.any(Array), id: expect.any(String), userName: 'cleo@example.com' },
          ],
        })
        expect(await find({ count: 0 })).toMatchObject({ totalResults: 4, itemsPerPage: 0, Resources: [] })
      },
    },
  ),
  'gives an organization its own members, and an environment all users': given(companyWithMember, {
    send: ({ token }) => ({ bearer: token }),
    expect: { status: 200, example: 'users' },
    then: async (seeds, answer, { wholeToken }) => {
      expect(userNames(answer.body)).toEqual([liddell.userName])
      await provision(seeds, wholeToken, named('elsewhere@example.com'))
      const own = await seeds.call('scim.listUsers', { bearer: bearer })
      expect(userNames(own?.body)).toEqual([])
      const all = await seeds.call('scim.listUsers', { bearer: wholeToken })
      expect(userNames(all?.body)).toEqual([liddell.userName, 'elsewhere@example.com'])
    },
  }),
  'refuses a filter of what nobody may compare': {
    send: { bearer, query: { filter: 'password eq "x"' } },
    expect: { error: 'invalid_filter' },
  },
  'refuses a filter that is too deep': {
    send: { bearer, query: { filter: `${'('.repeat(300)}active eq true${')'.repeat(300)}` } },
    expect: { error: 'invalid_filter' },
  },
  'refuses a token that nobody knows': { send: { bearer: 'scim_test_no' }, expect: { error: 'invalid_api_key' } },
})

contract('scim.createUser', {
  'makes a user without a password, who has proven nothing': {
    send: { bearer, body: liddell },
    expect: { status: 201, example: 'user' },
    then: async (seeds, answer) => {
      const user = answer.body as Wire['ScimUser']
      expect(user).toMatchObject({ userName: liddell.userName, externalId: '00u1alice', active: true, groups: [] })
      expect(answer.headers.get('location')).toBe(user.meta!.location)
      expect(answer.headers.get('etag')).toBe(user.meta!.version)
      const login = await seeds.call('platform.login', {
        body: { email: 'owner@example.test', password: 'sandbox platform owner' },
      })
      const path = { appId: demoApp.applicationId, userId: user.id }
      const owner = (login?.body as { readonly access_token: string }).access_token
      const shown = await seeds.call('platform.getAppUser', { bearer: owner, path })
      expect(shown?.body).toMatchObject({ data: { email: 'alice@example.com', emailVerified: false } })
    },
  },
  'makes a member of the organization': given(company, {
    send: ({ token }) => ({ bearer: token, body: { ...liddell, title: 'Explorer', password: 'is ignored' } as never }),
    expect: { status: 201, example: 'user' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({ groups: [{ value: 'member', display: 'member', type: 'direct' }] }),
  }),
  'takes over nobody who is there already': given((seeds) => seeds.appUser(alice), {
    send: () => ({ bearer, body: named(alice.email.toUpperCase()) }),
    expect: { error: 'user_exists' },
  }),
  'takes over nobody who has only signed up, by another name neither': given((seeds) => seeds.appNewcomer(alice), {
    send: () => ({ bearer, body: named('somebody', { emails: [{ value: alice.email }] }) }),
    expect: { error: 'user_exists' },
    then: async (seeds) => {
      const found = await seeds.call('scim.listUsers', { bearer })
      expect(userNames(found?.body)).toEqual([alice.email])
    },
  }),
  'refuses a name that a user has': given(withUser, {
    send: () => ({ bearer, body: named('ALICE@example.com', { emails: [{ value: 'other@example.com' }] }) }),
    expect: { error: 'user_exists' },
  }),
  'refuses an external id that a user has': given(withUser, {
    send: () => ({ bearer, body: named('other@example.com', { externalId: liddell.externalId }) }),
    expect: { error: 'user_exists' },
  }),
  'refuses what is no address': {
    send: { bearer, body: named('someone', { emails: [{ value: 'nowhere' }] }) },
    expect: { error: 'invalid_request', detail: 'email: must be an email address' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: 'scim_test_no', body: liddell },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.getUser', {
  'gives a user': given(withUser, {
    send: ({ path }) => ({ bearer, path }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer, { user }) => expect(answer.body).toEqual(user),
  }),
  'says that a copy is still good': given(withUser, {
    send: ({ path, user }) => ({ bearer, path, headers: { 'If-None-Match': user.meta?.version ?? '*' } }),
    expect: { status: 304, example: 'empty' },
  }),
  'leaves out what is not asked for': given(withUser, {
    send: ({ path }) => ({ bearer, path, query: { excludedAttributes: 'groups,meta' } }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer) => {
      expect(answer.body).not.toHaveProperty('groups')
      expect(answer.body).toHaveProperty('userName')
    },
  }),
  'refuses a user of another tenant, and of another organization': given(companyWithMember, {
    send: ({ member }) => ({ bearer, path: { userId: `${member.id}x` } }),
    expect: { error: 'user_not_found' },
    then: async (seeds, _answer, { member, token }) => {
      expect((await readUser(seeds, bearer, member.id))?.status).toBe(404)
      expect((await readUser(seeds, token, member.id))?.status).toBe(200)
      const stranger = await provision(seeds, bearer, named('elsewhere@example.com'))
      expect((await readUser(seeds, token, stranger.id))?.status).toBe(404)
    },
  }),
  'refuses a token that nobody knows': {
    send: { bearer: 'scim_test_no', path: { userId: nobody } },
    expect: { error: 'invalid_api_key' },
  },
})

/** An organization that a person owns whom its directory has not made. */
const ownedByStranger = async (seeds: Parameters<typeof company>[0]) => {
  const made = await company(seeds)
  const { asked, stage } = made
  const { user: owner } = await seeds.appUser(alice, stage.publishableKey)
  const body = { name: 'Looking-glass', slug: 'looking-glass', environmentId: stage.id, ownerId: owner.id }
  const other = await seeds.call('platform.createAppOrganization', { ...asked, body })
  const organizationId = (other?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  const key = { name: 'Directory', environmentId: stage.id, keyType: 'scim', organizationId } as const
  const answer = await seeds.call('platform.createAppApiKey', { ...asked, body: key })
  return { ...made, owner, token: (answer?.body as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key ?? bearer }
}

contract('scim.replaceUser', {
  'replaces what is said': given(withUser, {
    send: ({ path }) => ({ bearer, path, body: named('alice@example.com', { name: { givenName: 'Al' } }) }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer) => {
      const user = answer.body as Wire['ScimUser']
      expect(user).toMatchObject({ name: { givenName: 'Al' }, active: true })
      expect(user).not.toHaveProperty('externalId')
      expect(user.emails).toEqual([{ value: 'alice@example.com', type: 'work', primary: true }])
    },
  }),
  'refuses another version than there is, and changes nothing': given(withUser, {
    send: ({ path }) => ({ bearer, path, headers: { 'If-Match': 'W/"another"' }, body: named('al@example.com') }),
    expect: { error: 'precondition_failed' },
    then: async (seeds, _answer, { path, user }) => {
      expect((await readUser(seeds, bearer, path.userId))?.body).toEqual(user)
      const headers = { 'If-Match': user.meta!.version }
      const body = named('al@example.com')
      expect((await seeds.call('scim.replaceUser', { bearer, path, headers, body }))?.status).toBe(200)
      expect((await seeds.call('scim.replaceUser', { bearer, path, headers, body }))?.status).toBe(412)
    },
  }),
  'refuses a name that another user has': given(
    async (seeds) => {
      await provision(seeds, bearer, named('bob@example.com'))
      return withUser(seeds)
    },
    {
      send: ({ path }) => ({ bearer, path, body: named('Bob@example.com') }),
      expect: { error: 'user_exists' },
    },
  ),
  'refuses another address for whom it has not made': given((seeds) => seeds.appUser(alice), {
    send: ({ user }) => ({ bearer, path: { userId: user.id }, body: named('thief@example.com') }),
    expect: { error: 'not_provisioned' },
    then: async (seeds, _answer, { user }) =>
      expect((await readUser(seeds, bearer, user.id))?.body).toMatchObject({ userName: alice.email }),
  }),
  'switches off its own, who stay owners, and does not delete the last one': given(
    async (seeds) => {
      const made = await companyWithMember(seeds)
      const { token, member } = made
      const owners = { bearer: token, path: { groupId: 'owner' } }
      await seeds.call('scim.patchGroup', {
        ...owners,
        body: patch({ op: 'add', path: 'members', value: [{ value: member.id }] }),
      })
      return made
    },
    {
      send: ({ token, member }) => ({
        bearer: token,
        path: { userId: member.id },
        body: named('alice@example.com', { active: false }),
      }),
      expect: { status: 200, example: 'user' },
      then: async (seeds, _answer, { token, member }) =>
        expect((await seeds.call('scim.deleteUser', { bearer: token, path: { userId: member.id } }))?.status).toBe(409),
    },
  ),
  'refuses to put out the last owner, whom it has not made': given(ownedByStranger, {
    send: ({ token, owner }) => ({
      bearer: token,
      path: { userId: owner.id },
      body: named(alice.email, { active: false }),
    }),
    expect: { error: 'last_owner' },
    then: async (seeds, _answer, { token, owner }) =>
      expect((await readUser(seeds, token, owner.id))?.body).toMatchObject({ active: true }),
  }),
  'refuses one that is not there': {
    send: { bearer, path: { userId: nobody }, body: liddell },
    expect: { error: 'user_not_found' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: 'scim_test_no', path: { userId: nobody }, body: liddell },
    expect: { error: 'invalid_api_key' },
  },
})

/** A member of two organizations, whom the directory of one has made. */
const shared = async (seeds: Parameters<typeof company>[0]) => {
  const made = await companyWithMember(seeds)
  const { asked, stage, member } = made
  const path = { ...asked.path }
  const other = await seeds.call('platform.createAppOrganization', {
    ...asked,
    path,
    body: { name: 'Looking-glass', slug: 'looking-glass', environmentId: stage.id },
  })
  const orgId = (other?.body as Wire['OrganizationAnswer'] | undefined)?.data.id ?? nobody
  const body = { name: 'Other', environmentId: stage.id, keyType: 'scim', organizationId: orgId } as const
  const key = await seeds.call('platform.createAppApiKey', { ...asked, body })
  return { ...made, otherToken: (key?.body as Wire['CreatedApiKeyAnswer'] | undefined)?.data.key ?? bearer, member }
}

contract('scim.patchUser', {
  'switches a user off as Azure AD says it, and signs them out at once': given(
    async (seeds) => ({ signedIn: await seeds.appUser(bob) }),
    {
      send: ({ signedIn }) => ({
        bearer,
        path: { userId: signedIn.user.id },
        body: patch({ op: 'Replace', path: 'active', value: 'False' }),
      }),
      expect: { status: 200, example: 'user' },
      then: async (seeds, answer, { signedIn }) => {
        expect(answer.body).toMatchObject({ active: false })
        expect((await seeds.call('app.getMe', asUser(signedIn)))?.status).toBe(401)
        const path = { userId: signedIn.user.id }
        const again = await seeds.call('scim.patchUser', {
          bearer,
          path,
          body: patch({ op: 'replace', value: { active: true } }),
        })
        expect(again?.body).toMatchObject({ active: true })
        // What it ended stays ended.
        expect((await seeds.call('app.getMe', asUser(signedIn)))?.status).toBe(401)
      },
    },
  ),
  'does not switch on whom an administrator switched off': given(companyWithMember, {
    send: ({ token, member }) => ({
      bearer: token,
      path: { userId: member.id },
      body: patch({ op: 'replace', path: 'name.givenName', value: 'Alicia' }),
    }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, _answer, { token, member, asked }) => {
      const path = { ...asked.path, userId: member.id }
      const off = await seeds.call('platform.updateAppUser', { ...asked, path, body: { isActive: false } })
      expect(off?.status).toBe(200)
      const on = await seeds.call('scim.patchUser', {
        bearer: token,
        path: { userId: member.id },
        body: patch({ op: 'replace', value: { active: true } }),
      })
      expect(on?.body).toMatchObject({ active: false })
    },
  }),
  'changes what a path names, and ignores what is not kept': given(withUser, {
    send: ({ path }) => ({
      bearer,
      path,
      body: patch(
        { op: 'Add', path: 'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName', value: 'Pleasance' },
        { op: 'Replace', path: 'title', value: 'Explorer' },
        { op: 'Replace', value: { 'name.givenName': 'Al', externalId: 'new' } },
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'al@example.com' },
      ),
    }),
    expect: { status: 200, example: 'user' },
    then: async (_seeds, answer) =>
      expect(answer.body).toMatchObject({
        externalId: 'new',
        displayName: 'Al Pleasance',
        emails: [{ value: 'al@example.com' }],
      }),
  }),
  'refuses what it cannot change': given(withUser, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'replace', path: 'groups', value: [] }) }),
    expect: { error: 'invalid_path' },
  }),
  'does all or nothing': given(withUser, {
    send: ({ path }) => ({
      bearer,
      path,
      body: patch(
        { op: 'replace', path: 'name.givenName', value: 'Eve' },
        { op: 'replace', path: 'active', value: 'perhaps' },
      ),
    }),
    expect: { error: 'invalid_request', detail: 'active: must be true or false' },
    then: async (seeds, _answer, { path, user }) =>
      expect((await readUser(seeds, bearer, path.userId))?.body).toEqual(user),
  }),
  'refuses another version': given(withUser, {
    send: ({ path }) => ({
      bearer,
      path,
      headers: { 'If-Match': '"another"' },
      body: patch({ op: 'replace', path: 'active', value: false }),
    }),
    expect: { error: 'precondition_failed' },
  }),
  'refuses another address for whom it has not made': given((seeds) => seeds.appUser(alice), {
    send: ({ user }) => ({
      bearer,
      path: { userId: user.id },
      body: patch({ op: 'replace', path: 'emails', value: [{ value: 'thief@example.com', primary: true }] }),
    }),
    expect: { error: 'not_provisioned' },
  }),
  'refuses an address that somebody has': given(
    async (seeds) => {
      await seeds.appUser(alice)
      return withUser(seeds)
    },
    {
      send: ({ path }) => ({
        bearer,
        path,
        body: patch({ op: 'replace', path: 'emails.value', value: alice.email }),
      }),
      expect: { error: 'user_exists' },
    },
  ),
  'refuses one that is not there': {
    send: { bearer, path: { userId: nobody }, body: patch({ op: 'replace', path: 'active', value: false }) },
    expect: { error: 'user_not_found' },
  },
  'refuses to put out the last owner, whom it has not made': given(ownedByStranger, {
    send: ({ token, owner }) => ({
      bearer: token,
      path: { userId: owner.id },
      body: patch({ op: 'replace', path: 'active', value: false }),
    }),
    expect: { error: 'last_owner' },
    then: async (seeds, _answer, { token, owner }) =>
      expect((await readUser(seeds, token, owner.id))?.body).toMatchObject({ active: true }),
  }),
  'ends the membership of whom it has not made, and no more': given(
    async (seeds) => {
      const made = await ownedByStranger(seeds)
      const member = await provision(seeds, made.token, liddell)
      const body = patch({ op: 'add', path: 'members', value: [{ value: member.id }] })
      await seeds.call('scim.patchGroup', { bearer: made.token, path: { groupId: 'owner' }, body })
      return made
    },
    {
      send: ({ token, owner }) => ({
        bearer: token,
        path: { userId: owner.id },
        body: patch({ op: 'replace', path: 'active', value: false }),
      }),
      expect: { status: 200, example: 'user' },
      then: async (seeds, _answer, { token, wholeToken, owner }) => {
        expect((await readUser(seeds, token, owner.id))?.body).toMatchObject({ active: false, groups: [] })
        expect((await readUser(seeds, wholeToken, owner.id))?.body).toMatchObject({ active: true })
        const found = async (filter: string) =>
          userNames((await seeds.call('scim.listUsers', { bearer: token, query: { filter } }))?.body)
        expect(await found('active eq false')).toEqual([alice.email])
        expect(await found('active eq true')).toEqual([liddell.userName])
      },
    },
  ),
  'has no hold on whom it made once they have proven who they are, and may have them back': given(
    async (seeds) => {
      const made = await companyWithMember(seeds)
      const headers = keyed(made.stage.publishableKey)
      await seeds.call('app.forgotPassword', { headers, body: { email: liddell.userName } })
      const { token: proof } = await seeds.mail(liddell.userName, 'reset_password_link')
      const body = { token: proof ?? 'example', password: alice.password }
      await seeds.call('app.resetPassword', { headers, body })
      const signIn = async () => {
        const asked = { headers, body: { email: liddell.userName, password: alice.password } }
        return (await seeds.call('app.login', asked))?.status
      }
      return { ...made, signIn, path: { userId: made.member.id } }
    },
    {
      send: ({ token, path }) => ({
        bearer: token,
        path,
        body: patch({ op: 'replace', path: 'active', value: false }),
      }),
      expect: { status: 200, example: 'user' },
      then: async (seeds, answer, { token, path, signIn }) => {
        // Out of the organization, and known there by the name that its directory has for them alone.
        expect(answer.body).toMatchObject({ active: false, groups: [], userName: liddell.userName })
        expect(answer.body).toMatchObject({ emails: [] })
        expect(await signIn()).toBe(200)
        const named = patch({ op: 'replace', path: 'name.givenName', value: 'Eve' })
        const renamed = await seeds.call('scim.patchUser', { bearer: token, path, body: named })
        expect(renamed?.body).toMatchObject({ status: '403', scimType: 'mutability' })
        const on = patch({ op: 'replace', path: 'active', value: true })
        const back = await seeds.call('scim.patchUser', { bearer: token, path, body: on })
        expect(back?.body).toMatchObject({ active: true, groups: [{ value: 'member' }] })
        expect((await seeds.call('scim.deleteUser', { bearer: token, path }))?.status).toBe(204)
        expect((await readUser(seeds, token, path.userId))?.status).toBe(404)
        expect(await signIn()).toBe(200)
      },
    },
  ),
  'reaches nobody of another organization': given(shared, {
    send: ({ otherToken, member }) => ({
      bearer: otherToken,
      path: { userId: member.id },
      body: patch({ op: 'replace', path: 'active', value: false }),
    }),
    expect: { error: 'user_not_found' },
    then: async (seeds, _answer, { token, member }) =>
      expect((await readUser(seeds, token, member.id))?.body).toMatchObject({ active: true }),
  }),
  'refuses a token that nobody knows': {
    send: {
      bearer: 'scim_test_no',
      path: { userId: nobody },
      body: patch({ op: 'replace', path: 'active', value: true }),
    },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.deleteUser', {
  'deletes a user whom it has made': given(withUser, {
    send: ({ path }) => ({ bearer, path }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { path }) => {
      expect((await readUser(seeds, bearer, path.userId))?.status).toBe(404)
      // The address is free again.
      expect((await seeds.call('scim.createUser', { bearer, body: liddell }))?.status).toBe(201)
    },
  }),
  'refuses a user whom it has not made': given((seeds) => seeds.appUser(alice), {
    send: ({ user }) => ({ bearer, path: { userId: user.id } }),
    expect: { error: 'not_provisioned' },
    then: async (seeds, _answer, { user }) => expect((await readUser(seeds, bearer, user.id))?.status).toBe(200),
  }),
  'refuses another version': given(withUser, {
    send: ({ path }) => ({ bearer, path, headers: { 'If-Match': '"another"' } }),
    expect: { error: 'precondition_failed' },
  }),
  'refuses the last owner of the organization': given(
    async (seeds) => {
      const made = await companyWithMember(seeds)
      const body = patch({ op: 'add', path: 'members', value: [{ value: made.member.id }] })
      await seeds.call('scim.patchGroup', { bearer: made.token, path: { groupId: 'owner' }, body })
      return made
    },
    {
      send: ({ token, member }) => ({ bearer: token, path: { userId: member.id } }),
      expect: { error: 'last_owner' },
    },
  ),
  'refuses one that is not there': {
    send: { bearer, path: { userId: nobody } },
    expect: { error: 'user_not_found' },
  },
  'refuses a token that was revoked': given(
    async (seeds) => {
      const made = await companyWithMember(seeds)
      const keys = await seeds.call('platform.listAppApiKeys', made.asked)
      for (const { id } of (keys?.body as Wire['ApiKeyList'] | undefined)?.data ?? []) {
        await seeds.call('platform.revokeAppApiKey', { ...made.asked, path: { ...made.asked.path, keyId: id } })
      }
      // On a target that keeps nothing, a token that nobody has.
      return { ...made, token: keys ? made.token : 'scim_test_no' }
    },
    {
      send: ({ token, member }) => ({ bearer: token, path: { userId: member.id } }),
      expect: { error: 'invalid_api_key' },
    },
  ),
})
