import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice } from '../harness/fixtures/people.ts'
import {
  bearer,
  companyWithMember,
  liddell,
  named,
  nobody,
  ownedByStranger,
  patch,
  provision,
  readUser,
  withUser,
} from './directories.ts'

contract('scim.replaceUser', {
  'replaces what is said': given(withUser, {
    send: ({ path }) => ({ bearer, path, body: named('alice@example.com', { name: { givenName: 'Al' } }) }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, answer) => {
      const user = answer.body as Wire['ScimUser']
      expect((await readUser(seeds, bearer, user.id))?.body).toEqual(user)
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
  'refuses another address for whom it has not made': given((seeds) => seeds.appCaller(alice), {
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
  'refuses a user whom it has not made': given((seeds) => seeds.appCaller(alice), {
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
