import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { bearer, company, companyWithMember, crowded, groupOf, nobody, owned, withGroup } from './directories.ts'

const unknown = 'scim_test_no'
const memberIds = (body: unknown) => ((body as Wire['ScimGroup']).members ?? []).map(({ value }) => value)

contract('scim.replaceGroup', {
  'replaces name and members': given(withGroup, {
    send: ({ path }) => ({ bearer, path, body: groupOf('Authors') }),
    expect: { status: 200, example: 'group' },
    then: async (_seeds, answer) => {
      expect(answer.body).toMatchObject({ displayName: 'Authors', members: [] })
      expect(answer.body).not.toHaveProperty('externalId')
    },
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
