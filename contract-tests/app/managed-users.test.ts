import { decodeJwt } from 'jose'
import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { alice, bob, carol, dave, demoApp, demoPlatform, keyed } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { holders, nobody, rolesOf } from './role-holders.ts'

const erin = { email: 'Erin@Example.test', password: 'correct horse battery', firstName: 'Erin' }

contract('app.listUsers', {
  'lists the users of the environment, newest first, with what they hold': given(holders, {
    send: ({ clerk }) => asUser(clerk),
    expect: { status: 200, example: 'users' },
    then: async (_seeds, answer) => {
      const { data, ...page } = answer.body as Wire['ManagedUserPage']
      expect(data.map(({ email, roles }) => [email, roles])).toEqual([
        [bob.email, []],
        [carol.email, ['clerk']],
        [alice.email, ['admin']],
      ])
      expect(page).toEqual({ total: 3, page: 1, limit: 100 })
    },
  }),
  'goes on from a cursor, to the last page': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), query: { limit: 2 } }),
    expect: { status: 200, example: 'users' },
    then: async (seeds, answer, { clerk }) => {
      const { nextCursor: cursor } = answer.body as Wire['ManagedUserPage']
      const last = (await seeds.call('app.listUsers', { ...asUser(clerk), query: { limit: 2, cursor: cursor! } }))?.body
      expect(last).toMatchObject({ data: [{ email: alice.email }], total: 3 })
      expect(last).not.toHaveProperty('nextCursor')
    },
  }),
  'refuses a cursor that no page gave': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), query: { cursor: 'abc' } }),
    expect: { error: 'invalid_request', detail: 'cursor' },
  }),
  'finds a part of an address': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), query: { search: 'BOB', page: 1, limit: 5 } }),
    expect: {
      status: 200,
      example: 'users',
      body: (body) => expect(body).toMatchObject({ data: [{ email: bob.email }], total: 1, limit: 5 }),
    },
  }),
})

contract('app.createUser', {
  'makes a user who can sign in, and has proven nothing': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: erin }),
    expect: {
      status: 200,
      example: 'user',
      body: ({ data }) =>
        expect(data).toMatchObject({ email: 'erin@example.test', firstName: 'Erin', emailVerified: false, roles: [] }),
    },
    then: async (seeds) => {
      const { email, password } = erin
      expect((await seeds.call('app.login', { headers: keyed(), body: { email, password } }))?.status).toBe(200)
    },
  }),
  'refuses an email that the environment has': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: bob }),
    expect: { error: 'user_exists' },
  }),
  'refuses a common password': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: { ...erin, password: 'password1' } }),
    expect: { error: 'weak_password' },
  }),
  'refuses roles beside it': given(holders, {
    send: ({ clerk, adminRoleId }) => ({ ...asUser(clerk), body: { ...erin, roleIds: [adminRoleId] } as never }),
    expect: { error: 'invalid_request', detail: 'roleIds' },
  }),
  'says when too many passwords wait': {
    inside: 'the queue of hashes is filled by the server itself',
    ...given(
      async (seeds) => {
        const made = await holders(seeds)
        seeds.fail('app.createUser', 'overloaded')
        return made
      },
      { send: ({ clerk }) => ({ ...asUser(clerk), body: erin }), expect: { error: 'overloaded' } },
    ),
  },
})

contract('app.getUser', {
  'gives another user': given(holders, {
    send: ({ clerk, user }) => ({ ...asUser(clerk), path: { userId: user.user.id } }),
    expect: { status: 200, example: 'user' },
    then: async (seeds, answer, { user }) =>
      expect(answer.body).toEqual((await seeds.call('app.getMe', asUser(user)))?.body),
  }),
  'refuses one that does not exist': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), path: { userId: nobody } }),
    expect: { error: 'user_not_found' },
  }),
})

contract('app.updateUser', {
  'changes names': given(holders, {
    send: ({ clerk, user }) => ({ ...asUser(clerk), path: { userId: user.user.id }, body: { firstName: 'Robert' } }),
    expect: { status: 200, example: 'user', body: ({ data }) => expect(data.firstName).toBe('Robert') },
  }),
  'switches somebody off at once': given(holders, {
    send: ({ clerk, user }) => ({ ...asUser(clerk), path: { userId: user.user.id }, body: { isActive: false } }),
    expect: { status: 200, example: 'user', body: ({ data }) => expect(data.isActive).toBe(false) },
    then: async (seeds, _answer, { user }) => {
      expect((await seeds.call('app.getMe', asUser(user)))?.status).toBe(401)
      expect((await seeds.call('app.login', { headers: keyed(), body: bob }))?.status).toBe(401)
    },
  }),
  'refuses to switch off somebody who stands higher': given(holders, {
    send: ({ clerk, admin }) => ({ ...asUser(clerk), path: { userId: admin.user.id }, body: { isActive: false } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, { admin }) => expect((await seeds.call('app.getMe', asUser(admin)))?.status).toBe(200),
  }),
  'refuses an address: nobody proves it for its owner': given(holders, {
    send: ({ clerk, user }) => ({
      ...asUser(clerk),
      path: { userId: user.user.id },
      body: { email: 'mallory@example.test', emailVerified: true } as never,
    }),
    expect: { error: 'invalid_request', detail: 'email' },
  }),
  'refuses one that does not exist': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), path: { userId: nobody }, body: { firstName: 'Nobody' } }),
    expect: { error: 'user_not_found' },
  }),
})

/** What the audit has of the roles that somebody got, whoever gave them. */
const assignmentsTo = async (seeds: Seeds, userId: string) => {
  const owner = (await seeds.call('platform.login', { body: demoPlatform }))!.body as Wire['TokenPair']
  const query = { userId, action: 'user.roles_assigned' } as const
  const listed = await seeds.call('platform.listAppAuditLogs', {
    bearer: owner.access_token,
    path: { appId: demoApp.applicationId },
    query,
  })
  return (listed!.body as Wire['AuditLogPage']).data
}

contract('app.assignUserRoles', {
  'gives roles, which count at once, and in the next tokens': given(holders, {
    send: ({ admin, user, editor, guest }) => ({
      ...asUser(admin),
      path: { userId: user.user.id },
      body: { roleIds: [guest, editor] },
    }),
    expect: { status: 200, example: 'roles_assigned' },
    then: async (seeds, answer, { user, editor, guest }) => {
      expect(answer.body).toMatchObject({
        data: {
          userId: user.user.id,
          roles: [
            { id: editor, name: 'editor' },
            { id: guest, name: 'guest' },
          ],
        },
      })
      expect(await rolesOf(seeds, user)).toEqual(['editor', 'guest'])
      expect(await assignmentsTo(seeds, user.user.id)).toHaveLength(1)
      const body = { refresh_token: user.refresh_token }
      const tokens = (await seeds.call('app.refresh', { headers: keyed(), body }))?.body as Wire['TokenPair']
      expect(tokens).toMatchObject({ roles: ['editor', 'guest'], permissions: ['posts:edit'] })
      expect(decodeJwt(tokens.access_token)).toMatchObject({ roles: ['editor', 'guest'], permissions: ['posts:edit'] })
      expect(await seeds.appSession(bob)).toMatchObject({ user: { roles: ['editor', 'guest'] } })
    },
  }),
  'takes what is not named, also out of the next tokens': given(
    async (seeds) => {
      const made = await holders(seeds)
      const sent = { ...asUser(made.admin), path: { userId: made.user.user.id }, body: { roleIds: [made.editor] } }
      await seeds.call('app.assignUserRoles', sent)
      return made
    },
    {
      send: ({ admin, user }) => ({ ...asUser(admin), path: { userId: user.user.id }, body: { roleIds: [] } }),
      expect: { status: 200, example: 'roles_assigned' },
      then: async (seeds, answer, { user }) => {
        expect(answer.body).toEqual({ data: { userId: user.user.id, roles: [] } })
        const body = { refresh_token: user.refresh_token }
        const tokens = (await seeds.call('app.refresh', { headers: keyed(), body }))?.body as Wire['TokenPair']
        expect(tokens).toMatchObject({ roles: [], permissions: [] })
      },
    },
  ),
  'lets a clerk give what they hold': given(holders, {
    send: ({ clerk, user, guest, clerkRoleId }) => ({
      ...asUser(clerk),
      path: { userId: user.user.id },
      body: { roleIds: [guest, clerkRoleId] },
    }),
    expect: { status: 200, example: 'roles_assigned' },
    then: async (seeds, _answer, { user }) => expect(await rolesOf(seeds, user)).toEqual(['clerk', 'guest']),
  }),
  'refuses a role that allows more than the caller holds, for themselves too': given(holders, {
    send: ({ clerk, clerkRoleId, editor }) => ({
      ...asUser(clerk),
      path: { userId: clerk.user.id },
      body: { roleIds: [clerkRoleId, editor] },
    }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, { clerk }) => expect(await rolesOf(seeds, clerk)).toEqual(['clerk']),
  }),
  'refuses a role that stands higher, though it allows nothing': given(holders, {
    send: ({ clerk, user, chief }) => ({
      ...asUser(clerk),
      path: { userId: user.user.id },
      body: { roleIds: [chief] },
    }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, { user }) => expect(await rolesOf(seeds, user)).toEqual([]),
  }),
  'refuses to take a role from somebody who stands higher': given(holders, {
    send: ({ clerk, admin }) => ({ ...asUser(clerk), path: { userId: admin.user.id }, body: { roleIds: [] } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, { admin }) => expect(await rolesOf(seeds, admin)).toEqual(['admin']),
  }),
  'refuses a role that does not exist, and gives none': given(holders, {
    send: ({ admin, user, guest }) => ({
      ...asUser(admin),
      path: { userId: user.user.id },
      body: { roleIds: [guest, nobody] },
    }),
    expect: { error: 'role_not_found' },
    then: async (seeds, _answer, { user }) => expect(await rolesOf(seeds, user)).toEqual([]),
  }),
  'refuses a user that does not exist': given(holders, {
    send: ({ admin, guest }) => ({ ...asUser(admin), path: { userId: nobody }, body: { roleIds: [guest] } }),
    expect: { error: 'user_not_found' },
  }),
  'refuses who holds a role, but has not proven their address': given(
    async (seeds) => {
      const made = await holders(seeds)
      const newcomer = await seeds.appNewcomer(dave)
      await seeds.role(newcomer, 'all')
      return { ...made, newcomer }
    },
    {
      send: ({ newcomer, adminRoleId, user }) => ({
        ...asUser(newcomer),
        path: { userId: user.user.id },
        body: { roleIds: [adminRoleId] },
      }),
      expect: { error: 'email_not_verified' },
    },
  ),
})
