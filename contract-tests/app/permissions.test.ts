import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { asUser } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { demoApp, demoPlatform } from '../harness/fixtures/people.ts'
import { allowedBy, clerkMay, holders, nobody } from './role-holders.ts'

const reports = { name: 'See reports', resource: 'reports', action: 'read' }

contract('app.listPermissions', {
  'lists what roles can allow: what operations ask for, and what was made': given(holders, {
    send: ({ clerk }) => asUser(clerk),
    expect: { status: 200, example: 'permissions' },
    then: async (_seeds, answer) => {
      const { data } = answer.body as Wire['PermissionList']
      expect(data.filter(({ isSystem }) => !isSystem)).toMatchObject([{ resource: 'posts', action: 'edit' }])
      expect(data.map(({ resource, action }) => `${resource}:${action}`)).toEqual(expect.arrayContaining(clerkMay))
    },
  }),
  'lists a page': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), query: { limit: 1 } }),
    expect: { status: 200, example: 'permissions', body: ({ data }) => expect(data).toHaveLength(1) },
  }),
})

contract('app.createPermission', {
  'makes one, which the built-in role alone allows, and not whoever makes it': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: reports }),
    expect: { status: 200, example: 'permission', body: ({ data }) => expect(data).toMatchObject(reports) },
    then: async (seeds, answer, made) => {
      expect(await allowedBy(seeds, made, made.adminRoleId)).toContain('reports:read')
      const { id } = (answer.body as Wire['PermissionAnswer']).data
      const own = { ...asUser(made.clerk), path: { roleId: made.guest }, body: { permissionIds: [id] } }
      expect((await seeds.call('app.assignRolePermissions', own))?.status).toBe(403)
    },
  }),
  'refuses one that there is': given(holders, {
    send: ({ clerk }) => ({ ...asUser(clerk), body: { name: 'Mine', resource: 'users', action: 'read' } }),
    expect: { error: 'permission_exists' },
  }),
})

contract('app.deletePermission', {
  'takes it from every role': given(holders, {
    send: ({ admin, permissionId }) => ({ ...asUser(admin), path: { permissionId } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, made) => {
      expect(await allowedBy(seeds, made, made.editor)).toEqual([])
      expect(await allowedBy(seeds, made, made.adminRoleId)).not.toContain('posts:edit')
    },
  }),
  'refuses one that the caller does not hold': given(holders, {
    send: ({ clerk, permissionId }) => ({ ...asUser(clerk), path: { permissionId } }),
    expect: { error: 'insufficient_role' },
    then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.editor)).toEqual(['posts:edit']),
  }),
  'refuses to take it from a role that stands higher than the caller': given(
    async (seeds) => {
      const made = await holders(seeds)
      const granted = { path: { roleId: made.chief }, body: { permissionIds: [made.permissionId] } }
      await seeds.call('app.assignRolePermissions', { ...asUser(made.admin), ...granted })
      const given = { path: { userId: made.clerk.user.id }, body: { roleIds: [made.clerkRoleId, made.editor] } }
      await seeds.call('app.assignUserRoles', { ...asUser(made.admin), ...given })
      return made
    },
    {
      send: ({ clerk, permissionId }) => ({ ...asUser(clerk), path: { permissionId } }),
      expect: { error: 'insufficient_role' },
      then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.chief)).toEqual(['posts:edit']),
    },
  ),
  'refuses one that owners, members or viewers of organizations are allowed': given(
    async (seeds) => {
      const made = await holders(seeds)
      const owner = await seeds.call('platform.login', { body: demoPlatform })
      const allowed = await seeds.call('platform.setAppOrganizationPermissions', {
        bearer: (owner?.body as Wire['PlatformSignedIn'] | undefined)?.access_token ?? 'example',
        path: { appId: demoApp.applicationId, role: 'viewer' },
        body: { environmentId: demoApp.environmentId, permissionIds: [made.permissionId] },
      })
      if (allowed) expect(allowed.status).toBe(200)
      return made
    },
    {
      send: ({ admin, permissionId }) => ({ ...asUser(admin), path: { permissionId } }),
      expect: { error: 'insufficient_role' },
      then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.editor)).toEqual(['posts:edit']),
    },
  ),
  'refuses one that operations ask for': given(
    async (seeds) => {
      const made = await holders(seeds)
      const { body } = (await seeds.call('app.listPermissions', asUser(made.admin))) ?? {}
      const found = (body as Wire['PermissionList'] | undefined)?.data.find(({ isSystem }) => isSystem)
      return { ...made, permissionId: found?.id ?? nobody }
    },
    {
      send: ({ admin, permissionId }) => ({ ...asUser(admin), path: { permissionId } }),
      expect: { error: 'built_in' },
    },
  ),
  'refuses one that does not exist': given(holders, {
    send: ({ admin }) => ({ ...asUser(admin), path: { permissionId: nobody } }),
    expect: { error: 'permission_not_found' },
  }),
})
