// Who is asked to join, and who waits for what.
import type { Kysely } from 'kysely'
import { key, linkTo, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

const createInvitations = async ({ schema }: Kysely<unknown>) => {
  await schema
    .createTable('invitations')
    .addColumn('id', 'text', key)
    .addColumn('tenantId', 'text', partOf('tenants.id'))
    .addColumn('environmentId', 'text', optionallyPartOf('environments.id'))
    .addColumn('organizationId', 'text', optionallyPartOf('organizations.id'))
    .addColumn('email', 'text', required)
    .addColumn('role', 'text', required)
    .addColumn('roleId', 'text')
    .addColumn('clientId', 'text', linkTo('clients.id'))
    .addColumn('redirectUri', 'text')
    // No foreign key: users, clients and administrators invite.
    .addColumn('invitedBy', 'text')
    .addColumn('tokenHash', 'text', (column) => column.notNull().unique())
    .addColumn('state', 'text', required)
    .addColumn('expiresAt', 'bigint', required)
    .addColumn('acceptedAt', 'bigint')
    .addColumn('acceptedBy', 'text', linkTo('users.id'))
    .addColumn('createdAt', 'bigint', required)
    .addColumn('updatedAt', 'bigint', required)
    .execute()
  await schema
    .createIndex('invitationsByAge')
    .on('invitations')
    .columns(['tenantId', 'environmentId', 'createdAt', 'id'])
    .execute()
  await schema
    .createIndex('invitationsByAddress')
    .on('invitations')
    .columns(['tenantId', 'environmentId', 'organizationId', 'email'])
    .execute()
  await schema.createIndex('invitationsByEnvironment').on('invitations').column('environmentId').execute()
  await schema
    .createIndex('invitationsByOrganization')
    .on('invitations')
    .columns(['organizationId', 'createdAt', 'id'])
    .execute()
  await schema.createIndex('invitationsByClient').on('invitations').column('clientId').execute()
  await schema.createIndex('invitationsByGuest').on('invitations').columns(['acceptedBy', 'organizationId']).execute()
  await schema.createIndex('invitationsByExpiry').on('invitations').column('expiresAt').execute()
}

export const accounts: Migration = {
  name: '0004-accounts',
  up: async (db) => {
    await createInvitations(db)

    await db.schema
      .createTable('waitlistEntries')
      .addColumn('organizationId', 'text', partOf('organizations.id'))
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('feature', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addPrimaryKeyConstraint('waitlistEntriesKey', ['organizationId', 'userId', 'feature'])
      .execute()
    await db.schema.createIndex('waitlistEntriesByUser').on('waitlistEntries').column('userId').execute()
  },
}
