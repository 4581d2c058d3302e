import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { contract, given } from '../harness/dsl/index.ts'
import { nobody, shop } from './role-cases.ts'

contract('platform.listAppPermissions', {
  'lists those of one environment': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path, query: { environmentId: stage.id } }),
    expect: {
      status: 200,
      example: 'permissions',
      body: ({ data }) => expect(data.filter(({ isSystem }) => !isSystem)).toMatchObject([{ resource: 'posts' }]),
    },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({ bearer, path, query: { environmentId: nobody } }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.createAppPermission', {
  'makes a permission, which the built-in role allows from then on': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'See reports', resource: 'reports', action: 'read', environmentId: stage.id },
    }),
    expect: { status: 200, example: 'permission', body: ({ data }) => expect(data.isSystem).toBe(false) },
    then: async (seeds, answer, { bearer, path, adminRoleId }) => {
      const { id } = (answer.body as Wire['PermissionAnswer']).data
      const sent = { bearer, path: { ...path, roleId: adminRoleId } }
      const { body } = (await seeds.call('platform.getAppRolePermissions', sent))!
      expect((body as Wire['PermissionList']).data.map((one) => one.id)).toContain(id)
    },
  }),
  'refuses one that there is': given(shop, {
    send: ({ bearer, path, stage }) => ({
      bearer,
      path,
      body: { name: 'Again', resource: 'posts', action: 'edit', environmentId: stage.id },
    }),
    expect: { error: 'permission_exists' },
  }),
  'refuses an environment of another application': given(shop, {
    send: ({ bearer, path }) => ({
      bearer,
      path,
      body: { name: 'Again', resource: 'posts', action: 'edit', environmentId: nobody },
    }),
    expect: { error: 'environment_not_found' },
  }),
})

contract('platform.deleteAppPermission', {
  'deletes a permission': given(shop, {
    send: ({ bearer, path, permissionId }) => ({ bearer, path: { ...path, permissionId } }),
    expect: { status: 200, example: 'deleted' },
    then: async (seeds, _answer, { bearer, path, roleId }) => {
      const { body } = (await seeds.call('platform.getAppRolePermissions', { bearer, path: { ...path, roleId } }))!
      expect(body).toEqual({ data: [] })
    },
  }),
  'refuses one that operations ask for': given(shop, {
    send: ({ bearer, path, stage }) => ({ bearer, path: { ...path, permissionId: `users-read-${stage.id}` } }),
    expect: { error: 'built_in' },
  }),
})
