import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoApp } from '../harness/fixtures/people.ts'
import {
  bearer,
  company,
  companyWithMember,
  groupOf,
  named,
  nobody,
  patch,
  provision,
  readUser,
  withGroup,
  withUser,
} from './directories.ts'

const unknown = 'scim_test_no'
const groupNames = (body: unknown) => (body as Wire['ScimGroupList']).Resources.map(({ displayName }) => displayName)
const memberIds = (body: unknown) => ((body as Wire['ScimGroup']).members ?? []).map(({ value }) => value)
const adding = (id: string) => patch({ op: 'Add', path: 'members', value: [{ value: id }] })

contract('scim.listGroups', {
  'lists the roles that are not built in': given(withGroup, {
    send: () => ({ bearer, query: { filter: 'displayName eq "editors"' } }),
    expect: { status: 200, example: 'groups' },
    then: async (seeds, answer, { group }) => {
      expect((answer.body as Wire['ScimGroupList']).Resources).toEqual([group])
      expect(groupNames((await seeds.call('scim.listGroups', { bearer }))?.body)).toEqual(['Editors'])
      const bare = await seeds.call('scim.listGroups', { bearer, query: { excludedAttributes: 'members' } })
      expect((bare?.body as Wire['ScimGroupList']).Resources[0]).not.toHaveProperty('members')
    },
  }),
  'gives an organization its roles': given(companyWithMember, {
    send: ({ token }) => ({ bearer: token }),
    expect: { status: 200, example: 'groups' },
    then: async (_seeds, answer, { member }) => {
      expect(groupNames(answer.body)).toEqual(['owner', 'member', 'viewer'])
      expect((answer.body as Wire['ScimGroupList']).Resources.map(memberIds)).toEqual([[], [member.id], []])
    },
  }),
  'refuses a filter of what nobody may compare': {
    send: { bearer, query: { filter: 'members pr' } },
    expect: { error: 'invalid_filter' },
  },
  'refuses a token that nobody knows': { send: { bearer: unknown }, expect: { error: 'invalid_api_key' } },
})

contract('scim.createGroup', {
  'makes a role that allows nothing, with its members': given(withUser, {
    send: ({ user }) => ({ bearer, body: groupOf('Editors', [user.id]) }),
    expect: { status: 201, example: 'group' },
    then: async (seeds, answer, { user }) => {
      const group = answer.body as Wire['ScimGroup']
      expect(memberIds(group)).toEqual([user.id])
      expect((await readUser(seeds, bearer, user.id))?.body).toMatchObject({
        groups: [{ value: group.id, display: 'Editors' }],
      })
      const login = await seeds.call('platform.login', {
        body: { email: 'owner@example.test', password: 'sandbox platform owner' },
      })
      const owner = (login?.body as { readonly access_token: string }).access_token
      const asked = { bearer: owner, path: { appId: demoApp.applicationId, roleId: group.id } }
      expect((await seeds.call('platform.getAppRolePermissions', asked))?.body).toMatchObject({ data: [] })
    },
  }),
  'refuses a name that a role has, a built-in one too': {
    send: { bearer, body: groupOf('Admin') },
    expect: { error: 'role_exists' },
  },
  'refuses a member who is not there': given(withUser, {
    send: () => ({ bearer, body: groupOf('Editors', [nobody]) }),
    expect: { error: 'invalid_request', detail: 'members: there is no such user' },
    then: async (seeds) => expect(groupNames((await seeds.call('scim.listGroups', { bearer }))?.body)).toEqual([]),
  }),
  'refuses more than a hundred roles': given(
    async (seeds) => {
      for (let count = 0; count < 99; count += 1) {
        await seeds.call('scim.createGroup', { bearer, body: groupOf(`Group ${count}`) })
      }
    },
    {
      send: () => ({ bearer, body: groupOf('One more') }),
      expect: { error: 'quota_exceeded' },
    },
  ),
  'refuses to make one in an organization': given(company, {
    send: ({ token }) => ({ bearer: token, body: groupOf('Editors') }),
    expect: { error: 'built_in' },
  }),
  'refuses a token that nobody knows': {
    send: { bearer: unknown, body: groupOf('Editors') },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.getGroup', {
  'gives a group': given(withGroup, {
    send: ({ path }) => ({ bearer, path }),
    expect: { status: 200, example: 'group' },
    then: async (_seeds, answer, { group }) => expect(answer.body).toEqual(group),
  }),
  'says that a copy is still good': given(withGroup, {
    send: ({ path, group }) => ({ bearer, path, headers: { 'If-None-Match': group.meta?.version ?? '*' } }),
    expect: { status: 304, example: 'empty' },
  }),
  'refuses the built-in role, and a group of another environment': given(
    async (seeds) => ({ ...(await withGroup(seeds)), ...(await company(seeds)) }),
    {
      send: () => ({ bearer, path: { groupId: `admin-${demoApp.environmentId}` } }),
      expect: { error: 'role_not_found' },
      then: async (seeds, _answer, { group, wholeToken, token }) => {
        for (const other of [wholeToken, token]) {
          const found = await seeds.call('scim.getGroup', { bearer: other, path: { groupId: group.id } })
          expect(found?.status).toBe(404)
        }
      },
    },
  ),
  'refuses a token that nobody knows': {
    send: { bearer: unknown, path: { groupId: nobody } },
    expect: { error: 'invalid_api_key' },
  },
})

/** A role beside another, and a user with as many roles as anybody may have. */
const crowded = async (seeds: Parameters<typeof withGroup>[0]) => {
  const made = await withGroup(seeds)
  const ids: string[] = []
  for (let count = 0; count < 20; count += 1) {
    const members = count < 19 ? [made.user.id] : []
    const answer = await seeds.call('scim.createGroup', { bearer, body: groupOf(`Group ${count}`, members) })
    ids.push((answer?.body as Wire['ScimGroup'] | undefined)?.id ?? nobody)
  }
  return { ...made, last: ids.at(-1)! }
}

/** An organization whose one owner is the member that its directory has made. */
const owned = async (seeds: Parameters<typeof company>[0]) => {
  const made = await companyWithMember(seeds)
  await seeds.call('scim.patchGroup', {
    bearer: made.token,
    path: { groupId: 'owner' },
    body: adding(made.member.id),
  })
  return made
}

contract('scim.replaceGroup', {
  'replaces name and members': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: groupOf('Authors') }),
    expect: { status: 200, example: 'group' },
    then: async (_seeds, answer) => expect(answer.body).toMatchObject({ displayName: 'Authors', members: [] }),
  }),
  'refuses another version': given(withGroup, {
    send: ({ path }) => ({ bearer, path, headers: { 'If-Match': '"another"' }, body: groupOf('Authors') }),
    expect: { error: 'precondition_failed' },
  }),
  'refuses a member of another environment': given(
    async (seeds) => ({ ...(await withGroup(seeds)), ...(await companyWithMember(seeds)) }),
    {
      send: ({ path, member }) => ({ bearer, path, body: groupOf('Editors', [`${member.id}x`]) }),
      expect: { error: 'invalid_request' },
      then: async (seeds, _answer, { path, member, user }) => {
        const body = groupOf('Editors', [member.id])
        expect((await seeds.call('scim.replaceGroup', { bearer, path, body }))?.status).toBe(400)
        expect(memberIds((await seeds.call('scim.getGroup', { bearer, path }))?.body)).toEqual([user.id])
      },
    },
  ),
  'refuses a name that a role has': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: groupOf('admin') }),
    expect: { error: 'role_exists' },
  }),
  'refuses more roles than anybody may have': given(crowded, {
    send: ({ last, user }) => ({ bearer, path: { groupId: last }, body: groupOf('Group 19', [user.id]) }),
    expect: { error: 'quota_exceeded' },
  }),
  'refuses another name for a role of an organization': given(company, {
    send: ({ token }) => ({ bearer: token, path: { groupId: 'member' }, body: groupOf('Staff') }),
    expect: { error: 'built_in' },
  }),
  'refuses to leave an organization without an owner': given(owned, {
    send: ({ token }) => ({ bearer: token, path: { groupId: 'owner' }, body: groupOf('owner') }),
    expect: { error: 'last_owner' },
  }),
  'refuses one that is not there': {
    send: { bearer, path: { groupId: nobody }, body: groupOf('Editors') },
    expect: { error: 'role_not_found' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: unknown, path: { groupId: nobody }, body: groupOf('Editors') },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.patchGroup', {
  'adds a member, and takes one out as Azure AD and Okta say it': given(
    async (seeds) => ({ ...(await withGroup(seeds)), other: await provision(seeds, bearer, named('bob@example.com')) }),
    {
      send: ({ path, other }) => ({ bearer, path, body: adding(other.id) }),
      expect: { status: 200, example: 'group' },
      then: async (seeds, answer, { path, user, other }) => {
        expect(memberIds(answer.body)).toEqual([user.id, other.id])
        const change = async (...operations: Wire['ScimPatch']['Operations']) =>
          memberIds((await seeds.call('scim.patchGroup', { bearer, path, body: patch(...operations) }))?.body)
        expect(await change({ op: 'Remove', path: 'members', value: [{ value: user.id }] })).toEqual([other.id])
        expect(await change({ op: 'remove', path: `members[value eq "${other.id}"]` })).toEqual([])
        expect(
          await change({ op: 'replace', value: { displayName: 'Authors', members: [{ value: user.id }] } }),
        ).toEqual([user.id])
        expect(await change({ op: 'remove', path: 'members' })).toEqual([])
      },
    },
  ),
  'gives a member of an organization another role': given(companyWithMember, {
    send: ({ token, member }) => ({ bearer: token, path: { groupId: 'owner' }, body: adding(member.id) }),
    expect: { status: 200, example: 'group' },
    then: async (seeds, answer, { token, member }) => {
      expect(memberIds(answer.body)).toEqual([member.id])
      const members = await seeds.call('scim.getGroup', { bearer: token, path: { groupId: 'member' } })
      expect(memberIds(members?.body)).toEqual([])
    },
  }),
  'puts nobody into an organization who is not in it': given(
    async (seeds) => {
      const made = await companyWithMember(seeds)
      return { ...made, other: await provision(seeds, made.wholeToken, named('outsider@example.com')) }
    },
    {
      send: ({ token, other }) => ({ bearer: token, path: { groupId: 'owner' }, body: adding(`${other.id}x`) }),
      expect: { error: 'invalid_request' },
      then: async (seeds, _answer, { token, other }) => {
        const asked = { bearer: token, path: { groupId: 'owner' } }
        expect((await seeds.call('scim.patchGroup', { ...asked, body: adding(other.id) }))?.status).toBe(400)
      },
    },
  ),
  'refuses what it cannot change': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'remove', path: 'displayName' }) }),
    expect: { error: 'invalid_path' },
  }),
  'refuses another version': given(withGroup, {
    send: ({ path, user }) => ({ bearer, path, headers: { 'If-Match': '"another"' }, body: adding(user.id) }),
    expect: { error: 'precondition_failed' },
  }),
  'refuses a name that a role has': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'replace', path: 'displayName', value: 'ADMIN' }) }),
    expect: { error: 'role_exists' },
  }),
  'refuses more roles than anybody may have': given(crowded, {
    send: ({ last, user }) => ({ bearer, path: { groupId: last }, body: adding(user.id) }),
    expect: { error: 'quota_exceeded' },
  }),
  'refuses to take a viewer out of the viewers': given(companyWithMember, {
    send: ({ token }) => ({
      bearer: token,
      path: { groupId: 'viewer' },
      body: patch({ op: 'replace', path: 'displayName', value: 'Readers' }),
    }),
    expect: { error: 'built_in' },
    then: async (seeds, _answer, { token, member }) => {
      const viewers = { bearer: token, path: { groupId: 'viewer' } }
      expect((await seeds.call('scim.patchGroup', { ...viewers, body: adding(member.id) }))?.status).toBe(200)
      const out = patch({ op: 'remove', path: 'members', value: [{ value: member.id }] })
      expect((await seeds.call('scim.patchGroup', { ...viewers, body: out }))?.status).toBe(403)
    },
  }),
  'refuses to leave an organization without an owner': given(owned, {
    send: ({ token, member }) => ({ bearer: token, path: { groupId: 'viewer' }, body: adding(member.id) }),
    expect: { error: 'last_owner' },
  }),
  'refuses one that is not there': {
    send: { bearer, path: { groupId: nobody }, body: adding(nobody) },
    expect: { error: 'role_not_found' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: unknown, path: { groupId: nobody }, body: adding(nobody) },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.deleteGroup', {
  'deletes the role, and nobody holds it': given(withGroup, {
    send: ({ path }) => ({ bearer, path }),
    expect: { status: 204, example: 'empty' },
    then: async (seeds, _answer, { user }) =>
      expect((await readUser(seeds, bearer, user.id))?.body).toMatchObject({ groups: [] }),
  }),
  'refuses another version': given(withGroup, {
    send: ({ path }) => ({ bearer, path, headers: { 'If-Match': '"another"' } }),
    expect: { error: 'precondition_failed' },
  }),
  'refuses a role of an organization': given(company, {
    send: ({ token }) => ({ bearer: token, path: { groupId: 'viewer' } }),
    expect: { error: 'built_in' },
  }),
  'refuses one that is not there': {
    send: { bearer, path: { groupId: nobody } },
    expect: { error: 'role_not_found' },
    then: async (seeds) => {
      const { user } = await seeds.appUser(alice)
      expect((await readUser(seeds, bearer, user.id))?.body).toMatchObject({ groups: [] })
    },
  },
  'refuses a token that nobody knows': {
    send: { bearer: unknown, path: { groupId: nobody } },
    expect: { error: 'invalid_api_key' },
  },
})
