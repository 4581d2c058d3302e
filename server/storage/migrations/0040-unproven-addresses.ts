// What an unproven time leaves behind is known by who made it; links count at one surface; sessions can be confined.
import { key, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const unprovenAddresses: Migration = {
  name: '0040-unproven-addresses',
  up: async ({ schema }) => {
    await schema.alterTable('users').addColumn('contestedAt', 'bigint').execute()

    await schema
      .createTable('signUps')
      .addColumn('id', 'text', key)
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('passwordHash', 'text', required)
      .addColumn('firstName', 'text')
      .addColumn('lastName', 'text')
      .addColumn('source', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .execute()
    await schema.createIndex('signUpsByUser').on('signUps').columns(['userId', 'source', 'createdAt']).execute()

    // No foreign keys: users and clients add members, and what they added outlives them.
    await schema.alterTable('memberships').addColumn('addedBy', 'text').execute()
    await schema.alterTable('clients').addColumn('createdBy', 'text').execute()

    // Links that are under way count nowhere any more: where they came from is not known.
    await schema.alterTable('oneTimeTokens').addColumn('surface', 'text').execute()

    // A session goes with the organization that it is confined to, or it would reach all others.
    await schema.alterTable('sessions').addColumn('confinedTo', 'text', optionallyPartOf('organizations.id')).execute()
    await schema.createIndex('sessionsByConfinement').on('sessions').column('confinedTo').execute()
  },
}
