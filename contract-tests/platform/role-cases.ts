// An application with roles, for the cases of its roles and of its permissions.
import type { Wire } from '../../generated/operations.ts'
import { dana, stageOf } from '../harness/seeds/backend.ts'
import { alice } from '../harness/fixtures/people.ts'
import type { Seeds } from '../harness/seeds/seeds.ts'

export const nobody = '0199c0de-0000-7000-8000-00000000dead'

/** A tenant's application with a user, a role `editor` and a permission `posts:edit`, which it allows. */
export const shop = async (seeds: Seeds) => {
  const { access_token: bearer } = await seeds.platformCaller(dana)
  const app = await seeds.application({ access_token: bearer })
  const stage = stageOf(app)
  const user = await seeds.appCaller(alice, stage.publishableKey)
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
