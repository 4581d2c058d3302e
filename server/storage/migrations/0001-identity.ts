// Who is there: tenants down to environments, their clients, users and organizations.
import type { Kysely } from 'kysely'
import { key, linkTo, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

const createStages = async ({ schema }: Kysely<unknown>) => {
  await schema
    .createTable('tenants')
    .addColumn('id', 'text', key)
    .addColumn('name', 'text', required)
    .addColumn('slug', 'text', (column) => column.notNull().unique())
    .addColumn('plan', 'text', required)
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .execute()

  await schema
    .createTable('applications')
    .addColumn('id', 'text', key)
    .addColumn('tenantId', 'text', partOf('tenants.id'))
    .addColumn('name', 'text', required)
    .addColumn('slug', 'text', required)
    .addColumn('domain', 'text')
    .addColumn('logoUrl', 'text')
    .addColumn('homeUrl', 'text')
    .addColumn('callbackUrls', 'text')
    .addColumn('settings', 'text')
    .addColumn('authConfig', 'text')
    .addColumn('isActive', 'integer', required)
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .addUniqueConstraint('applicationsTenantSlug', ['tenantId', 'slug'])
    .execute()

  await schema
    .createTable('environments')
    .addColumn('id', 'text', key)
    .addColumn('applicationId', 'text', partOf('applications.id'))
    .addColumn('name', 'text', required)
    .addColumn('isActive', 'integer', required)
    .addColumn('settings', 'text', required)
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .execute()
  await schema
    .createIndex('environmentsByApplication')
    .on('environments')
    .columns(['applicationId', 'createdAt', 'id'])
    .execute()
}

const createPeople = async ({ schema }: Kysely<unknown>) => {
  await schema
    .createTable('users')
    .addColumn('id', 'text', key)
    .addColumn('environmentId', 'text', partOf('environments.id'))
    .addColumn('email', 'text', required)
    .addColumn('emailVerifiedAt', 'bigint')
    .addColumn('passwordHash', 'text')
    .addColumn('status', 'text', required)
    .addColumn('firstName', 'text')
    .addColumn('lastName', 'text')
    .addColumn('avatarUrl', 'text')
    .addColumn('externalId', 'text')
    .addColumn('profile', 'text')
    .addColumn('metadata', 'text')
    .addColumn('lastSignInAt', 'bigint')
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .addUniqueConstraint('usersEnvironmentEmail', ['environmentId', 'email'])
    .execute()
  await schema.createIndex('usersByAge').on('users').columns(['environmentId', 'createdAt', 'id']).execute()

  await schema
    .createTable('organizations')
    .addColumn('id', 'text', key)
    .addColumn('environmentId', 'text', partOf('environments.id'))
    .addColumn('parentId', 'text', linkTo('organizations.id'))
    .addColumn('name', 'text')
    .addColumn('slug', 'text')
    .addColumn('avatarUrl', 'text')
    .addColumn('metadata', 'text')
    .addColumn('createdBy', 'text', linkTo('users.id'))
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .execute()
  await schema.createIndex('organizationsByEnvironment').on('organizations').column('environmentId').execute()
  await schema
    .createIndex('organizationsByParent')
    .on('organizations')
    .columns(['parentId', 'createdAt', 'id'])
    .execute()
  await schema.createIndex('organizationsByCreator').on('organizations').column('createdBy').execute()

  await schema
    .createTable('memberships')
    .addColumn('id', 'text', key)
    .addColumn('organizationId', 'text', partOf('organizations.id'))
    .addColumn('userId', 'text', partOf('users.id'))
    .addColumn('role', 'text', required)
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .addUniqueConstraint('membershipsOrganizationUser', ['organizationId', 'userId'])
    .execute()
  await schema.createIndex('membershipsByUser').on('memberships').columns(['userId', 'createdAt', 'id']).execute()
}

const createClients = async ({ schema }: Kysely<unknown>) => {
  await schema
    .createTable('clients')
    .addColumn('id', 'text', key)
    .addColumn('environmentId', 'text', partOf('environments.id'))
    .addColumn('organizationId', 'text', optionallyPartOf('organizations.id'))
    .addColumn('name', 'text', required)
    .addColumn('secretHash', 'text')
    .addColumn('redirectUris', 'text', required)
    .addColumn('audiences', 'text', required)
    .addColumn('scopes', 'text', required)
    .addColumn('accessTokenSeconds', 'integer')
    .addColumn('refreshTokenSeconds', 'integer')
    .addColumn('isActive', 'integer', required)
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .execute()
  await schema.createIndex('clientsByEnvironment').on('clients').column('environmentId').execute()
  await schema
    .createIndex('clientsByOrganization')
    .on('clients')
    .columns(['organizationId', 'createdAt', 'id'])
    .execute()

  await schema
    .createTable('clientOrigins')
    .addColumn('clientId', 'text', partOf('clients.id'))
    .addColumn('origin', 'text', required)
    .addPrimaryKeyConstraint('clientOriginsKey', ['clientId', 'origin'])
    .execute()
  await schema.createIndex('clientOriginsByOrigin').on('clientOrigins').column('origin').execute()
}

export const identity: Migration = {
  name: '0001-identity',
  up: async (db) => {
    await createStages(db)
    await createPeople(db)
    await createClients(db)
  },
}
