// What companies' directories call their groups: roles of an environment, or those within an organization.
import { optionallyPartOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const directoryGroups: Migration = {
  name: '0295-directory-groups',
  up: async ({ schema }) => {
    await schema
      .createTable('directoryGroups')
      .addColumn('place', 'text', required)
      .addColumn('groupId', 'text', required)
      .addColumn('roleId', 'text', optionallyPartOf('roles.id'))
      .addColumn('organizationId', 'text', optionallyPartOf('organizations.id'))
      .addColumn('externalId', 'text')
      .addColumn('updatedAt', 'bigint', required)
      .addPrimaryKeyConstraint('directoryGroupsKey', ['place', 'groupId'])
      .execute()
    for (const [name, column] of Object.entries({ Role: 'roleId', Organization: 'organizationId' })) {
      await schema.createIndex(`directoryGroupsBy${name}`).on('directoryGroups').column(column).execute()
    }
  },
}
