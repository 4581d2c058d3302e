// Roles and permissions of an environment, and who holds them. Every environment begins with the same: those of before do, too.
import { sql } from 'kysely'
import { key, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

const words: readonly (readonly [resource: string, action: string, name: string])[] = [
  ['users', 'read', 'See the users of the application'],
  ['users', 'write', 'Make users, change their names, and switch them off and on'],
  ['roles', 'read', 'See roles and what they allow'],
  ['roles', 'write', 'Make, change and delete roles'],
  ['roles', 'assign', 'Give roles to users, and take them away'],
  ['permissions', 'read', 'See permissions'],
  ['permissions', 'write', 'Make and delete permissions'],
  ['invitations', 'read', 'See all invitations to the application'],
  ['invitations', 'write', 'Invite to the application, and take invitations back'],
]

export const roles: Migration = {
  name: '0210-roles',
  up: async (db) => {
    const { schema } = db
    await schema
      .createTable('roles')
      .addColumn('id', 'text', key)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('name', 'text', required)
      .addColumn('description', 'text')
      .addColumn('isSystem', 'integer', required)
      .addColumn('hierarchyLevel', 'integer', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('updatedAt', 'bigint', required)
      .execute()
    await schema.createIndex('rolesByName').unique().on('roles').columns(['environmentId', 'name']).execute()

    await schema
      .createTable('permissions')
      .addColumn('id', 'text', key)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('name', 'text', required)
      .addColumn('description', 'text')
      .addColumn('resource', 'text', required)
      .addColumn('action', 'text', required)
      .addColumn('isSystem', 'integer', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('updatedAt', 'bigint', required)
      .execute()
    await schema
      .createIndex('permissionsByWord')
      .unique()
      .on('permissions')
      .columns(['environmentId', 'resource', 'action'])
      .execute()

    await schema
      .createTable('rolePermissions')
      .addColumn('roleId', 'text', partOf('roles.id'))
      .addColumn('permissionId', 'text', partOf('permissions.id'))
      .addColumn('createdAt', 'bigint', required)
      .addPrimaryKeyConstraint('rolePermissionsKey', ['roleId', 'permissionId'])
      .execute()
    await schema.createIndex('rolePermissionsByPermission').on('rolePermissions').column('permissionId').execute()

    await schema
      .createTable('userRoles')
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('roleId', 'text', partOf('roles.id'))
      .addColumn('createdAt', 'bigint', required)
      .addPrimaryKeyConstraint('userRolesKey', ['userId', 'roleId'])
      .execute()
    await schema.createIndex('userRolesByRole').on('userRoles').column('roleId').execute()

    await sql`
      insert into roles (id, environment_id, name, description, is_system, hierarchy_level, created_at, updated_at)
      select 'admin-' || id, id, 'admin', 'May do everything', 1, 1000, created_at, created_at from environments
    `.execute(db)
    for (const [resource, action, name] of words) {
      await sql`
        insert into permissions (id, environment_id, name, description, resource, action, is_system, created_at, updated_at)
        select cast(${`${resource}-${action}-`} as text) || id, id, cast(${name} as text), null,
          cast(${resource} as text), cast(${action} as text), 1, created_at, created_at
        from environments
      `.execute(db)
    }
    await sql`
      insert into role_permissions (role_id, permission_id, created_at)
      select 'admin-' || environment_id, id, created_at from permissions
    `.execute(db)
  },
}
