import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { allowedBy, holders, nobody, rolesOf, rolesOfAll } from './role-holders.ts'

const all = ['admin', 'chief', 'clerk', 'editor', 'guest']

contract('app.listRoles', {
  'lists the roles of the environment, the highest first': given(holders, {
    send: ({ clerk }) => asUser(clerk),
    expect: { status: 200, example: 'roles' },
    then: async (seeds, answer, { user }) => {
      const { data } = answer.body as Wire['ApplicationRoleList']
      const me = (await seeds.call('app.getMe', asUser(user)))?.body as Wire['AppUserAnswer']
      expect(data.map(({ name }) => name)).toEqual(all)
      expect(data[0]).toMatchObject({ isSystem: true, userCount: 1, tenantId: me.data.tenantId })
    },
  }),
  'lists a page': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), query: { page: 2, limit: 2 } }),
    expect: { status: 200, example: 'roles' },
    then: async (_seeds, answer) =>
      expect((answer.body as Wire['ApplicationRoleList']).data.map(({ name }) => name)).toEqual(['clerk', 'editor']),
  }),
})

contract('app.createRole', {
  'makes a role, which allows nothing': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: { name: 'helper', description: 'Helps', hierarchyLevel: 5 } }),
    expect: {
      status: 200,
      example: 'role',
      body: ({ data }) =>
        expect(data).toMatchObject({ name: 'helper', description: 'Helps', hierarchyLevel: 5, isSystem: false }),
    },
    then: async (seeds, answer, made) =>
      expect(await allowedBy(seeds, made, (answer.body as Wire['ApplicationRoleAnswer']).data.id)).toEqual([]),
  }),
  'refuses one that stands higher than the caller': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: { name: 'helper', hierarchyLevel: 6 } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) => expect(await rolesOfAll(seeds, made)).toEqual(all),
  }),
  'refuses a name that the environment has, in capital letters too': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: { name: 'ADMIN' } }),
    expect: { error: 'role_exists' },
  }),
  'refuses to make a built-in one': given(holders, {
    send: ({ admin }) => ({ ...asUser(admin), body: { name: 'helper', isSystem: true } as never }),
    expect: { error: 'invalid_request', detail: 'isSystem' },
  }),
})

contract('app.getRole', {
  'gives a role, and how many hold it': given(holders, {
    send: ({ clerk, clerkRoleId }) => ({ ...asUser(clerk), path: { roleId: clerkRoleId } }),
    expect: { status: 200, example: 'role', body: ({ data }) => expect(data).toMatchObject({ userCount: 1 }) },
  }),
  'refuses one that does not exist': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), path: { roleId: nobody } }),
    expect: { error: 'role_not_found' },
  }),
})

contract('app.updateRole', {
  'renames a role': given(holders, {
    send: ({ clerk, guest }) => ({ ...asUser(clerk), path: { roleId: guest }, body: { name: 'Guest' } }),
    expect: { status: 200, example: 'role', body: ({ data }) => expect(data.name).toBe('Guest') },
  }),
  'refuses a role that allows more than the caller holds': given(holders, {
    send: ({ clerk, editor }) => ({ ...asUser(clerk), path: { roleId: editor }, body: { name: 'author' } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) => expect(await rolesOfAll(seeds, made)).toEqual(all),
  }),
  'refuses a role that stands higher': given(holders, {
    send: ({ clerk, chief }) => ({ ...asUser(clerk), path: { roleId: chief }, body: { name: 'author' } }),
    expect: { error: 'insufficient_role' },
  }),
  'refuses the built-in one, whoever asks': given(holders, {
    send: ({ admin, adminRoleId }) => ({ ...asUser(admin), path: { roleId: adminRoleId }, body: { name: 'root' } }),
    expect: { error: 'built_in' },
  }),
  'refuses a name that the environment has': given(holders, {
    send: ({ clerk, guest }) => ({ ...asUser(clerk), path: { roleId: guest }, body: { name: 'editor' } }),
    expect: { error: 'role_exists' },
  }),
  'refuses a level: a role stays as high as it was made': given(holders, {
    send: ({ clerk, clerkRoleId }) => ({
      ...asUser(clerk),
      path: { roleId: clerkRoleId },
      body: { hierarchyLevel: 900 } as never,
    }),
    expect: { error: 'invalid_request', detail: 'hierarchyLevel' },
  }),
  'refuses one that does not exist': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), path: { roleId: nobody }, body: { name: 'author' } }),
    expect: { error: 'role_not_found' },
  }),
})

contract('app.deleteRole', {
  'takes it from everybody': given(
    async (seeds) => {
      const made = await holders(seeds)
      const body = { roleIds: [made.guest] }
      await seeds.call('app.assignUserRoles', { ...asUser(made.admin), path: { userId: made.user.user.id }, body })
      return made
    },
    {
      send: ({ clerk, guest }) => ({ ...asUser(clerk), path: { roleId: guest } }),
      expect: { status: 200, example: 'deleted' },
      then: async (seeds, _answer, made) => {
        expect(await rolesOfAll(seeds, made)).not.toContain('guest')
        expect(await rolesOf(seeds, made.user)).toEqual([])
      },
    },
  ),
  'refuses a role that allows more than the caller holds': given(holders, {
    send: ({ clerk, editor }) => ({ ...asUser(clerk), path: { roleId: editor } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) => expect(await rolesOfAll(seeds, made)).toEqual(all),
  }),
  'refuses the built-in one': given(holders, {
    send: ({ admin, adminRoleId }) => ({ ...asUser(admin), path: { roleId: adminRoleId } }),
    expect: { error: 'built_in' },
  }),
  'refuses one that does not exist': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), path: { roleId: nobody } }),
    expect: { error: 'role_not_found' },
  }),
})

contract('app.getRolePermissions', {
  'lists what a role allows': given(holders, {
    send: ({ clerk, editor }) => ({ ...asUser(clerk), path: { roleId: editor } }),
    expect: {
      status: 200,
      example: 'permissions',
      body: ({ data }) => expect(data).toMatchObject([{ resource: 'posts', action: 'edit' }]),
    },
  }),
  'refuses a role that does not exist': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), path: { roleId: nobody } }),
    expect: { error: 'role_not_found' },
  }),
})

contract('app.assignRolePermissions', {
  'gives a role what it lacks, and skips what it has': given(holders, {
    send: ({ admin, guest, permissionId }) => ({
      ...asUser(admin),
      path: { roleId: guest },
      body: { permissionIds: [permissionId, permissionId] },
    }),
    expect: {
      status: 200,
      example: 'permissions_assigned',
      body: (body) => expect(body).toEqual({ data: { assigned: 1, skipped: 1 } }),
    },
    then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.guest)).toEqual(['posts:edit']),
  }),
  'refuses a permission that the caller does not hold, for their own role too': given(holders, {
    send: ({ clerk, clerkRoleId, permissionId }) => ({
      ...asUser(clerk),
      path: { roleId: clerkRoleId },
      body: { permissionIds: [permissionId] },
    }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) =>
      expect(await allowedBy(seeds, made, made.clerkRoleId)).not.toContain('posts:edit'),
  }),
  'gives nothing where one of them does not exist': given(holders, {
    send: ({ admin, guest, permissionId }) => ({
      ...asUser(admin),
      path: { roleId: guest },
      body: { permissionIds: [permissionId, nobody] },
    }),
    expect: { error: 'permission_not_found' },
    then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.guest)).toEqual([]),
  }),
  'refuses the built-in role': given(holders, {
    send: ({ admin, adminRoleId, permissionId }) => ({
      ...asUser(admin),
      path: { roleId: adminRoleId },
      body: { permissionIds: [permissionId] },
    }),
    expect: { error: 'built_in' },
  }),
  'refuses a role that does not exist': given(holders, {
    send: ({ admin, permissionId }) => ({
      ...asUser(admin),
      path: { roleId: nobody },
      body: { permissionIds: [permissionId] },
    }),
    expect: { error: 'role_not_found' },
  }),
})

contract('app.removeRolePermission', {
  'takes a permission from a role, and from whoever holds it': given(
    async (seeds) => {
      const made = await holders(seeds)
      const body = { roleIds: [made.editor] }
      await seeds.call('app.assignUserRoles', { ...asUser(made.admin), path: { userId: made.user.user.id }, body })
      return made
    },
    {
      send: ({ admin, editor, permissionId }) => ({ ...asUser(admin), path: { roleId: editor, permissionId } }),
      expect: { status: 200, example: 'permission_removed' },
      then: async (seeds, _answer, made) => {
        expect(await allowedBy(seeds, made, made.editor)).toEqual([])
        const me = (await seeds.call('app.getMe', asUser(made.user)))?.body as Wire['AppUserAnswer']
        expect(me.data).toMatchObject({ roles: ['editor'], permissions: [] })
      },
    },
  ),
  'refuses a permission that the caller does not hold': given(holders, {
    send: ({ clerk, editor, permissionId }) => ({ ...asUser(clerk), path: { roleId: editor, permissionId } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.editor)).toEqual(['posts:edit']),
  }),
  'refuses one that the role does not have': given(holders, {
    send: ({ clerk, guest, permissionId }) => ({ ...asUser(clerk), path: { roleId: guest, permissionId } }),
    expect: { error: 'permission_not_found' },
  }),
  'refuses the built-in role, which keeps every permission': given(holders, {
    send: ({ admin, adminRoleId, permissionId }) => ({
      ...asUser(admin),
      path: { roleId: adminRoleId, permissionId },
    }),
    expect: { error: 'built_in' },
  }),
  'refuses a role that does not exist': given(holders, {
    send: ({ admin, permissionId }) => ({ ...asUser(admin), path: { roleId: nobody, permissionId } }),
    expect: { error: 'role_not_found' },
  }),
})
