import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { bearer, companyWithMember, crowded, named, nobody, owned, patch, provision, withGroup } from './directories.ts'

const unknown = 'scim_test_no'
const groupNames = (body: unknown) => (body as Wire['ScimGroupList']).Resources.map(({ displayName }) => displayName)
const memberIds = (body: unknown) => ((body as Wire['ScimGroup']).members ?? []).map(({ value }) => value)
const adding = (id: string) => patch({ op: 'Add', path: 'members', value: [{ value: id }] })

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
  'refuses to take away its name': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'remove', path: 'displayName' }) }),
    expect: { error: 'read_only' },
    then: async (seeds, _answer, { path, group }) => {
      const change = (...operations: Wire['ScimPatch']['Operations']) =>
        seeds.call('scim.patchGroup', { bearer, path, body: patch(...operations) })
      expect((await change({ op: 'replace', path: 'id', value: nobody }))?.body).toMatchObject({
        scimType: 'mutability',
      })
      // As Okta gives a group another name.
      const named = await change({ op: 'replace', value: { id: nobody, displayName: 'Authors' } })
      expect(named?.body).toMatchObject({ id: group.id, displayName: 'Authors' })
    },
  }),
  'refuses to remove what is not named': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'remove' }) }),
    expect: { error: 'no_target' },
  }),
  'refuses to choose members to add': given(withGroup, {
    send: ({ path, user }) => ({
      bearer,
      path,
      body: patch({ op: 'add', path: `members[value eq "${user.id}"]`, value: user.id }),
    }),
    expect: { error: 'invalid_path' },
  }),
  'gives it another id of the directory, or none': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'replace', path: 'externalId', value: 'x' }) }),
    expect: { status: 200, example: 'group' },
    then: async (seeds, answer, { path, group }) => {
      expect(answer.body).toMatchObject({ externalId: 'x', displayName: 'Editors', members: group.members })
      expect((answer.body as Wire['ScimGroup']).meta!.version).not.toBe(group.meta!.version)
      const without = await seeds.call('scim.patchGroup', {
        bearer,
        path,
        body: patch({ op: 'remove', path: 'externalId' }),
      })
      expect(without?.body).not.toHaveProperty('externalId')
    },
  }),
  'knows the roles of an organization by ids of the directory': given(companyWithMember, {
    send: ({ token }) => ({
      bearer: token,
      path: { groupId: 'viewer' },
      body: patch({ op: 'add', path: 'externalId', value: 'guests' }),
    }),
    expect: { status: 200, example: 'group' },
    then: async (seeds, _answer, { token, tokenFor, organizationOf }) => {
      const found = async (bearer: string) => {
        const query = { filter: 'externalId eq "guests"' }
        return groupNames((await seeds.call('scim.listGroups', { bearer, query }))?.body)
      }
      expect(await found(token)).toEqual(['viewer'])
      expect(await found(await tokenFor(await organizationOf('looking-glass')))).toEqual([])
    },
  }),
  'refuses another version': given(withGroup, {
    send: ({ path, user }) => ({ bearer, path, headers: { 'If-Match': '"another"' }, body: adding(user.id) }),
    expect: { error: 'precondition_failed' },
  }),
  'refuses a name that a role has': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'replace', path: 'displayName', value: 'ADMIN' }) }),
    expect: { error: 'role_exists' },
  }),
  'refuses a name that begins or ends with a blank, or that has what nobody sees': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: patch({ op: 'replace', path: 'displayName', value: ' Authors' }) }),
    expect: { error: 'invalid_request' },
    then: async (seeds, _answer, { path }) => {
      for (const value of ['Authors\u00a0', ' ', '\u200bAuthors', 'Auth\u2060ors']) {
        const body = patch({ op: 'replace', path: 'displayName', value })
        expect((await seeds.call('scim.patchGroup', { bearer, path, body }))?.status, JSON.stringify(value)).toBe(400)
      }
    },
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
