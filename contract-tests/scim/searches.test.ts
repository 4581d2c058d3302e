import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { bearer, companyWithMember, groupOf, named, provision, searching, withGroup } from './directories.ts'

type Found = Wire['ScimResourceList']

const unknown = 'scim_test_no'
const names = (body: unknown) => (body as Found).Resources.map(({ userName, displayName }) => userName ?? displayName)

/** Two users and two groups. */
const withSome = async (seeds: Seeds) => {
  const made = await withGroup(seeds)
  const bob = await provision(seeds, bearer, named('bob@example.com', { active: false }))
  await seeds.call('scim.createGroup', { bearer, body: groupOf('Authors', [bob.id]) })
  const find = async (body: Omit<Wire['ScimSearch'], 'schemas'>) =>
    (await seeds.call('scim.search', { bearer, body: searching(body) }))?.body as Found
  return { ...made, bob, find }
}

contract('scim.search', {
  'finds users and groups as one list': given(withSome, {
    send: () => ({ bearer, body: searching() }),
    expect: { status: 200, example: 'found' },
    then: async (_seeds, answer, { user, group, find }) => {
      const all = ['alice@example.com', 'bob@example.com', 'Authors', 'Editors']
      expect(names(answer.body)).toEqual(all)
      expect((answer.body as Found).Resources).toContainEqual(group)
      for (let start = 1; start <= 5; start += 1) {
        const page = await find({ startIndex: start, count: 2 })
        expect(page).toMatchObject({ totalResults: 4, startIndex: start })
        expect(names(page)).toEqual(all.slice(start - 1, start + 1))
      }
      expect(await find({ count: 0 })).toMatchObject({ totalResults: 4, itemsPerPage: 0, Resources: [] })
      expect(names(await find({ filter: 'meta.resourceType eq "group"' }))).toEqual(['Authors', 'Editors'])
      expect(names(await find({ filter: 'externalId pr' }))).toEqual(['alice@example.com', 'Editors'])
      // A group has none of what only users have.
      expect(names(await find({ filter: 'active eq false or emails sw "ali"' }))).toEqual(all.slice(0, 2))
      expect(names(await find({ filter: 'userName pr' }))).toEqual(all.slice(0, 2))
      const [first] = (await find({ filter: `id eq "${user.id}"`, attributes: ['externalId'] })).Resources
      expect(first).toEqual({ schemas: user.schemas, id: user.id, externalId: user.externalId })
      const excludedAttributes = ['urn:ietf:params:scim:schemas:core:2.0:Group:members', 'meta']
      const [last] = (await find({ filter: 'displayName eq "Editors"', excludedAttributes })).Resources
      expect(Object.keys(last!).sort()).toEqual(['displayName', 'externalId', 'id', 'schemas'])
    },
  }),
  'finds in an organization what is there': given(companyWithMember, {
    send: ({ token }) => ({ bearer: token, body: searching({ attributes: ['userName', 'displayName'] }) }),
    expect: { status: 200, example: 'found' },
    then: async (_seeds, answer) =>
      expect(names(answer.body)).toEqual(['alice@example.com', 'owner', 'member', 'viewer']),
  }),
  'refuses a filter of what nobody may compare': {
    send: { bearer, body: searching({ filter: 'password eq "x"' }) },
    expect: { error: 'invalid_filter' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: unknown, body: searching() },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.searchUsers', {
  'finds as the list does': given(withSome, {
    send: () => ({ bearer, body: searching({ filter: 'active eq true', count: 1 }) }),
    expect: { status: 200, example: 'users' },
    then: async (_seeds, answer, { user }) =>
      expect(answer.body).toMatchObject({ totalResults: 1, Resources: [{ id: user.id, userName: user.userName }] }),
  }),
  'goes on from a cursor': given(withSome, {
    send: () => ({ bearer, body: { ...searching({ count: 1 }), cursor: '' } }),
    expect: { status: 200, example: 'users' },
    then: async (seeds, answer) => {
      const { nextCursor, ...first } = answer.body as Wire['ScimUserList']
      expect([names(first), first.startIndex]).toEqual([['alice@example.com'], undefined])
      const next = await seeds.call('scim.searchUsers', { bearer, body: { ...searching(), cursor: nextCursor! } })
      expect(names(next?.body)).toEqual(['bob@example.com'])
      expect(next?.body).not.toHaveProperty('nextCursor')
    },
  }),
  'refuses a cursor that no page gave': {
    send: { bearer, body: { ...searching(), cursor: 'abc' } },
    expect: { error: 'invalid_cursor' },
  },
  'refuses a filter of what nobody may compare': {
    send: { bearer, body: searching({ filter: 'password eq "x"' }) },
    expect: { error: 'invalid_filter' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: unknown, body: searching() },
    expect: { error: 'invalid_api_key' },
  },
})

contract('scim.searchGroups', {
  'finds as the list does': given(withSome, {
    send: () => ({ bearer, body: searching({ startIndex: 2, excludedAttributes: ['members'] }) }),
    expect: { status: 200, example: 'groups' },
    then: async (_seeds, answer) => {
      expect(answer.body).toMatchObject({ totalResults: 2, startIndex: 2, itemsPerPage: 1 })
      expect(names(answer.body)).toEqual(['Editors'])
    },
  }),
  'refuses a filter of what only users have': {
    send: { bearer, body: searching({ filter: 'userName pr' }) },
    expect: { error: 'invalid_filter' },
  },
  'refuses a token that nobody knows': {
    send: { bearer: unknown, body: searching() },
    expect: { error: 'invalid_api_key' },
  },
})
