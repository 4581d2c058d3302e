// Addresses that are told what has happened, and what is still to be told, or was.
import { key, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const webhooks: Migration = {
  name: '0225-webhooks',
  up: async ({ schema }) => {
    await schema
      .createTable('webhooks')
      .addColumn('id', 'text', key)
      .addColumn('tenantId', 'text', partOf('tenants.id'))
      .addColumn('applicationId', 'text', optionallyPartOf('applications.id'))
      .addColumn('environmentId', 'text', optionallyPartOf('environments.id'))
      .addColumn('url', 'text', required)
      .addColumn('events', 'text', required)
      .addColumn('sealedSecrets', 'text', required)
      .addColumn('secretStart', 'text', required)
      .addColumn('previousSecretExpiresAt', 'bigint')
      .addColumn('isActive', 'integer', required)
      .addColumn('lastTriggeredAt', 'bigint')
      .addColumn('lastTakenAt', 'bigint')
      .addColumn('createdAt', 'bigint', required)
      .addColumn('updatedAt', 'bigint', required)
      .execute()
    await schema.createIndex('webhooksByTenant').on('webhooks').columns(['tenantId', 'applicationId']).execute()
    await schema.createIndex('webhooksByApplication').on('webhooks').column('applicationId').execute()
    await schema.createIndex('webhooksByEnvironment').on('webhooks').column('environmentId').execute()
    await schema
      .createTable('webhookDeliveries')
      .addColumn('id', 'text', key)
      .addColumn('webhookId', 'text', partOf('webhooks.id'))
      .addColumn('type', 'text', required)
      .addColumn('thing', 'text', required)
      .addColumn('message', 'text', required)
      .addColumn('state', 'text', required)
      .addColumn('attempts', 'integer', required)
      .addColumn('lastStatus', 'integer')
      .addColumn('lastProblem', 'text')
      .addColumn('startedAt', 'bigint', required)
      .addColumn('nextAttemptAt', 'bigint', required)
      .addColumn('leasedUntil', 'bigint')
      .addColumn('settledAt', 'bigint')
      .addColumn('createdAt', 'bigint', required)
      .execute()
    const indexes = {
      webhookDeliveriesDue: ['state', 'nextAttemptAt', 'webhookId', 'id'],
      webhookDeliveriesOfWebhook: ['webhookId', 'id'],
      webhookDeliveriesOfWebhookByState: ['webhookId', 'state', 'id'],
      webhookDeliveriesOfThing: ['webhookId', 'thing', 'state', 'id'],
      webhookDeliveriesSettled: ['state', 'settledAt'],
    }
    for (const [name, columns] of Object.entries(indexes)) {
      await schema.createIndex(name).on('webhookDeliveries').columns(columns).execute()
    }
  },
}
