// What the roles within organizations allow, in each environment.
import { partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const organizationPermissions: Migration = {
  name: '0227-organization-permissions',
  up: async ({ schema }) => {
    await schema
      .createTable('organizationPermissions')
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('role', 'text', required)
      .addColumn('permissionId', 'text', partOf('permissions.id'))
      .addColumn('createdAt', 'bigint', required)
      .addPrimaryKeyConstraint('organizationPermissionsKey', ['environmentId', 'role', 'permissionId'])
      .execute()
    await schema
      .createIndex('organizationPermissionsByPermission')
      .on('organizationPermissions')
      .column('permissionId')
      .execute()
  },
}
