// What companies' directories keep: tokens of an organization's own, and users by the names that a directory has for them.
import { optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const directories: Migration = {
  name: '0290-directories',
  up: async ({ schema }) => {
    await schema
      .alterTable('apiKeys')
      .addColumn('organizationId', 'text', optionallyPartOf('organizations.id'))
      .execute()
    await schema.createIndex('apiKeysByOrganization').on('apiKeys').column('organizationId').execute()
    await schema
      .createTable('directoryUsers')
      .addColumn('place', 'text', required)
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('organizationId', 'text', optionallyPartOf('organizations.id'))
      .addColumn('userName', 'text', required)
      .addColumn('userNameKey', 'text', required)
      .addColumn('externalId', 'text')
      .addColumn('isMaker', 'integer', required)
      .addColumn('isSwitchedOff', 'integer', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('updatedAt', 'bigint', required)
      .addPrimaryKeyConstraint('directoryUsersKey', ['place', 'userId'])
      .execute()
    await schema.createIndex('directoryUsersByUser').on('directoryUsers').column('userId').execute()
    await schema.createIndex('directoryUsersByOrganization').on('directoryUsers').column('organizationId').execute()
    const unique = { directoryUsersByName: 'userNameKey', directoryUsersByExternalId: 'externalId' }
    for (const [name, column] of Object.entries(unique)) {
      await schema.createIndex(name).on('directoryUsers').columns(['place', column]).unique().execute()
    }
  },
}
