// Sign-in with a provider: who is who there, and sign-ins that are on their way.
import { key, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const providers: Migration = {
  name: '0010-providers',
  up: async ({ schema }) => {
    await schema
      .createTable('identities')
      .addColumn('id', 'text', key)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('userId', 'text', partOf('users.id'))
      .addColumn('provider', 'text', required)
      .addColumn('subject', 'text', required)
      .addColumn('email', 'text')
      .addColumn('createdAt', 'bigint', required)
      .addUniqueConstraint('identitiesSubject', ['environmentId', 'provider', 'subject'])
      .execute()
    await schema.createIndex('identitiesByUser').on('identities').columns(['userId', 'createdAt', 'id']).execute()

    await schema
      .createTable('providerFlows')
      .addColumn('stateHash', 'text', key)
      .addColumn('browserHash', 'text', required)
      .addColumn('environmentId', 'text', partOf('environments.id'))
      .addColumn('provider', 'text', required)
      .addColumn('callbackUrl', 'text', required)
      .addColumn('sealedProof', 'text', required)
      .addColumn('target', 'text', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('expiresAt', 'bigint', required)
      .execute()
    await schema.createIndex('providerFlowsByExpiry').on('providerFlows').column('expiresAt').execute()
    await schema.createIndex('providerFlowsByEnvironment').on('providerFlows').column('environmentId').execute()
  },
}
