import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, demoApp } from '../harness/fixtures/people.ts'
import { bearer, company, companyWithMember, groupOf, nobody, readUser, withGroup, withUser } from './directories.ts'

const unknown = 'scim_test_no'
const groupNames = (body: unknown) => (body as Wire['ScimGroupList']).Resources.map(({ displayName }) => displayName)
const memberIds = (body: unknown) => ((body as Wire['ScimGroup']).members ?? []).map(({ value }) => value)

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
  'gives a page': given(
    async (seeds) => {
      for (const name of ['Alphas', 'Betas', 'Gammas'])
        await seeds.call('scim.createGroup', { bearer, body: groupOf(name) })
    },
    {
      send: () => ({ bearer, query: { startIndex: 2, count: 1 } }),
      expect: { status: 200, example: 'groups' },
      then: async (seeds, answer) => {
        expect(answer.body).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 })
        expect(groupNames(answer.body)).toEqual(['Betas'])
        const page = async (query: { startIndex?: number; count?: number; filter?: string }) => {
          const { totalResults, startIndex, Resources } = (await seeds.call('scim.listGroups', { bearer, query }))
            ?.body as Wire['ScimGroupList']
          return [totalResults, startIndex, Resources.map(({ displayName }) => displayName)]
        }
        expect(await page({ startIndex: 3, count: 5 })).toEqual([3, 3, ['Gammas']])
        expect(await page({ startIndex: 4 })).toEqual([3, 4, []])
        expect(await page({ startIndex: -7, count: 2 })).toEqual([3, 1, ['Alphas', 'Betas']])
        expect(await page({ count: 0 })).toEqual([3, 1, []])
        expect(await page({ count: -1, filter: 'displayName sw "b"' })).toEqual([1, 1, []])
        expect(await page({ filter: 'displayName eq "gammas" or displayName eq "Alphas"', startIndex: 2 })).toEqual([
          2,
          2,
          ['Gammas'],
        ])
      },
    },
  ),
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
      expect(answer.headers.get('location')).toBe(group.meta!.location)
      expect(group.members).toEqual([
        { value: user.id, $ref: user.meta?.location, display: user.displayName, type: 'User' },
      ])
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
      const { user } = await seeds.appCaller(alice)
      expect((await readUser(seeds, bearer, user.id))?.body).toMatchObject({ groups: [] })
    },
  },
  'refuses a token that nobody knows': {
    send: { bearer: unknown, path: { groupId: nobody } },
    expect: { error: 'invalid_api_key' },
  },
})
