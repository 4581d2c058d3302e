// At which resource servers a client may act for somebody: at none, where nobody was asked.
import type { Migration } from './migration.ts'

export const consentResources: Migration = {
  name: '0320-consent-resources',
  expands: true,
  up: async ({ schema }) => {
    await schema
      .alterTable('consents')
      .addColumn('resources', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute()
  },
}
