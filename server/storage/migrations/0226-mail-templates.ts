// Words of an owner's for the mails that we send: of an environment, or of a tenant for all of its applications.
import { key, optionallyPartOf, partOf, required } from './migration.ts'
import type { Migration } from './migration.ts'

export const mailTemplates: Migration = {
  name: '0226-mail-templates',
  up: async ({ schema }) => {
    await schema
      .createTable('mailTemplates')
      .addColumn('id', 'text', key)
      .addColumn('tenantId', 'text', partOf('tenants.id'))
      .addColumn('applicationId', 'text', optionallyPartOf('applications.id'))
      .addColumn('environmentId', 'text', optionallyPartOf('environments.id'))
      // The environment, or the tenant where there is none: nulls are never equal.
      .addColumn('place', 'text', required)
      .addColumn('name', 'text', required)
      .addColumn('language', 'text', required)
      .addColumn('subject', 'text', required)
      .addColumn('htmlBody', 'text', required)
      .addColumn('textBody', 'text')
      .addColumn('variables', 'text', required)
      .addColumn('isActive', 'integer', required)
      .addColumn('createdAt', 'bigint', required)
      .addColumn('updatedAt', 'bigint', required)
      .execute()
    await schema
      .createIndex('mailTemplatesByPlace')
      .on('mailTemplates')
      .columns(['place', 'name', 'language'])
      .unique()
      .execute()
    await schema
      .createIndex('mailTemplatesByTenant')
      .on('mailTemplates')
      .columns(['tenantId', 'applicationId'])
      .execute()
    await schema.createIndex('mailTemplatesByApplication').on('mailTemplates').column('applicationId').execute()
    await schema.createIndex('mailTemplatesByEnvironment').on('mailTemplates').column('environmentId').execute()
  },
}
