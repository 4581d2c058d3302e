import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { stageOf } from '../harness/seeds/backend.ts'
import { contract, given } from '../harness/dsl/index.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'
import { nobody, shop } from './role-cases.ts'

const allowedBy = async (seeds: Seeds, { bearer, path }: Awaited<ReturnType<typeof shop>>, roleId: string) => {
  const answer = await seeds.call('platform.getAppRolePermissions', { bearer, path: { ...path, roleId } })
  return ((answer?.body as Wire['PermissionList'] | undefined)?.data ?? []).map(({ resource }) => resource)
}

contract('platform.listAppRoles', {
  'lists the roles of all environments, each with its built-in one': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path }),
    expect: {
      status: 200,
      example: 'roles',
      body: ({ data }) => expect(data.map(({ name }) => name)).toEqual(['admin', 'admin', 'editor']),
    },
  }),
  'lists those of one environment': given(shop, {
    send: ({ bearer, path, app }) => ({ bearer, path, query: { environmentId: stageOf(app, 'production').id } }),
    expect: { status: 200, example: 'roles', body: ({ data }) => expect(data).toMatchObject([{ name: 'admin' }]) },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.createAppRole', {
  'makes a role in the production environment, where none is named': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'editor', description: null } }),
    expect: { status: 200, example: 'role' },
    then: async (_seeds, answer, { app }) =>
      expect((answer.body as Wire['ApplicationRoleAnswer']).data).toMatchObject({
        environmentId: stageOf(app, 'production').id,
        hierarchyLevel: 0,
        userCount: 0,
      }),
  }),
  'refuses a name that the environment has': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, body: { name: 'Editor', environmentId: stage.id } }),
    expect: { error: 'role_exists' },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, body: { name: 'Editor', environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.getAppRole', {
  'gives a role': given(shop, {
    send: ({ bearer, path, roleId }) => ({ bearer, path: { ...path, roleId } }),
    expect: { status: 200, example: 'role', body: ({ data }) => expect(data).toMatchObject({ name: 'editor' }) },
  }),
})

contract('platform.updateAppRole', {
  'changes what is given': given(shop, {
    send: ({ bearer, path, roleId }) => ({ bearer, path: { ...path, roleId }, body: { description: null } }),
    expect: {
      status: 200,
      example: 'role',
      body: ({ data }) => expect(data).toMatchObject({ name: 'editor', description: null, hierarchyLevel: 10 }),
    },
    then: async (seeds, answer, { bearer, path, roleId }) =>
      expect((await seeds.call('platform.getAppRole', { bearer, path: { ...path, roleId } }))?.body).toEqual(
        answer.body,
      ),
  }),
  'refuses a name that the environment has': given(shop, {
    send: ({ bearer, path, roleId }) => ({ bearer, path: { ...path, roleId }, body: { name: 'admin' } }),
    expect: { error: 'role_exists' },
  }),
  'refuses the built-in one': given(shop, {
    send: ({ bearer, path, adminRoleId }) => ({
      bearer,
      path: { ...path, roleId: adminRoleId },
      body: { name: 'root' },
    }),
    expect: { error: 'built_in' },
  }),
})

contract('platform.deleteAppRole', {
  'deletes a role': given(shop, {
    send: ({ bearer, path, roleId }) => ({ bearer, path: { ...path, roleId } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { bearer, path, roleId }) =>
      expect((await seeds.call('platform.getAppRole', { bearer, path: { ...path, roleId } }))?.status).toBe(404),
  }),
  'refuses the built-in one': given(shop, {
    send: ({ bearer, path, adminRoleId }) => ({ bearer, path: { ...path, roleId: adminRoleId } }),
    expect: { error: 'built_in' },
  }),
})

contract('platform.getAppRolePermissions', {
  'lists what a role allows': given(shop, {
    send: ({ bearer, path, roleId }) => ({ bearer, path: { ...path, roleId } }),
    expect: {
      status: 200,
      example: 'permissions',
      body: ({ data }) => expect(data).toMatchObject([{ resource: 'posts', action: 'edit' }]),
    },
  }),
})

contract('platform.assignAppRolePermissions', {
  'skips what the role has': given(shop, {
    send: ({ bearer, path, roleId, permissionId }) => ({
      bearer,
      path: { ...path, roleId },
      body: { permissionIds: [permissionId] },
    }),
    expect: {
      status: 200,
      example: 'permissions_assigned',
      body: (body) => expect(body).toEqual({ data: { assigned: 0, skipped: 1 } }),
    },
  }),
  'refuses a permission of another environment': given(shop, {
    send: ({ bearer, path, roleId, app }) => ({
      bearer,
      path: { ...path, roleId },
      body: { permissionIds: [`users-read-${stageOf(app, 'production').id}`] },
    }),
    expect: { error: 'permission_not_found' },
    then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.roleId)).toEqual(['posts']),
  }),
  'refuses the built-in role': given(shop, {
    send: ({ bearer, path, adminRoleId, permissionId }) => ({
      bearer,
      path: { ...path, roleId: adminRoleId },
      body: { permissionIds: [permissionId] },
    }),
    expect: { error: 'built_in' },
  }),
})

contract('platform.removeAppRolePermission', {
  'takes a permission from a role': given(shop, {
    send: ({ bearer, path, roleId, permissionId }) => ({ bearer, path: { ...path, roleId, permissionId } }),
    expect: { status: 200, example: 'permission_removed' },
    then: async (seeds, _answer, made) => expect(await allowedBy(seeds, made, made.roleId)).toEqual([]),
  }),
  'refuses the built-in role': given(shop, {
    send: ({ bearer, path, adminRoleId, permissionId }) => ({
      bearer,
      path: { ...path, roleId: adminRoleId, permissionId },
    }),
    expect: { error: 'built_in' },
  }),
})
