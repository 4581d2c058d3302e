// The audit names who did it and whose it is: a tenant reads its own, an application its own, page by page.
import { type Kysely, sql } from 'kysely'
import type { Migration } from './migration.ts'

export const audit: Migration = {
  name: '0180-audit',
  up: async (db) => {
    const { schema } = db
    for (const column of ['tenantId', 'applicationId', 'actor', 'actorId']) {
      await schema.alterTable('auditEvents').addColumn(column, 'text').execute()
    }
    const events = db as Kysely<{ auditEvents: { environmentId: string; tenantId: string; applicationId: string } }>
    await events
      .updateTable('auditEvents')
      .set({
        applicationId: sql`(select application_id from environments where environments.id = audit_events.environment_id)`,
        tenantId: sql`(select tenant_id from applications where applications.id =
          (select application_id from environments where environments.id = audit_events.environment_id))`,
      })
      .where('environmentId', 'is not', null)
      .execute()
    await schema.dropIndex('auditEventsByUser').execute()
    const orders = {
      auditEventsByTime: [],
      auditEventsOfUser: ['userId'],
      auditEventsOfActor: ['actorId'],
      auditEventsOfTenant: ['tenantId'],
      auditEventsOfTenantByAction: ['tenantId', 'action'],
      auditEventsOfApplication: ['applicationId'],
      auditEventsOfApplicationByAction: ['applicationId', 'action'],
      auditEventsOfEnvironmentByAction: ['environmentId', 'action'],
    }
    for (const [name, columns] of Object.entries(orders)) {
      await schema
        .createIndex(name)
        .on('auditEvents')
        .columns([...columns, 'createdAt', 'id'])
        .execute()
    }
  },
}
