import { expect } from 'vitest'
import type { Wire } from '../../generated/operations.ts'
import { dana, stageOf } from '../harness/backend.ts'
import { contract, given } from '../harness/index.ts'
import { alice } from '../harness/people.ts'
import type { Seeds } from '../harness/seeds.ts'

const nobody = '0199c0de-0000-7000-8000-00000000dead'

/** A tenant's application with a user, a role `editor` and a permission `posts:edit`, which it allows. */
const shop = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.administrator(dana)
  const app = await seeds.application({ access_token: bearer })
  const stage = stageOf(app)
  const user = await seeds.appUser(alice, stage.publishableKey)
  const path = { appId: app.id }
  const role = await seeds.call('platform.createAppRole', {
    bearer,
    path,
    body: { name: 'editor', description: 'Writes and edits', hierarchyLevel: 10, environmentId: stage.id },
  })
  const permission = await seeds.call('platform.createAppPermission', {
    bearer,
    path,
    body: { name: 'Edit posts', resource: 'posts', action: 'edit', environmentId: stage.id },
  })
  const roleId = (role?.body as Wire['ApplicationRoleAnswer'] | undefined)?.data.id ?? nobody
  const permissionId = (permission?.body as Wire['PermissionAnswer'] | undefined)?.data.id ?? nobody
  const given = { bearer, path: { ...path, roleId }, body: { permissionIds: [permissionId] } }
  await seeds.call('platform.assignAppRolePermissions', given)
  return { bearer, app, stage, user, path, roleId, permissionId, adminRoleId: `admin-${stage.id}` }
}

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
